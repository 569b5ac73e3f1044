import { predicateOf } from '../running/evaluate';
import type { Operation, OrderOperator, TypedTest, Value } from '../typing/typed-test';
import { Certainty } from './certainty';
import type { ColumnField, NumberColumn } from './column-field';
import type { ColumnTest } from './column-test';

type Leaf = Exclude<TypedTest, { kind: 'and' | 'or' | 'xor' | 'not' }>;

/**
 * A test of one field against constants, decided value by value without an object a row; null where the test is of another form.
 */
export function valueTest(leaf: Leaf, column: ColumnField, use: number, uses: number): ColumnTest | null {
  if (leaf.kind === 'existence' || leaf.left.kind !== 'field' || !hasConstantsOnly(leaf)) return null;
  if (leaf.kind === 'order' && column.clock) return clockTest(leaf.operator, leaf.right, column);
  if (!column.codes) return null;
  const passes = singleValueTest(leaf, use, uses, column.decode);
  const every = leaf.every;
  return column.domain ? tabled(column, passes, every) : direct(column, fastTest(leaf) ?? passes, every);
}

function hasConstantsOnly(leaf: Exclude<Leaf, { kind: 'existence' }>): boolean {
  if (leaf.kind === 'matches') return true;
  if (leaf.kind !== 'member') return leaf.right.kind === 'constant' && leaf.right.values.length > 0;
  return (
    leaf.members.every((member) =>
      member.kind === 'span' ? isConstant(member.from) && isConstant(member.to) : isConstant(member),
    ) && !leaf.every
  );
}

const isConstant = ({ kind }: Operation): boolean => kind === 'constant';

/** Whether a value alone passes; "any" and "all" over several values follow from it. */
function singleValueTest(
  leaf: Leaf,
  use: number,
  uses: number,
  decode: ColumnField['decode'],
): (code: number) => boolean {
  const decides = predicateOf(leaf);
  const own: Value[] = [0];
  const values: Value[][] = Array.from({ length: uses }, (_, place) => (place === use ? own : []));
  return (code) => {
    own[0] = decode ? decode(code) : code;
    return decides(values);
  };
}

/** The commonest comparisons of numbers without a detour; null for others. */
function fastTest(leaf: Leaf): ((value: number) => boolean) | null {
  if (leaf.kind !== 'order' || leaf.right.kind !== 'constant' || leaf.right.values.length !== 1) return null;
  const [limit] = leaf.right.values;
  if (typeof limit !== 'number' || Number.isNaN(limit)) return null;
  return orderTests[leaf.operator](limit);
}

const orderTests: Readonly<Record<OrderOperator, (limit: number) => (value: number) => boolean>> = {
  '==': (limit) => (value) => value === limit,
  '!=': (limit) => (value) => value !== limit,
  '<': (limit) => (value) => value < limit,
  '<=': (limit) => (value) => value <= limit,
  '>': (limit) => (value) => value > limit,
  '>=': (limit) => (value) => value >= limit,
};

/** What each code means is found out when it is first met: 0 not yet, 1 fails, 2 passes. */
function tabled(column: ColumnField, passes: (code: number) => boolean, every: boolean): ColumnTest {
  let table = new Uint8Array(0);
  const codes = column.codes as NonNullable<ColumnField['codes']>;
  const domain = column.domain as () => number;
  const learn = (code: number): number => {
    const meaning = passes(code) ? 2 : 1;
    table[code] = meaning;
    return meaning;
  };
  return (stretch, into) => {
    column.presence(stretch, into);
    if (table.length < domain()) {
      const larger = new Uint8Array(domain() + 1024);
      larger.set(table);
      table = larger;
    }
    const [first, second] = codes(stretch) as [NumberColumn, NumberColumn?];
    for (let at = stretch.from; at < stretch.to; at++) {
      if (into[at] !== Certainty.yes) continue;
      const one = first[at] as number;
      let meaning = table[one] || learn(one);
      if (second !== undefined && (meaning === 2) === every) {
        const other = second[at] as number;
        meaning = table[other] || learn(other);
      }
      if (meaning === 1) into[at] = Certainty.no;
    }
  };
}

function direct(column: ColumnField, passes: (value: number) => boolean, every: boolean): ColumnTest {
  const codes = column.codes as NonNullable<ColumnField['codes']>;
  return (stretch, into) => {
    column.presence(stretch, into);
    const [first, second] = codes(stretch) as [NumberColumn, NumberColumn?];
    for (let at = stretch.from; at < stretch.to; at++) {
      if (into[at] !== Certainty.yes) continue;
      let passed = passes(first[at] as number);
      if (second !== undefined && passed === every) passed = passes(second[at] as number);
      if (!passed) into[at] = Certainty.no;
    }
  };
}

const clockOrders: Readonly<Record<OrderOperator, (difference: number) => boolean>> = {
  '==': (difference) => difference === 0,
  '!=': (difference) => difference !== 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

const billion = 1_000_000_000n;

/** Compares times as seconds and nanoseconds, exactly and without an object a row. */
function clockTest(operator: OrderOperator, right: Operation, column: ColumnField): ColumnTest | null {
  if (right.kind !== 'constant' || right.values.length !== 1 || typeof right.values[0] !== 'bigint') return null;
  const limit = right.values[0];
  const nanoseconds = ((limit % billion) + billion) % billion;
  const limitSeconds = Number((limit - nanoseconds) / billion);
  const limitNanoseconds = Number(nanoseconds);
  const passes = clockOrders[operator];
  const clock = column.clock as NonNullable<ColumnField['clock']>;
  const pair = new Float64Array(2);
  return (stretch, into) => {
    column.presence(stretch, into);
    for (let at = stretch.from; at < stretch.to; at++) {
      if (into[at] !== Certainty.yes) continue;
      clock(stretch, at, pair);
      const difference = (pair[0] as number) - limitSeconds || (pair[1] as number) - limitNanoseconds;
      if (!passes(difference)) into[at] = Certainty.no;
    }
  };
}
