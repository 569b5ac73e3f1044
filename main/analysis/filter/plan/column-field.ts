import type { Value } from '../typing/typed-test';
import type { Stretch } from './stretch';

/** A field whose values the columns hold. */
export interface ColumnField {
  /** Whether the field is there and its values are those of the columns: a `Certainty` a row of the stretch. */
  presence(stretch: Stretch, into: Uint8Array): void;
  /** Appends the row's values; called for rows of presence `yes`. */
  values(stretch: Stretch, at: number, into: Value[]): void;
  /** For scans without an object a row: the columns of numbers that stand for the values; null where there are none. */
  readonly codes: ((stretch: Stretch) => readonly NumberColumn[]) | null;
  /** The value that a code stands for; null where it is the value. */
  readonly decode: ((code: number) => Value) | null;
  /** Codes are below this number, so that what they mean can be kept in a table; null where they may be any. */
  readonly domain: (() => number) | null;
  /** Of a time in the columns `seconds` and `nanoseconds`: what it counts from, in nanoseconds since the epoch. */
  readonly timeBase: (() => bigint) | null;
}

export type NumberColumn = Uint8Array | Uint16Array | Uint32Array | Int32Array;

/** A field whose values are the numbers of one or more columns. */
export function numberField(
  bits: number,
  presence: ColumnField['presence'],
  columns: (stretch: Stretch) => readonly NumberColumn[],
): ColumnField {
  return {
    presence,
    codes: columns,
    decode: null,
    domain: bits <= 16 ? () => 2 ** bits : null,
    timeBase: null,
    values: valuesOf(columns, (code) => code),
  };
}

/** A field whose values stand for the numbers of one or more columns. */
export function codedField(
  presence: ColumnField['presence'],
  columns: (stretch: Stretch) => readonly NumberColumn[],
  decode: (code: number) => Value,
  domain: () => number,
): ColumnField {
  return {
    presence,
    codes: columns,
    decode,
    domain,
    timeBase: null,
    values: valuesOf(columns, decode),
  };
}

/** A field whose one value is made row by row. */
export function computedField(
  presence: ColumnField['presence'],
  value: (stretch: Stretch, at: number) => Value,
  timeBase: ColumnField['timeBase'] = null,
): ColumnField {
  return {
    presence,
    codes: null,
    decode: null,
    domain: null,
    timeBase,
    values(stretch, at, into) {
      into.push(value(stretch, at));
    },
  };
}

function valuesOf(
  columns: (stretch: Stretch) => readonly NumberColumn[],
  decode: (code: number) => Value,
): ColumnField['values'] {
  let present: Stretch | null = null;
  let found: readonly NumberColumn[] = [];
  return (stretch, at, into) => {
    if (stretch !== present) {
      present = stretch;
      found = columns(stretch);
    }
    for (const column of found) into.push(decode(column[at] as number));
  };
}
