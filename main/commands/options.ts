import { CommandError } from './command-error';

/** An option's values, whether it was given never, once or several times. */
export function listOf(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** The option's one value. */
export function required(value: unknown, option: string, example: string): string {
  const values = listOf(value);
  if (option.startsWith('-r ') && values[0] === '-') {
    throw CommandError.usage('-r -: a capture is read more than once; save it to a file, and name that');
  }
  if (values.length === 1 && values[0] !== 'true' && values[0] !== '') return values[0] as string;
  const wrong = values.length > 1 ? `${option} is given ${values.length} times` : `${option} is missing`;
  throw CommandError.usage(`${wrong}: ${example}`);
}

/** `-E name=value` settings as a map, checked against what is allowed. */
export function settings(value: unknown, allowed: Readonly<Record<string, readonly string[]>>): Map<string, string> {
  const found = new Map<string, string>();
  for (const text of listOf(value)) {
    const [name = '', chosen = ''] = text.split(/=(.*)/s);
    const choices = allowed[name];
    if (!choices) throw CommandError.usage(`-E ${text}: known settings are ${Object.keys(allowed).join(', ')}`);
    if (choices.length > 0 && !choices.includes(chosen)) {
      throw CommandError.usage(`-E ${text}: ${name} is one of ${choices.join(', ')}`);
    }
    found.set(name, chosen);
  }
  return found;
}

/** Arguments with a dash that stands alone, for standard output, tied to its option: the reader of arguments would drop it. */
export function withDashesTied(args: readonly string[]): string[] {
  const tied: string[] = [];
  for (const arg of args) {
    if (arg === '-' && tied.at(-1)?.startsWith('-')) tied.push(`${tied.pop()}=-`);
    else tied.push(arg);
  }
  return tied;
}

/**
 * Puts the texts of values back as they were given: the reader of arguments makes a number of what looks like one, and a file
 * may be called 007 or 1e5.
 */
export function restoreTexts(options: Record<string, unknown>, args: readonly string[]): void {
  const given = textsByOption(args);
  for (const [name, value] of Object.entries(options)) {
    const texts = given.get(name);
    const restored = (one: unknown, place: number) => (typeof one === 'number' ? (texts?.[place] ?? one) : one);
    options[name] = Array.isArray(value) ? value.map(restored) : restored(value, 0);
  }
}

function textsByOption(args: readonly string[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (let at = 0; at < args.length && args[at] !== '--'; at++) {
    const option = /^--?([^=-][^=]*)(?:=(.+))?$/s.exec(args[at] as string);
    if (option === null) continue;
    const [, name = '', tied] = option;
    const takesNext = tied === undefined && at + 1 < args.length && !args[at + 1]?.startsWith('-');
    const text = tied ?? (takesNext ? (args[++at] as string) : 'true');
    texts.set(name, [...(texts.get(name) ?? []), text]);
  }
  return texts;
}
