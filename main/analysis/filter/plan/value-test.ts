import { predicateOf } from '../running/evaluate';
import type { Operation, OrderOperator, TypedMember, TypedTest, Value } from '../typing/typed-test';
import { Certainty } from './certainty';
import type { ColumnField, NumberColumn } from './column-field';
import type { ColumnTest, Scratch } from './column-test';

type Leaf = Exclude<TypedTest, { kind: 'and' | 'or' | 'xor' | 'not' }>;

/**
 * A test of one field against constants, decided value by value without an object a row; null where the test is of another form.
 */
export function valueTest(leaf: Leaf, column: ColumnField, use: number, uses: number): ColumnTest | null {
  if (leaf.kind === 'existence' || leaf.left.kind !== 'field' || !hasConstantsOnly(leaf)) return null;
  if (leaf.kind === 'order' && column.timeBase) return timeTest(leaf.operator, leaf.right, column);
  if (!column.codes) return null;
  const passes = singleValueTest(leaf, use, uses, column.decode);
  const fast = fastTest(leaf);
  const every = leaf.every;
  return column.domain
    ? tabled(column, fast === null ? passes : decodedTest(fast, passes, column.decode), every)
    : direct(column, fast ?? passes, every);
}

/** Decides numbers by the quick test, and what else a code stands for by the other. */
function decodedTest(
  fast: (value: number) => boolean,
  passes: (code: number) => boolean,
  decode: ColumnField['decode'],
): (code: number) => boolean {
  if (decode === null) return fast;
  return (code) => {
    const value = decode(code);
    return typeof value === 'number' ? fast(value) : passes(code);
  };
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
  if (leaf.kind === 'member') return fastMember(leaf.members);
  if (leaf.kind !== 'order' || leaf.right.kind !== 'constant' || leaf.right.values.length !== 1) return null;
  const [limit] = leaf.right.values;
  if (typeof limit !== 'number' || Number.isNaN(limit)) return null;
  return orderTests[leaf.operator](limit);
}

/** Numbers and spans of numbers; null where a member is anything else. */
function fastMember(members: readonly TypedMember[]): ((value: number) => boolean) | null {
  const single = new Set<number>();
  const spans: (readonly [number, number])[] = [];
  for (const member of members) {
    const [from, to] = member.kind === 'span' ? [member.from, member.to] : [member, member];
    const [low, high] = [numberOf(from), numberOf(to)];
    if (low === null || high === null) return null;
    if (low === high) single.add(low);
    else spans.push([low, high]);
  }
  return (value) => single.has(value) || spans.some(([low, high]) => value >= low && value <= high);
}

function numberOf(operation: Operation): number | null {
  if (operation.kind !== 'constant' || operation.values.length !== 1) return null;
  const [value] = operation.values;
  return typeof value === 'number' && !Number.isNaN(value) ? value : null;
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

/** Which of "before", "at the same time" and "after" an operator lets pass. */
const timeOrders: Readonly<Record<OrderOperator, readonly [before: boolean, same: boolean, after: boolean]>> = {
  '==': [false, true, false],
  '!=': [true, false, true],
  '<': [true, false, false],
  '<=': [true, true, false],
  '>': [false, false, true],
  '>=': [false, true, true],
};

const billion = 1_000_000_000n;

/** Compares times as seconds and nanoseconds, exactly and without an object a row. */
function timeTest(operator: OrderOperator, right: Operation, column: ColumnField): ColumnTest | null {
  if (right.kind !== 'constant' || right.values.length !== 1 || typeof right.values[0] !== 'bigint') return null;
  const limit = right.values[0] + (column.timeBase as () => bigint)();
  const rest = ((limit % billion) + billion) % billion;
  const limitSeconds = Number((limit - rest) / billion);
  const limitNanoseconds = Number(rest);
  const [before, same, after] = timeOrders[operator];
  return (stretch, into) => {
    column.presence(stretch, into);
    const { seconds, nanoseconds } = stretch.chunk;
    for (let at = stretch.from; at < stretch.to; at++) {
      const difference = (seconds[at] as number) - limitSeconds || (nanoseconds[at] as number) - limitNanoseconds;
      const passed = difference < 0 ? before : difference > 0 ? after : same;
      if (!passed && into[at] === Certainty.yes) into[at] = Certainty.no;
    }
  };
}

/** Compares two fields number by number, or address by address for being the same; null where they are of another kind. */
export function pairTest(leaf: Leaf, left: ColumnField, right: ColumnField, scratch: Scratch): ColumnTest | null {
  if (leaf.kind !== 'order' || leaf.left.kind !== 'field' || leaf.right.kind !== 'field') return null;
  const { codes: leftCodes } = left;
  const { codes: rightCodes } = right;
  if (!leftCodes || !rightCodes) return null;
  const areNumbers = left.decode === null && right.decode === null;
  const areSame = left.domain === right.domain && (leaf.operator === '==' || leaf.operator === '!=');
  if (!areNumbers && !areSame) return null;
  const passes = pairOrders[leaf.operator];
  return (stretch, into) => {
    const lefts = leftCodes(stretch);
    const rights = rightCodes(stretch);
    left.presence(stretch, into);
    scratch.lend((other) => {
      right.presence(stretch, other);
      for (let at = stretch.from; at < stretch.to; at++) {
        const known = Math.min(into[at] as number, other[at] as number);
        into[at] = known === Certainty.yes ? decide(lefts, rights, at, leaf.every, passes) : known;
      }
    });
  };
}

function decide(
  lefts: readonly NumberColumn[],
  rights: readonly NumberColumn[],
  at: number,
  every: boolean,
  passes: (left: number, right: number) => boolean,
): number {
  for (const left of lefts) {
    for (const right of rights)
      if (passes(left[at] as number, right[at] as number) !== every) return every ? Certainty.no : Certainty.yes;
  }
  return every ? Certainty.yes : Certainty.no;
}

const pairOrders: Readonly<Record<OrderOperator, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};
