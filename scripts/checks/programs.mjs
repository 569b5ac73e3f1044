import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../setup/run.mjs';

/** Programs beside npm's that some tests run, and the Debian package of each. */
const programs = [
  { name: 'chromium', package: 'chromium', purpose: 'tests that drive the app in a browser' },
  { name: 'tshark', package: 'tshark', purpose: 'tests that compare with tshark' },
  { name: 'tcpdump', package: 'tcpdump', purpose: 'tests of live capture' },
  { name: 'ip', package: 'iproute2', purpose: 'tests in network namespaces' },
  { name: 'python3', package: 'python3', purpose: 'programs of the network lab' },
];

/** Installs what is missing where that can be done without asking. @returns the programs that are still missing */
export async function installPrograms() {
  const missing = programs.filter(({ name }) => !isInstalled(name));
  if (missing.length === 0 || !isDebian() || process.getuid?.() !== 0) return missing;
  console.log(`Installing ${missing.map(({ name }) => name).join(', ')}.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quietly = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  await run(['apt-get', 'update', '-qq'], quietly);
  const packages = missing.map(({ package: name }) => name);
  await run(['apt-get', 'install', '-qq', '--no-install-recommends', ...packages], quietly);
  return programs.filter(({ name }) => !isInstalled(name));
}

export function isInstalled(name) {
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => extensions.some((extension) => canRun(join(folder, name + extension))));
}

function canRun(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
