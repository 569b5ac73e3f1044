import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the scripts remember between runs; gone with node_modules. */
export const memory = join(root, 'node_modules', '.cache', 'wirestate');

/** The folder in which the user typed the command: npm changes to the package's own before it runs a script. */
export function callersFolder(env = process.env) {
  return env.npm_lifecycle_event !== undefined && env.INIT_CWD ? resolve(env.INIT_CWD) : process.cwd();
}
