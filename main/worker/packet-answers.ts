import { setImmediate } from 'node:timers/promises';
import type { Annotations } from './annotations';
import type { CaptureAnalysis } from './capture-analysis';
import { packetDetail } from './packet-detail';
import { packetRow } from './packet-rows';

/** The packets that are looked at, with what the user wrote on them. */
export interface Annotated {
  readonly analysis: CaptureAnalysis;
  readonly annotations: Annotations;
}

/**
 * What the contract's methods on single packets call.
 * @param current the present ones: a capture that is read again has others
 * @param annotated called with the rows that were marked or commented
 * @param referenced called where times count from other packets than before
 */
export const packetAnswers = (
  current: () => Annotated,
  annotated: (rows: readonly number[]) => void,
  referenced: () => void,
) =>
  ({
    'packets.detail': (number: number) => detail(current(), number),
    'packets.mark': (numbers: readonly number[], on: boolean) => {
      const rows = numbers.map(rowOf);
      current().annotations.mark(rows, on);
      annotated(rows);
    },
    'packets.marked': () => current().annotations.markedRows.map(numberOf),
    'packets.comment': (number: number, comments: readonly string[]) => {
      current().annotations.comment(rowOf(number), comments);
      annotated([rowOf(number)]);
    },
    'packets.comments': () =>
      [...current().analysis.comments]
        .sort(([one], [other]) => one - other)
        .map(([row, comments]) => ({ number: numberOf(row), comments })),
    'packets.timeReference': (number: number, on: boolean) => {
      current().annotations.reference(rowOf(number), on);
      referenced();
    },
  }) as const;

async function detail({ analysis, annotations }: Annotated, number: number) {
  const row = rowOf(number);
  if (row < 0 || row >= analysis.store.count) {
    throw new Error(`There is no packet ${number}: the capture has ${analysis.store.count}.`);
  }
  await analysis.machine.prepareAt(row, setImmediate);
  const dissection = analysis.dissect(row);
  return packetDetail(dissection, packetRow(analysis, annotations, row, Math.max(0, row - 1), [], dissection));
}

const rowOf = (number: number): number => number - 1;
const numberOf = (row: number): number => row + 1;
