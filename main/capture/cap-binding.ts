// The npm package `cap`: a binding to libpcap, optional. Its binary fits one ABI only, and building for another overwrites it:
// one that could be loaded is kept under its ABI's name, so that Node's and Electron's stand beside each other.
import { EventEmitter } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface CapHandle extends EventEmitter {
  /** @returns the link type in its own words */
  open(device: string, filter: string, bufferBytes: number, packet: Buffer): string;
  close(): boolean;
}

export interface CapBinding {
  readonly Cap: new () => CapHandle;
}

const remedies: Readonly<Record<string, string>> = {
  linux:
    'install a C++ compiler and the libpcap headers (sudo apt install build-essential libpcap-dev), then run npm rebuild cap',
  darwin: 'install the command line tools (xcode-select --install), then run npm rebuild cap',
  win32: 'install Npcap and the Visual Studio build tools, then run npm rebuild cap',
};

/** One sentence for whoever lacks the binding. */
export function capRemedy(platform = process.platform): string {
  if (process.versions.electron) {
    return 'The capture binding cap is not built for this Electron: run npx electron-builder install-app-deps.';
  }
  return `The capture binding cap is not there: ${remedies[platform] ?? 'run npm rebuild cap'}.`;
}

/** Null where the package or a binary for this ABI is missing. */
export function loadCap(): CapBinding | null {
  const from = createRequire(__filename);
  const places = keptPlaces();
  for (const place of places) {
    const binding = existsSync(place) ? tryLoading(from, place) : null;
    if (binding !== null) return binding;
  }
  const built = builtBinary(from);
  if (built === null) return null;
  const binding = tryLoading(from, built);
  const last = places.at(-1);
  if (binding !== null && last !== undefined) keep(built, last);
  return binding;
}

/** Beside the built program, where packing puts it; and where it is kept from one build of the package to the next. */
function keptPlaces(): readonly string[] {
  const name = `cap-${process.platform}-${process.arch}-${process.versions.modules}.node`;
  const packed = join(__dirname, '..', 'native', name);
  const packages = packageFolder(createRequire(__filename));
  return packages === null ? [packed] : [packed, join(packages, '..', '.cache', 'wirestate', 'native', name)];
}

function packageFolder(from: NodeJS.Require): string | null {
  try {
    return dirname(from.resolve('cap/package.json'));
  } catch {
    return null;
  }
}

function builtBinary(from: NodeJS.Require): string | null {
  const folder = packageFolder(from);
  const path = folder === null ? '' : join(folder, 'build', 'Release', 'cap.node');
  return existsSync(path) ? path : null;
}

function tryLoading(from: NodeJS.Require, path: string): CapBinding | null {
  try {
    const binding = from(path) as CapBinding;
    // What the package's own entry does, which would load only its own build.
    Object.setPrototypeOf(binding.Cap.prototype, EventEmitter.prototype);
    return binding;
  } catch {
    return null;
  }
}

function keep(built: string, place: string): void {
  try {
    mkdirSync(dirname(place), { recursive: true });
    const passing = `${place}.${process.pid}`;
    copyFileSync(built, passing);
    renameSync(passing, place);
  } catch {
    // A folder that cannot be written: the package's own build goes on being used.
  }
}
