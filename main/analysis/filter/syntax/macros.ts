import { FilterError } from '../filter-error';

/** Texts by name; `$1` to `$9` stand for the arguments. */
export type Macros = Readonly<Record<string, string>>;

/** Address ranges that everybody asks for: RFC 1918 §3, RFC 4193 §3.1, and locally administered MAC addresses (IEEE 802). */
export const standardMacros: Macros = {
  private_ipv4: '$1 == 192.168.0.0/16 or $1 == 172.16.0.0/12 or $1 == 10.0.0.0/8',
  private_ipv6: 'ipv6 && $1 == fc00::/7',
  private_ethernet: '$1[0] & 0x0f == 2',
};

const deepest = 5;
const longest = 500_000;
const call = /\$\{\s*([A-Za-z_][\w.-]*)\s*(?::([^{}]*))?\}/g;

/** A filter with its macros written out. */
export interface Expanded {
  readonly text: string;
  /** The part of the text as it was written that a part of this one comes from. */
  placeOf(start: number, end: number): { start: number; end: number };
}

interface Piece {
  /** In the expanded text. */
  readonly at: number;
  readonly length: number;
  /** In the text as it was written. */
  readonly start: number;
  readonly end: number;
}

/**
 * Writes out `${name:argument;argument}`, and `${name}` where no field has the name (that is a reference to the selected packet).
 * Quoted texts are left alone.
 * @throws FilterError
 */
export function expandMacros(text: string, macros: Macros, isField: (name: string) => boolean): Expanded {
  const pieces: Piece[] = [];
  let expanded = '';
  const add = (part: string, start: number, end: number): void => {
    pieces.push({ at: expanded.length, length: part.length, start, end });
    expanded += part;
  };
  let done = 0;
  const isQuoted = quotes(text);
  for (const found of text.matchAll(call)) {
    const [whole, name = '', given] = found;
    const end = found.index + whole.length;
    if (isQuoted(found.index) || (given === undefined && isField(name))) continue;
    add(text.slice(done, found.index), done, found.index);
    add(written(name, given, macros, { start: found.index, end }, isField, 1), found.index, end);
    done = end;
  }
  add(text.slice(done), done, text.length);
  return { text: expanded, placeOf: (start, end) => placeIn(pieces, start, end) };
}

function written(
  name: string,
  given: string | undefined,
  macros: Macros,
  place: { start: number; end: number },
  isField: (name: string) => boolean,
  depth: number,
): string {
  const refuse = (why: string): FilterError => new FilterError(why, place.start, place.end);
  if (!Object.hasOwn(macros, name)) {
    const known = Object.keys(macros);
    throw refuse(
      `there is no field or macro ${name}${known.length > 0 ? `; the macros are ${known.slice(0, 12).join(', ')}` : ''}`,
    );
  }
  if (depth > deepest) throw refuse(`macros are nested more than ${deepest} deep`);
  const body = macros[name] as string;
  const values = given === undefined || given.trim() === '' ? [] : given.split(';').map((value) => value.trim());
  const wanted = Math.max(0, ...Array.from(body.matchAll(/\$([1-9])/g), ([, digit]) => Number(digit)));
  if (values.length !== wanted) throw refuse(`${name} takes ${wanted} arguments, and ${values.length} are given`);
  const filled = body.replace(/\$([1-9])/g, (_, digit) => values[Number(digit) - 1] as string);
  const text = filled.replace(call, (whole, inner: string, innerGiven: string | undefined) =>
    innerGiven === undefined && isField(inner) ? whole : written(inner, innerGiven, macros, place, isField, depth + 1),
  );
  if (text.length > longest) throw refuse('the macros make too long a filter');
  return text;
}

/** Tells of ascending offsets whether they are inside double quotes. */
function quotes(text: string): (offset: number) => boolean {
  let open = false;
  let at = 0;
  return (offset) => {
    for (; at < offset; at++) {
      if (text[at] === '\\' && open) at++;
      else if (text[at] === '"') open = !open;
    }
    return open;
  };
}

function placeIn(pieces: readonly Piece[], start: number, end: number): { start: number; end: number } {
  const last = pieces.at(-1) as Piece;
  const holds = (offset: number): Piece =>
    pieces.find(({ at, length }) => offset >= at && offset < at + length) ?? last;
  const [first, final] = [holds(start), holds(Math.max(start, end - 1))];
  const isPlain = (piece: Piece): boolean => piece.length === piece.end - piece.start;
  return {
    start: isPlain(first) ? first.start + start - first.at : first.start,
    end: isPlain(final) ? Math.max(final.start + end - final.at, final.start) : final.end,
  };
}
