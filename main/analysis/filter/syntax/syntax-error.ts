import { FilterError } from '../filter-error';
import { parser } from '../grammar/filter-parser';

const strict = parser.configure({ strict: true });

/** What may be tried where the parser is stuck, and how it is called. */
const candidates: readonly (readonly [string, string])[] = [
  ['tcp.port', 'a field or value'],
  ['0', 'an offset'],
  ['==', 'a comparison'],
  ['in', 'in'],
  ['{1}', 'a set in braces'],
  ['..', '..'],
  [',', ','],
  [')', ')'],
  ['}', '}'],
  [']', ']'],
  ['and', 'and'],
  ['or', 'or'],
];
/** What is not worth naming where the other may stand too. */
const impliedBy: Readonly<Record<string, string>> = {
  'an offset': 'a field or value',
  'a set in braces': 'a field or value',
  '..': 'a comparison',
};

/** The syntax tree. @throws FilterError that says what was expected where the text is no filter */
export function parseStrictly(text: string) {
  const stuck = stuckAt(text);
  if (stuck === null) return strict.parse(text);
  throw describeStuck(text, stuck);
}

/** Offset at which the text stops being the beginning of a filter; null where it is one. */
function stuckAt(text: string): number | null {
  try {
    strict.parse(text);
    return null;
  } catch (error) {
    const found = /\d+$/.exec((error as Error).message);
    return found === null ? 0 : Number(found[0]);
  }
}

function describeStuck(text: string, stuck: number): FilterError {
  const start = stuck + (/^\s*/.exec(text.slice(stuck)) as RegExpExecArray)[0].length;
  const rest = text.slice(start);
  const quote = /^[rR]?(["'])/.exec(rest);
  if (quote) {
    const kind = quote[1] === '"' ? 'text' : 'character';
    if (!closes(rest, quote[0].length, quote[1] as string))
      return new FilterError(`the ${kind} is not closed: ${quote[1]} is missing`, start, text.length);
  }
  if (rest.startsWith('${') && !rest.includes('}'))
    return new FilterError('the reference is not closed: } is missing', start, text.length);
  const expected = expectedAt(text.slice(0, stuck));
  // The parser gives up some thousands deep, where anything could still follow.
  if (expected.length === 0 && stuck > 1000)
    return new FilterError('nested too deep; write it flatter', start, start + 1);
  const wanted = expected.length > 0 ? `: expected ${listed(expected)}` : '';
  if (rest === '') return new FilterError(`the filter ends too early${wanted}`, start, start);
  const word = (/^(?:[\w.$-]+|[=!<>~&|^]+|.)/su.exec(rest) as RegExpExecArray)[0];
  const shown = word.length > 40 ? `${word.slice(0, 40)}…` : word;
  return new FilterError(`${JSON.stringify(shown)} cannot stand here${wanted}`, start, start + word.length);
}

function closes(text: string, from: number, quote: string): boolean {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return true;
  }
  return false;
}

function expectedAt(before: string): string[] {
  const expected: string[] = [];
  for (const [tried, name] of candidates) {
    const text = `${before} ${tried}`;
    const stuck = stuckAt(text);
    if (stuck === null || stuck >= text.length) expected.push(name);
  }
  if (before.trim() !== '' && stuckAt(before) === null) expected.push('the end');
  return expected.filter((name) => !expected.includes(impliedBy[name] ?? ''));
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? (names[0] as string) : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
