import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folders.mjs';
import { run, tool } from './run.mjs';

const sources = [
  'main',
  'preload',
  'renderer',
  'electron.vite.config.mts',
  'packet-reader.vite.config.mts',
  'tsconfig.base.json',
  'package-lock.json',
];
const products = [
  'out/main/index.js',
  'out/main/cli.js',
  'out/main/worker.js',
  'out/main/packet-reader.js',
  'out/preload/index.js',
  'out/renderer/index.html',
  'out/renderer/browser.html',
];

/** Builds where a source is newer than what was built. @returns {Promise<boolean>} whether all is built now */
export async function buildIfOlder() {
  if (isBuilt(root)) return true;
  console.log('Building.');
  return build();
}

export async function build() {
  if ((await run(tool('electron-vite', 'electron-vite', 'build', '--logLevel', 'warn'))) !== 0) return false;
  const reader = ['--config', 'packet-reader.vite.config.mts', '--logLevel', 'warn'];
  return (await run(tool('vite', 'vite', 'build', ...reader))) === 0;
}

export function isBuilt(folder) {
  const oldestProduct = Math.min(...products.map((path) => changedAt(join(folder, path)) ?? 0));
  return sources.every((path) => newestIn(join(folder, path)) <= oldestProduct);
}

/** Folders count with their own times: a file that was removed changes only its folder. */
function newestIn(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return path.includes('.test.') ? 0 : found.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), found.mtimeMs);
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
