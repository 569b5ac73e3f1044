import { RowFlag } from '../../store/schema';
import { Certainty } from './certainty';
import { type ColumnField, computedField, type NumberColumn, numberField } from './column-field';
import type { CaptureFacts } from './facts';
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

/** A time, exact as a number of nanoseconds, and as a pair of numbers for scans. */
const timeField = (clock: NonNullable<ColumnField['clock']>): ColumnField => {
  const pair = new Float64Array(2);
  const nanoseconds = (stretch: Stretch, at: number): bigint => {
    clock(stretch, at, pair);
    return BigInt(pair[0] as number) * billion + BigInt(pair[1] as number);
  };
  return computedField(whereTimed, nanoseconds, clock);
};

const absolute = ({ chunk }: Stretch, at: number, into: Float64Array): void => {
  into[0] = chunk.seconds[at] as number;
  into[1] = chunk.nanoseconds[at] as number;
};

/** Time since the row; a row without a time counts as 1970-01-01 00:00 UTC, as it does for tshark. */
function since({ store }: CaptureFacts, { chunk }: Stretch, at: number, row: number, into: Float64Array): void {
  let seconds = (chunk.seconds[at] as number) - store.get('seconds', row);
  let nanoseconds = (chunk.nanoseconds[at] as number) - store.get('nanoseconds', row);
  if (nanoseconds < 0) {
    nanoseconds += 1e9;
    seconds--;
  }
  into[0] = seconds;
  into[1] = nanoseconds;
}

/** What the frame itself has, whatever is in it. */
export const frameFields: Readonly<Record<string, (facts: CaptureFacts) => ColumnField>> = {
  'frame.number': () => computedField(always, ({ firstRow }, at) => firstRow + at + 1),
  'frame.len': () => column(32, ({ chunk }) => chunk.originalLength),
  'frame.cap_len': () => column(32, ({ chunk }) => chunk.capturedLength),
  'frame.interface_id': ({ notes }) =>
    numberField(16, notes.numbersInterfaces ? always : never, ({ chunk }) => [chunk.interface]),
  'frame.time': () => timeField(absolute),
  'frame.time_epoch': () => timeField(absolute),
  'frame.time_relative': (facts) => timeField((stretch, at, into) => since(facts, stretch, at, 0, into)),
  'frame.time_delta': (facts) =>
    timeField((stretch, at, into) => since(facts, stretch, at, Math.max(0, stretch.firstRow + at - 1), into)),
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
