import type { FieldUse, TypedTest } from '../typing/typed-test';
import { type ColumnTest, Scratch } from './column-test';
import { type CaptureFacts, planFacts } from './facts';
import { LeafPlanner } from './leaf-plan';

/** Makes the test over columns that leaves as few rows in doubt as they allow. */
export function planColumns(test: TypedTest, uses: readonly FieldUse[], facts: CaptureFacts): ColumnTest {
  const scratch = new Scratch();
  const leaves = new LeafPlanner(uses, planFacts(facts), scratch);
  const plan = (part: TypedTest): ColumnTest => {
    switch (part.kind) {
      case 'and':
        return joined(part.parts.map(plan), scratch, least);
      case 'or':
        return joined(part.parts.map(plan), scratch, most);
      case 'xor':
        return joined(part.parts.map(plan), scratch, odd);
      case 'not':
        return opposite(plan(part.part));
      default:
        return leaves.plan(part);
    }
  };
  return plan(test);
}

type Join = (one: Uint8Array, other: Uint8Array, from: number, to: number) => void;

const least: Join = (one, other, from, to) => {
  for (let at = from; at < to; at++) if ((other[at] as number) < (one[at] as number)) one[at] = other[at] as number;
};

const most: Join = (one, other, from, to) => {
  for (let at = from; at < to; at++) if ((other[at] as number) > (one[at] as number)) one[at] = other[at] as number;
};

/** With a doubt on either side in doubt, else the difference of the two. */
const odd: Join = (one, other, from, to) => {
  for (let at = from; at < to; at++) {
    const [left, right] = [one[at] as number, other[at] as number];
    one[at] = left === 1 || right === 1 ? 1 : left ^ right;
  }
};

function joined(parts: readonly ColumnTest[], scratch: Scratch, join: Join): ColumnTest {
  const [first, ...rest] = parts as [ColumnTest, ...ColumnTest[]];
  return (stretch, into) => {
    first(stretch, into);
    scratch.lend((other) => {
      for (const part of rest) {
        part(stretch, other);
        join(into, other, stretch.from, stretch.to);
      }
    });
  };
}

const opposite =
  (part: ColumnTest): ColumnTest =>
  (stretch, into) => {
    part(stretch, into);
    for (let at = stretch.from; at < stretch.to; at++) into[at] = 2 - (into[at] as number);
  };
