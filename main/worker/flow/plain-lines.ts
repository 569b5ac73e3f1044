import type { FlowPause, FlowRun, FlowSegment } from '../../../preload/contract/flow';
import { literalText } from '../../analysis/fields/literal-text';
import { FlowMark } from '../../analysis/tcp/flow/flow-mark';
import type { FlowRows } from '../../analysis/tcp/flow/flow-rows';
import { relativeTo } from '../../analysis/tcp/sequence-number';
import type { CaptureAnalysis } from '../capture-analysis';
import type { Ladder } from './ladder';
import type { LadderConnection } from './ladder-connection';
import type { Standing } from './standing';

/** Where a line is, in the ladder and in time. */
export type LineMark = Pick<FlowSegment, 'line' | 'top' | 'sinceStart' | 'sincePrevious'>;

export function markOf(ladder: Ladder, line: number): LineMark {
  const position = ladder.lines.first[line] as number;
  return {
    line,
    top: ladder.lines.topOf(line),
    sinceStart: ladder.sinceStart(position),
    sincePrevious: position === 0 ? 0 : (ladder.source.flow.pauses[position] as number),
  };
}

/** Of a segment that arrived, was sent once, repeats nothing and changes no state. */
export const unremarkable = {
  fate: 'arrived',
  original: null,
  delay: 0,
  resend: null,
  duplicate: null,
  blocks: [],
  changes: [],
  about: null,
} as const satisfies Partial<FlowSegment>;

const longestInfo = 300;

/** Text of the Info column, as far as a ladder has room for it. */
export const infoOf = (analysis: CaptureAnalysis, row: number): string =>
  literalText(analysis.infoOf(row)).slice(0, longestInfo);

/** What a ladder says of a packet that is no TCP segment: its protocol's words. */
export const otherThanSegment = (analysis: CaptureAnalysis, row: number) => {
  const { store, registry } = analysis;
  return {
    ...unremarkable,
    packet: row + 1,
    protocol: registry.at(store.get('protocol', row)).short,
    flags: '',
    sequence: 0,
    acknowledgment: null,
    length: store.get('originalLength', row),
    window: -1,
    options: '',
    message: infoOf(analysis, row),
    badge: '',
    reason: '',
    evidence: '',
  } as const satisfies Partial<FlowSegment>;
};

/** A pause before the packet at the line's position. */
export function pauseLine(ladder: Ladder, line: number): FlowPause {
  const mark = markOf(ladder, line);
  const { sincePrevious } = mark;
  return {
    kind: 'pause',
    ...mark,
    from: 0,
    to: 1,
    stream: -1,
    fromTrack: -1,
    toTrack: -1,
    packet: 0,
    tone: sincePrevious < 0 ? 'warning' : 'note',
    nanoseconds: sincePrevious,
  };
}

/** Bulk of a connection, all of the packets of the line. */
export function runLine(
  ladder: Ladder,
  line: number,
  { nodes, tracks }: Standing,
  connection: LadderConnection,
): FlowRun {
  const { flow } = ladder.source;
  const position = ladder.lines.first[line] as number;
  const end = ladder.lines.endOf(line);
  const counts = countRun(flow, position, end);
  const { fromServer, sequence, nextSequence } = numbersOfRun(flow, position, end, connection);
  const from = fromServer ? 1 : 0;
  return {
    kind: 'run',
    ...markOf(ladder, line),
    from: nodes[from],
    to: nodes[1 - from] as number,
    stream: connection.stream,
    fromTrack: tracks[from],
    toTrack: tracks[1 - from] as number,
    packet: (flow.rows[position] as number) + 1,
    last: (flow.rows[end - 1] as number) + 1,
    tone: counts.duplicates > 0 && counts.segments === 0 ? 'warning' : 'plain',
    sender: fromServer ? 'server' : 'client',
    ...counts,
    sequence,
    nextSequence,
  };
}

function countRun(flow: FlowRows, from: number, end: number) {
  const counts = { segments: 0, bytes: 0, acknowledgments: 0, duplicates: 0 };
  for (let at = from; at < end; at++) {
    const mark = flow.marks[at] as number;
    if (mark & FlowMark.hasData) {
      counts.segments++;
      counts.bytes += flow.store.get('payloadLength', flow.rows[at] as number);
    } else if (mark & FlowMark.duplicate) counts.duplicates++;
    else counts.acknowledgments++;
  }
  return counts;
}

/** Who sends the run's data, and its relative numbers: from the first segment on to behind the last. */
function numbersOfRun(flow: FlowRows, from: number, end: number, connection: LadderConnection) {
  const { store } = flow;
  let at = from;
  while (at < end && !flow.has(at, FlowMark.hasData)) at++;
  if (at === end) return { fromServer: flow.has(from, FlowMark.fromServer), sequence: 0, nextSequence: 0 };
  let last = end - 1;
  while (!flow.has(last, FlowMark.hasData)) last--;
  const fromServer = flow.has(at, FlowMark.fromServer);
  const row = flow.rows[last] as number;
  const base = connection.flow.initialNumber(connection.flow.positionOf(row), fromServer);
  return {
    fromServer,
    sequence: relativeTo(store.get('sequence', flow.rows[at] as number), base),
    nextSequence: relativeTo(store.get('sequence', row), base) + store.get('payloadLength', row),
  };
}
