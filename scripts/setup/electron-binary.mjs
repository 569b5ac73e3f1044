import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memory, root } from './folders.mjs';
import { isAtLeast } from './node-version.mjs';
import { run, tool } from './run.mjs';

const folder = join(root, 'node_modules', 'electron');
const attemptNote = join(memory, 'electron-attempt.json');
const reachMilliseconds = 5_000;
const fetchMilliseconds = 180_000;

/** @returns {string | null} the path of Electron's executable; null where it is not installed */
export function electronBinary() {
  try {
    const executable = readFileSync(join(folder, 'path.txt'), 'utf8').trim();
    const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), executable);
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/**
 * Fetches the executable, which npm does not install. Not tried a second time on one day for one version: whoever has no way
 * to it must not wait for that at every start.
 * @returns {Promise<string | null>} why it cannot be had; null where it is there
 */
export async function fetchElectron() {
  if (electronBinary() !== null) return null;
  const attempt = { version: version(), day: new Date().toISOString().slice(0, 10) };
  const earlier = lastAttempt();
  if (earlier?.version === attempt.version && earlier.day === attempt.day)
    return `${earlier.reason} (tried today; npx install-electron tries again)`;
  const reason = await tryFetching();
  if (reason === null) return null;
  mkdirSync(memory, { recursive: true });
  writeFileSync(attemptNote, JSON.stringify({ ...attempt, reason }));
  return reason;
}

async function tryFetching() {
  // Electron's installer says so of itself.
  if (!isAtLeast(22, 12)) return 'fetching Electron needs Node 22.12 or newer';
  if (!(await isReachable())) return 'the place that Electron is fetched from cannot be reached';
  console.log('Fetching Electron, once.');
  const code = await run(tool('electron', 'install-electron'), {
    limitMilliseconds: fetchMilliseconds,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  if (code === 124) return 'fetching Electron took too long';
  return code === 0 && electronBinary() !== null ? null : 'Electron could not be fetched';
}

/** A quick look, so that a machine without the network does not wait for the long time limit. */
async function isReachable() {
  const { env } = process;
  // Through a proxy only the installer itself knows the way.
  if (env.ELECTRON_GET_USE_PROXY || env.HTTPS_PROXY || env.https_proxy) return true;
  const mirror =
    env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/';
  try {
    await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(reachMilliseconds) });
    return true;
  } catch {
    return false;
  }
}

function version() {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

function lastAttempt() {
  try {
    return JSON.parse(readFileSync(attemptNote, 'utf8'));
  } catch {
    return null;
  }
}
