import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const usage = 'npm start [FILE] [-- --browser | --desktop] [--port N] [--root FOLDER]';

/**
 * @param {readonly string[]} args
 * @param {string} folder what relative paths are relative to
 * @throws where they cannot be understood; the message is a sentence
 */
export function readArguments(args, folder) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      browser: { type: 'boolean' },
      desktop: { type: 'boolean' },
      port: { type: 'string' },
      root: { type: 'string', multiple: true },
    },
  });
  if (positionals.length > 1) throw new Error(`One file at a time: ${positionals.join(', ')}`);
  if (values.browser && values.desktop) throw new Error('--browser and --desktop exclude each other');
  return {
    file: positionals.length === 0 ? null : resolve(folder, positionals[0]),
    // A port or a root is the browser shell's alone.
    shell: values.desktop ? 'desktop' : values.browser || values.port || values.root ? 'browser' : null,
    port: values.port ?? null,
    roots: (values.root ?? [folder]).map((path) => resolve(folder, path)),
  };
}
