import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the parts of the program lie, whether it runs from its sources, built, or packed into an archive. */
export interface Installation {
  readonly version: string;
  readonly rendererFolder: string;
  readonly preload: string;
  readonly samplesFolder: string;
  readonly resourcesFolder: string;
  readonly icon: string;
}

/** Looks upwards from this file for the package that it belongs to: bundling moves it, the package stays. */
export function findInstallation(from: string = __dirname): Installation {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string; version: string };
      if (name === 'wirestate') return partsIn(folder, version);
    }
    if (dirname(folder) === folder) throw new Error(`No Wirestate installation around ${from}.`);
  }
}

function partsIn(folder: string, version: string): Installation {
  return {
    version,
    rendererFolder: join(folder, 'out', 'renderer'),
    preload: join(folder, 'out', 'preload', 'index.js'),
    samplesFolder: join(folder, 'resources', 'samples'),
    resourcesFolder: join(folder, 'resources'),
    icon: join(folder, 'resources', 'icon.png'),
  };
}

/** The folder that the desktop app keeps its settings in too, so that both shells share them. */
export function userDataFolder(platform = process.platform, env = process.env): string {
  if (env.WIRESTATE_USER_DATA) return env.WIRESTATE_USER_DATA;
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'wirestate');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'wirestate');
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'wirestate');
}
