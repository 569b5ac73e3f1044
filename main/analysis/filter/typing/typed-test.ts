import type { Field } from '../../fields/field';
import type { ArithmeticOperator, Range } from '../syntax/expression';
import type { ValueKind } from './value-kind';

/**
 * A value while a filter runs. Whole numbers are `number` where they are safe and `bigint` beyond; booleans are 0 and 1; times
 * are nanoseconds; protocols are the bytes they span. A network stands for the addresses in it, on the right side only.
 */
export type Value = number | bigint | string | Uint8Array | NetworkValue;

export interface NetworkValue {
  readonly address: number | Uint8Array;
  /** Leading bits that count. */
  readonly prefix: number;
}

/** One field as a filter asks for it; its values of a packet are gathered once, under its place in the list of uses. */
export interface FieldUse {
  readonly field: Field;
  readonly layers: readonly Range[] | null;
  /** The bytes it was read from, instead of its value. */
  readonly raw: boolean;
  /** Of a protocol: its bytes with everything inside it, not its header alone. */
  readonly whole: boolean;
}

export type Operation =
  | { readonly kind: 'field'; readonly type: ValueKind; readonly use: number; readonly field: Field }
  | { readonly kind: 'constant'; readonly type: ValueKind; readonly values: readonly Value[] }
  | { readonly kind: 'slice'; readonly type: 'bytes'; readonly of: Operation; readonly ranges: readonly Range[] }
  /** The bytes of an address or text. */
  | { readonly kind: 'bytes'; readonly type: 'bytes'; readonly of: Operation }
  | {
      readonly kind: 'call';
      readonly type: ValueKind;
      readonly name: FunctionName;
      readonly args: readonly Operation[];
    }
  | { readonly kind: 'negation'; readonly type: ValueKind; readonly of: Operation }
  | {
      readonly kind: 'arithmetic';
      readonly type: ValueKind;
      readonly operands: readonly Operation[];
      readonly operators: readonly ArithmeticOperator[];
    };

export type FunctionName = 'len' | 'count' | 'upper' | 'lower' | 'string' | 'max' | 'min' | 'abs';

export type OrderOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type TypedTest =
  | { readonly kind: 'or' | 'and' | 'xor'; readonly parts: readonly TypedTest[] }
  | { readonly kind: 'not'; readonly part: TypedTest }
  | {
      readonly kind: 'order';
      readonly every: boolean;
      readonly operator: OrderOperator;
      readonly left: Operation;
      readonly right: Operation;
    }
  | { readonly kind: 'contains'; readonly every: boolean; readonly left: Operation; readonly right: Operation }
  | { readonly kind: 'matches'; readonly every: boolean; readonly left: Operation; readonly pattern: Pattern }
  | {
      readonly kind: 'member';
      readonly every: boolean;
      readonly left: Operation;
      readonly members: readonly TypedMember[];
    }
  | { readonly kind: 'existence'; readonly operand: Operation };

export type TypedMember = Operation | { readonly kind: 'span'; readonly from: Operation; readonly to: Operation };

/** A regular expression over a text of one byte a character. */
export interface Pattern {
  test(text: string): boolean;
}
