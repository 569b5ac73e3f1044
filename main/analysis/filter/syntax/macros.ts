import { FilterError } from '../filter-error';
import { type MacroCall, macroCalls } from './macro-calls';

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
 * Writes out macros with their arguments, and `${name}` where no field has the name (that is a reference to the selected packet).
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
  const writer = new MacroWriter(macros, isField);
  for (const call of macroCalls(text)) {
    if (writer.isReference(call)) continue;
    add(text.slice(done, call.start), done, call.start);
    add(writer.written(call, call, 1), call.start, call.end);
    done = call.end;
  }
  add(text.slice(done), done, text.length);
  return { text: expanded, placeOf: (start, end) => placeIn(pieces, start, end) };
}

class MacroWriter {
  constructor(
    private readonly macros: Macros,
    private readonly isField: (name: string) => boolean,
  ) {}

  isReference({ name, args }: MacroCall): boolean {
    return args === null && this.isField(name);
  }

  /** @param place the call in the text as it was written, for faults */
  written({ name, args }: MacroCall, place: MacroCall, depth: number): string {
    const refuse = (why: string): FilterError => new FilterError(why, place.start, place.end);
    if (!Object.hasOwn(this.macros, name)) {
      const known = Object.keys(this.macros);
      throw refuse(
        `there is no field or macro ${name}${known.length > 0 ? `; the macros are ${known.slice(0, 12).join(', ')}` : ''}`,
      );
    }
    if (depth > deepest) throw refuse(`macros are nested more than ${deepest} deep`);
    const body = this.macros[name] as string;
    const values = (args ?? []).map((value) => this.inside(value, place, depth));
    const wanted = argumentCount(body);
    if (values.length !== wanted) throw refuse(`${name} takes ${wanted} arguments, and ${values.length} are given`);
    const text = this.inside(
      body.replace(/\$([1-9])/g, (_, digit) => values[Number(digit) - 1] as string),
      place,
      depth,
    );
    if (text.length > longest) throw refuse('the macros make too long a filter');
    return text;
  }

  /** The text with the calls in it written out. */
  private inside(text: string, place: MacroCall, depth: number): string {
    let all = '';
    let done = 0;
    for (const call of macroCalls(text)) {
      if (this.isReference(call)) continue;
      all += text.slice(done, call.start) + this.written(call, place, depth + 1);
      done = call.end;
    }
    return all + text.slice(done);
  }
}

/** How many arguments a macro takes: the greatest number behind a dollar sign in it. */
export const argumentCount = (text: string): number =>
  Math.max(0, ...Array.from(text.matchAll(/\$([1-9])/g), ([, digit]) => Number(digit)));

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
