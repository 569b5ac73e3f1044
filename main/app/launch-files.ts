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

/** Arguments of a process without the executable, and without the app's folder that follows it where it is not packed. */
export function argumentsOf(argv: readonly string[], packed: boolean): readonly string[] {
  const own = argv.slice(1);
  if (packed) return own;
  const app = own.findIndex((arg) => !arg.startsWith('-'));
  return own.filter((_, index) => index !== app);
}
