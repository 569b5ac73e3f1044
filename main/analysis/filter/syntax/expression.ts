/** A part of the filter's text: offsets of its first character and behind its last. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A filter as it is written, before anything is known of its fields. */
export type Test =
  | ({ readonly kind: 'or' | 'and' | 'xor'; readonly parts: readonly Test[] } & Place)
  | ({ readonly kind: 'not'; readonly part: Test } & Place)
  | ({
      readonly kind: 'comparison';
      readonly quantifier: Quantifier;
      /** One more than there are operators: `a < b < c` is `a < b and b < c`. */
      readonly operands: readonly Operand[];
      readonly operators: readonly OperatorAt[];
    } & Place)
  | ({
      readonly kind: 'membership';
      readonly quantifier: Quantifier;
      readonly negated: boolean;
      readonly operand: Operand;
      readonly members: readonly Member[];
    } & Place)
  | ({ readonly kind: 'existence'; readonly operand: Operand } & Place);

export type Quantifier = 'any' | 'all' | null;

/** Operators without their aliases. `==` is "any equal", `!=` "all differ", `===` "all equal", `!==` "any differs". */
export type ComparisonOperator = '==' | '!=' | '===' | '!==' | '<' | '<=' | '>' | '>=' | 'contains' | 'matches';

export interface OperatorAt extends Place {
  readonly operator: ComparisonOperator;
  /** As it was written. */
  readonly text: string;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '&';

export type Operand =
  /** A name, number or address: what it stands beside tells which. `forced` by a dot (a field), by its form (a literal), or by a colon (bytes). */
  | ({ readonly kind: 'word'; readonly text: string; readonly forced: 'field' | 'literal' | 'bytes' | null } & Place)
  /** One character a byte, see `readString`. */
  | ({ readonly kind: 'string'; readonly text: string } & Place)
  | ({ readonly kind: 'character'; readonly code: number; readonly text: string } & Place)
  /** `${tcp.stream}`: the value that the selected packet has. */
  | ({ readonly kind: 'reference'; readonly name: string } & Place)
  /** `ip.src`, `ip.src#2`, `@ip.src`. */
  | ({
      readonly kind: 'field';
      readonly name: string;
      readonly layers: readonly Range[] | null;
      readonly raw: boolean;
    } & Place)
  | ({ readonly kind: 'slice'; readonly operand: Operand; readonly ranges: readonly Range[] } & Place)
  | ({
      readonly kind: 'call';
      readonly name: string;
      readonly nameEnd: number;
      readonly args: readonly Operand[];
    } & Place)
  | ({ readonly kind: 'negation'; readonly operand: Operand } & Place)
  | ({
      readonly kind: 'arithmetic';
      readonly operands: readonly Operand[];
      readonly operators: readonly ArithmeticOperator[];
    } & Place);

export type Member = Operand | ({ readonly kind: 'span'; readonly from: Operand; readonly to: Operand } & Place);

/**
 * A stretch of bytes or layers. `length` counts from `first`; `last` is inclusive and may be negative, from the end; both null:
 * to the end.
 */
export interface Range extends Place {
  readonly first: number;
  readonly length: number | null;
  readonly last: number | null;
}
