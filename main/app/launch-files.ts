import { resolve } from 'node:path';

/**
 * The capture files that a command line names.
 * @param args without the program's own name (and, unpacked, the script's)
 * @param folder what relative paths are relative to
 */
export function filesNamed(args: readonly string[], folder: string): readonly string[] {
  const end = args.indexOf('--');
  const beforeEnd = end < 0 ? args : args.slice(0, end);
  const afterEnd = end < 0 ? [] : args.slice(end + 1);
  return [...beforeEnd.filter((arg) => !arg.startsWith('-')), ...afterEnd].map((arg) => resolve(folder, arg));
}

/**
 * Arguments of a process that can name files. Where the app is not packed, Electron's own, the app's folder and a test's stand
 * before them: files are then named behind `--` only.
 */
export function argumentsOf(argv: readonly string[], packed: boolean): readonly string[] {
  if (packed) return argv.slice(1);
  const end = argv.indexOf('--');
  return end < 0 ? [] : argv.slice(end);
}
