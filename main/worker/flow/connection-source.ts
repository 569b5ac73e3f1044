import type { FlowFate, FlowLane, FlowLine, FlowReference } from '../../../preload/contract/flow';
import { RowFlag } from '../../analysis/store/schema';
import { elapsedNanoseconds } from '../../analysis/tcp/clock';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { ConnectionFlow } from '../../analysis/tcp/flow/connection-flow';
import { LineKind } from '../../analysis/tcp/flow/flow-lines';
import { FlowMark } from '../../analysis/tcp/flow/flow-mark';
import { HoleFate } from '../../analysis/tcp/flow/hole-list';
import { relativeTo, sequenceDistance } from '../../analysis/tcp/sequence-number';
import { Verdict, VerdictCause } from '../../analysis/tcp/verdict/verdict-code';
import type { CaptureAnalysis } from '../capture-analysis';
import { connectionEnds } from '../connection-ends';
import type { Ladder, LadderSource } from './ladder';
import { pauseLine, runLine, sincePrevious } from './plain-lines';
import { SegmentLines } from './segment-lines';
import { StateLanes } from './state-lanes';

/** A pause is one that lasts some round trips, or a tenth of a second where none is known. */
const roundTripsOfPause = 3;
const shortestPause = 1_000_000;
const usualPause = 100_000_000;
/** Steps that a round trip takes in lines spaced by time. */
const stepsOfRoundTrip = 4;

const fates: Readonly<Record<HoleFate, FlowFate>> = {
  [HoleFate.missing]: 'missing',
  [HoleFate.notCaptured]: 'not-captured',
  [HoleFate.lost]: 'lost-before',
  [HoleFate.late]: 'arrived',
};

const lossCauses: ReadonlySet<number> = new Set([
  VerdictCause.repairedBySack,
  VerdictCause.repairedByDuplicateAcknowledgments,
  VerdictCause.repairedByTailProbe,
  VerdictCause.repairedByTimeout,
  VerdictCause.resendLost,
]);

/** A TCP connection as a ladder shows it. */
export class ConnectionSource implements LadderSource {
  readonly nature;
  readonly pauseNanoseconds: number;
  readonly stepsPerNanosecond: number;
  private readonly lanesOf: StateLanes;
  private readonly segments: SegmentLines;
  /** Positions of the last resend of an original, and of lost originals by their sequence number. */
  private readonly resends = new Map<number, number>();
  private readonly lostAt = new Map<number, number>();

  isComplete = false;

  constructor(
    readonly analysis: CaptureAnalysis,
    readonly stream: number,
    readonly flow: ConnectionFlow,
  ) {
    const { client, server } = connectionEnds(analysis, stream);
    const trip = roundTrip(flow);
    this.nature = {
      nodes: [client, server],
      otherHosts: 0,
      roundTripNanoseconds: trip === null ? null : trip.whole,
      capturePoint: trip === null ? null : trip.point,
    };
    this.pauseNanoseconds = trip === null ? usualPause : Math.max(shortestPause, roundTripsOfPause * trip.whole);
    this.stepsPerNanosecond = trip === null ? 1 / medianPause(flow) : stepsOfRoundTrip / trip.whole;
    this.lanesOf = new StateLanes(analysis, stream, flow);
    this.segments = new SegmentLines(this);
  }

  /** The verdicts have been weighed: which segments were lost is known. */
  complete(): void {
    this.isComplete = true;
    if (!this.analysis.isLoading) this.markOriginals();
  }

  get holes() {
    return this.flow.holes;
  }

  describe(ladder: Ladder, line: number): FlowLine {
    const { lines } = ladder;
    const position = lines.first[line] as number;
    switch (lines.kind(line)) {
      case LineKind.run:
        return runLine(
          ladder,
          line,
          this.flow.has(position, FlowMark.fromServer) ? 1 : 0,
          this.runNumbers(ladder, line),
        );
      case LineKind.pause:
        return pauseLine(ladder, line);
      case LineKind.lost:
        return this.lostLine(ladder, line, position);
      default:
        return this.segments.describe(ladder, line, position);
    }
  }

  lanes(ladder: Ladder, top: number, bottom: number): FlowLane[] {
    return this.lanesOf.between(ladder, top, bottom);
  }

  /** The lost segment that an acknowledgment at a position asks for. */
  lostBefore(position: number, acknowledgment: number): number {
    const lost = this.lostAt.get(acknowledgment | 0);
    return lost !== undefined && lost < position ? lost : -1;
  }

  resendOf(position: number): number {
    return this.resends.get(position) ?? -1;
  }

  /** What a line points at: the line of the packet at a position. */
  reference(ladder: Ladder, position: number): FlowReference {
    return { packet: (this.flow.rows[position] as number) + 1, top: ladder.topOfPosition(position) };
  }

  holeReference(ladder: Ladder, hole: number): FlowReference | null {
    const line = ladder.lines.holeLine(this.flow.holes.positions[hole] as number);
    return line < 0 ? null : { packet: 0, top: ladder.lines.topOf(line) };
  }

  base(fromServer: boolean): number {
    const { records } = this.analysis.connections.tcp;
    return records.get(this.stream, (fromServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd) + 1);
  }

  private lostLine(ladder: Ladder, line: number, position: number): FlowLine {
    const { holes } = this.flow;
    const hole = holes.firstFrom(position);
    const fromServer = holes.fromServer[hole] as boolean;
    const filler = holes.fillers[hole] as number;
    const left = holes.lefts[hole] as number;
    return {
      kind: 'lost',
      line,
      top: ladder.lines.topOf(line),
      from: fromServer ? 1 : 0,
      to: fromServer ? 0 : 1,
      packet: 0,
      sinceStart: ladder.sinceStart(position),
      sincePrevious: sincePrevious(this.flow, position),
      tone: holes.fates[hole] === HoleFate.notCaptured ? 'note' : 'problem',
      sequence: relativeTo(left, this.base(fromServer)),
      length: sequenceDistance(holes.rights[hole] as number, left),
      fate: fates[holes.fates[hole] as HoleFate],
      resend: filler < 0 ? null : this.reference(ladder, filler),
    };
  }

  private runNumbers(ladder: Ladder, line: number): { sequence: number; nextSequence: number; from: number } {
    const { flow } = this;
    const { store } = flow;
    const end = ladder.lines.endOf(line);
    let at = ladder.lines.first[line] as number;
    while (at < end && !flow.has(at, FlowMark.hasData)) at++;
    if (at === end) return { sequence: 0, nextSequence: 0, from: -1 };
    let last = end - 1;
    while (!flow.has(last, FlowMark.hasData)) last--;
    const fromServer = flow.has(at, FlowMark.fromServer);
    const base = this.base(fromServer);
    const row = flow.rows[last] as number;
    return {
      sequence: relativeTo(store.get('sequence', flow.rows[at] as number), base),
      nextSequence: relativeTo(store.get('sequence', row), base) + store.get('payloadLength', row),
      from: fromServer ? 1 : 0,
    };
  }

  /** Transmissions that were repeated stand by themselves, so that what repeats them can point at them. */
  private markOriginals(): void {
    const { flow, analysis, stream } = this;
    const { store } = analysis;
    for (const finding of analysis.findings(stream).values()) {
      if (finding.originalRow < 0) continue;
      const original = flow.positionOf(finding.originalRow);
      const own = flow.positionOf(finding.row);
      if (original < 0 || own < 0) continue;
      flow.mark(original, FlowMark.standsAlone);
      if (finding.verdict === Verdict.outOfOrder) continue;
      this.resends.set(original, Math.max(own, this.resendOf(original)));
      if (finding.verdict !== Verdict.retransmission || !lossCauses.has(finding.cause)) continue;
      flow.mark(original, FlowMark.lost | FlowMark.problem);
      this.lostAt.set(store.get('sequence', finding.originalRow) | 0, original);
    }
  }
}

/** The way to the server and back, and where on it the capture was made; null without a whole handshake. */
function roundTrip({ store, rows, synAt, answerAt, handshakeAt }: ConnectionFlow) {
  if (synAt < 0 || answerAt < 0 || handshakeAt < 0) return null;
  const row = (position: number) => rows[position] as number;
  const toServer = elapsedNanoseconds(store, row(synAt), row(answerAt));
  const toClient = elapsedNanoseconds(store, row(answerAt), row(handshakeAt));
  const whole = toServer + toClient;
  if (toServer < 0 || toClient < 0 || whole <= 0) return null;
  return { whole, point: toClient / whole };
}

/** A pause such as there are many: the distance of a step where no round trip tells one. */
function medianPause({ pauses, count, store, rows }: ConnectionFlow): number {
  const stride = Math.max(1, Math.floor(count / 512));
  const sample: number[] = [];
  for (let at = 1; at < count; at += stride) {
    if (store.has(rows[at] as number, RowFlag.hasTime)) sample.push(Math.max(0, pauses[at] as number));
  }
  sample.sort((one, other) => one - other);
  return Math.max(1000, sample[sample.length >> 1] ?? usualPause);
}
