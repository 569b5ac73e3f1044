import { realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isWithin } from './reachable-files';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

export interface PageFile {
  readonly path: string;
  readonly type: string;
  readonly sizeBytes: number;
}

/**
 * Finds the file of the built renderer that an address names.
 * @param pathname of the address, still percent-encoded, as URL gives it
 * @returns null where there is none, or the address leads out of the folder
 */
export async function findPageFile(folder: string, pathname: string): Promise<PageFile | null> {
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (/[\0\\:]/.test(name) || name.split('/').includes('..')) return null;
  const type = types[extname(name).toLowerCase()];
  if (type === undefined) return null;
  try {
    const path = await realpath(join(folder, name));
    if (!isWithin(await realpath(folder), path)) return null;
    const found = await stat(path);
    return found.isFile() ? { path, type, sizeBytes: found.size } : null;
  } catch {
    return null;
  }
}
