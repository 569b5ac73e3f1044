import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folders.mjs';
import { npm, run } from './run.mjs';

/** Installs what the lock names where it is not there, or not at that version. Ends the process where that fails. */
export async function installDependencies() {
  const lacking = whatIsLacking(read('package-lock.json'), read(join('node_modules', '.package-lock.json')));
  if (lacking === null) return;
  console.log(`Installing dependencies: ${lacking}.`);
  const { command, options } = npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
  const code = await run(command, options);
  if (code === 0) return;
  console.error('npm ci failed; what it printed above says why. Run it again when that is mended.');
  process.exit(1);
}

/**
 * Compares what the lock asks for with what npm noted that it installed.
 * @returns {string | null} in words, what is not as it should be; null where nothing is
 */
export function whatIsLacking(lock, installed) {
  if (installed === null) return 'there are none yet';
  for (const [path, { version, optional, devOptional, peer }] of Object.entries(lock?.packages ?? {})) {
    if (path === '') continue;
    const found = installed.packages?.[path];
    // Parts for other systems are not installed, and need not be.
    if (found === undefined && !optional && !devOptional && !peer) return `${path} is missing`;
    if (found !== undefined && found.version !== version) return `${path} should be ${version}`;
  }
  return null;
}

function read(name) {
  const path = join(root, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
