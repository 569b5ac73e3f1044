/** A macro's name in a filter with what it is given: `${name}`, `${name:a;b}`, `${name;a;b}` or `$name(a,b)`. */
export interface MacroCall {
  /** Offsets of its first character and behind its last. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** Null for `${name}`, which may as well be a reference to a field. */
  readonly args: readonly string[] | null;
}

const braces = /\$\{\s*([A-Za-z_][\w.-]*)\s*(?:[:;]([^{}]*))?\}/y;
const named = /\$([A-Za-z_]\w*)\(/y;

/** The calls of a text that stand in no quotes; those inside of another's arguments are not among them. */
export function macroCalls(text: string): MacroCall[] {
  const calls: MacroCall[] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] === '"') at = behindQuoted(text, at);
    else {
      const call = text[at] === '$' ? callAt(text, at) : null;
      if (call !== null) calls.push(call);
      at = call?.end ?? at + 1;
    }
  }
  return calls;
}

function callAt(text: string, start: number): MacroCall | null {
  braces.lastIndex = start;
  const braced = braces.exec(text);
  if (braced) {
    const [whole, name = '', given] = braced;
    return { start, end: start + whole.length, name, args: given === undefined ? null : listOf(given.split(';')) };
  }
  named.lastIndex = start;
  const opened = named.exec(text);
  if (!opened) return null;
  const args = argumentsFrom(text, start + opened[0].length);
  return args && { start, end: args.end, name: opened[1] as string, args: listOf(args.texts) };
}

/** No argument at all is an empty text between the brackets. */
const listOf = (texts: readonly string[]): readonly string[] =>
  texts.length === 1 && texts[0]?.trim() === '' ? [] : texts.map((text) => text.trim());

/** What stands between commas up to the bracket that closes; null where none does. */
function argumentsFrom(text: string, from: number): { texts: string[]; end: number } | null {
  const texts: string[] = [];
  let begin = from;
  let depth = 0;
  for (let at = from; at < text.length; ) {
    const character = text[at] as string;
    if (character === '"') {
      at = behindQuoted(text, at);
      continue;
    }
    if (depth === 0 && (character === ')' || character === ',')) {
      texts.push(text.slice(begin, at));
      begin = at + 1;
      if (character === ')') return { texts, end: at + 1 };
    }
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    at++;
  }
  return null;
}

function behindQuoted(text: string, quote: number): number {
  let at = quote + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
