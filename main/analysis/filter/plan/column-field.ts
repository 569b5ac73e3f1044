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
  /** Of a time: writes seconds and nanoseconds (0 to 999,999,999) of a row. */
  readonly clock: ((stretch: Stretch, at: number, into: Float64Array) => void) | null;
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
    clock: null,
    values(stretch, at, into) {
      for (const column of columns(stretch)) into.push(column[at] as number);
    },
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
    clock: null,
    values(stretch, at, into) {
      for (const column of columns(stretch)) into.push(decode(column[at] as number));
    },
  };
}

/** A field whose one value is made row by row. */
export function computedField(
  presence: ColumnField['presence'],
  value: (stretch: Stretch, at: number) => Value,
  clock: ColumnField['clock'] = null,
): ColumnField {
  return {
    presence,
    codes: null,
    decode: null,
    domain: null,
    clock,
    values(stretch, at, into) {
      into.push(value(stretch, at));
    },
  };
}
