import type { FlowPause, FlowRun, FlowSegment } from '../../../preload/contract/flow';
import { FlowMark } from '../../analysis/tcp/flow/flow-mark';
import type { FlowRows } from '../../analysis/tcp/flow/flow-rows';
import type { Ladder } from './ladder';

export const sincePrevious = ({ pauses }: FlowRows, position: number): number =>
  position === 0 ? 0 : (pauses[position] as number);

/** Of a segment that arrived, was sent once and repeats nothing. */
export const unremarkable = {
  fate: 'arrived',
  original: null,
  delay: 0,
  resend: null,
  duplicate: null,
  blocks: [],
} as const satisfies Partial<FlowSegment>;

/** A pause before the packet at the line's position. */
export function pauseLine(ladder: Ladder, line: number): FlowPause {
  const { flow } = ladder.source;
  const position = ladder.lines.first[line] as number;
  const nanoseconds = flow.pauses[position] as number;
  return {
    kind: 'pause',
    line,
    top: ladder.lines.topOf(line),
    from: 0,
    to: 1,
    packet: 0,
    sinceStart: ladder.sinceStart(position),
    sincePrevious: nanoseconds,
    tone: nanoseconds < 0 ? 'warning' : 'note',
    nanoseconds,
  };
}

/** @param numbers relative numbers of the run's data, and who sent it: -1 where there is none */
export function runLine(
  ladder: Ladder,
  line: number,
  sender: number,
  numbers: { readonly sequence: number; readonly nextSequence: number; readonly from: number },
): FlowRun {
  const { flow } = ladder.source;
  const position = ladder.lines.first[line] as number;
  const end = ladder.lines.endOf(line);
  let segments = 0;
  let bytes = 0;
  let acknowledgments = 0;
  let duplicates = 0;
  for (let at = position; at < end; at++) {
    const mark = flow.marks[at] as number;
    if (mark & FlowMark.hasData) {
      segments++;
      bytes += flow.store.get('payloadLength', flow.rows[at] as number);
    } else if (mark & FlowMark.duplicate) duplicates++;
    else acknowledgments++;
  }
  const from = numbers.from < 0 ? sender : numbers.from;
  return {
    kind: 'run',
    line,
    top: ladder.lines.topOf(line),
    from,
    to: from === 0 ? 1 : 0,
    packet: (flow.rows[position] as number) + 1,
    last: (flow.rows[end - 1] as number) + 1,
    sinceStart: ladder.sinceStart(position),
    sincePrevious: sincePrevious(flow, position),
    tone: duplicates > 0 && segments === 0 ? 'warning' : 'plain',
    segments,
    bytes,
    acknowledgments,
    duplicates,
    sequence: numbers.sequence,
    nextSequence: numbers.nextSequence,
  };
}
