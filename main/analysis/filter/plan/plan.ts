import type { FieldUse, TypedTest } from '../typing/typed-test';
import { Certainty } from './certainty';
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
        return joined(part.parts.map(plan), scratch, least, Certainty.no);
      case 'or':
        return joined(part.parts.map(plan), scratch, most, Certainty.yes);
      case 'xor':
        return joined(part.parts.map(plan), scratch, odd, -1);
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

/** Below one row in so many, what is left to decide is decided row by row. */
const sparse = 24;

/** @param settled the certainty of a row that no further part can change; -1 where there is none */
function joined(parts: readonly ColumnTest[], scratch: Scratch, join: Join, settled: number): ColumnTest {
  const [first, ...rest] = parts as [ColumnTest, ...ColumnTest[]];
  return (stretch, into) => {
    const { chunk, firstRow, from, to } = stretch;
    first(stretch, into);
    scratch.lend((other) => {
      for (const part of rest) {
        const left = settled < 0 ? to - from : unsettled(into, from, to, settled);
        if (left === 0) return;
        if (left * sparse > to - from) {
          part(stretch, other);
          join(into, other, from, to);
          continue;
        }
        for (let at = from; at < to; at++) {
          if (into[at] === settled) continue;
          part({ chunk, firstRow, from: at, to: at + 1 }, other);
          join(into, other, at, at + 1);
        }
      }
    });
  };
}

function unsettled(into: Uint8Array, from: number, to: number, settled: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (into[at] !== settled) count++;
  return count;
}

const opposite =
  (part: ColumnTest): ColumnTest =>
  (stretch, into) => {
    part(stretch, into);
    for (let at = stretch.from; at < stretch.to; at++) into[at] = 2 - (into[at] as number);
  };
