import { chunkRows, RowFlag } from '../../store/schema';
import { Certainty } from './certainty';
import { type ColumnField, codedField, computedField, type NumberColumn, numberField } from './column-field';
import type { PlanFacts } from './facts';
import type { Stretch } from './stretch';

const billion = 1_000_000_000n;

const always: ColumnField['presence'] = ({ from, to }, into) => {
  into.fill(Certainty.yes, from, to);
};

const never: ColumnField['presence'] = ({ from, to }, into) => {
  into.fill(Certainty.no, from, to);
};

const whereTimed: ColumnField['presence'] = ({ chunk, from, to }, into) => {
  const { rowFlags } = chunk;
  for (let at = from; at < to; at++)
    into[at] = (rowFlags[at] as number) & RowFlag.hasTime ? Certainty.yes : Certainty.no;
};

const column = (bits: number, read: (stretch: Stretch) => NumberColumn): ColumnField =>
  numberField(bits, always, (stretch) => [read(stretch)]);

const timeAt = ({ chunk }: Stretch, at: number): bigint =>
  BigInt(chunk.seconds[at] as number) * billion + BigInt(chunk.nanoseconds[at] as number);

const sinceEpoch = computedField(whereTimed, timeAt, () => 0n);

function sinceFirst({ store }: PlanFacts): ColumnField {
  const first = (): bigint => (store.has(0, RowFlag.hasTime) ? store.time(0) : 0n);
  return computedField(whereTimed, (stretch, at) => timeAt(stretch, at) - first(), first);
}

function interfaceNumber({ notes }: PlanFacts): ColumnField {
  const { interfaceNumbers: numbers } = notes;
  if (numbers === null) return numberField(16, never, ({ chunk }) => [chunk.interface]);
  return codedField(
    ({ chunk, from, to }, into) => {
      for (let at = from; at < to; at++) {
        into[at] = numbers.of(chunk.interface[at] as number) < 0 ? Certainty.no : Certainty.yes;
      }
    },
    ({ chunk }) => [chunk.interface],
    (index) => numbers.of(index),
    () => 2 ** 16,
  );
}

const sincePrevious = ({ store }: PlanFacts): ColumnField =>
  computedField(whereTimed, (stretch, at) => timeAt(stretch, at) - store.time(Math.max(0, stretch.firstRow + at - 1)));

/** What the frame itself has, whatever is in it. */
export const frameFields: Readonly<Record<string, (facts: PlanFacts) => ColumnField>> = {
  'frame.number': () => {
    const numbers = new Uint32Array(chunkRows);
    return numberField(32, always, ({ firstRow, from, to }) => {
      for (let at = from; at < to; at++) numbers[at] = firstRow + at + 1;
      return [numbers];
    });
  },
  'frame.len': () => column(32, ({ chunk }) => chunk.originalLength),
  'frame.cap_len': () => column(32, ({ chunk }) => chunk.capturedLength),
  'frame.interface_id': interfaceNumber,
  'frame.time': () => sinceEpoch,
  'frame.time_epoch': () => sinceEpoch,
  'frame.time_relative': sinceFirst,
  'frame.time_delta': sincePrevious,
  'frame.marked': ({ notes }) => computedField(always, ({ firstRow }, at) => (notes.marked.has(firstRow + at) ? 1 : 0)),
  'frame.comment': ({ notes }) => ({
    ...computedField(
      ({ firstRow, from, to }, into) => {
        for (let at = from; at < to; at++) into[at] = notes.comments.has(firstRow + at) ? Certainty.yes : Certainty.no;
      },
      () => '',
    ),
    values({ firstRow }, at, into) {
      into.push(...(notes.comments.get(firstRow + at) ?? []));
    },
  }),
};
