import type { FlowFate, FlowLost, FlowReference } from '../../../preload/contract/flow';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import { ConnectionFlow } from '../../analysis/tcp/flow/connection-flow';
import { FlowMark } from '../../analysis/tcp/flow/flow-mark';
import { HoleFate } from '../../analysis/tcp/flow/hole-list';
import { relativeTo, sequenceDistance } from '../../analysis/tcp/sequence-number';
import { Verdict, VerdictCause } from '../../analysis/tcp/verdict/verdict-code';
import type { CaptureAnalysis } from '../capture-analysis';
import type { LineMark } from './plain-lines';
import { SegmentLines } from './segment-lines';
import type { Standing } from './standing';
import { StateLanes } from './state-lanes';

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
  VerdictCause.droppedOnTheWay,
]);

/** What a ladder tells of a TCP connection, whether it shows that alone or among others. Positions are those of its own packets. */
export class LadderConnection {
  readonly segments: SegmentLines;
  /** The verdicts have been weighed: which segments were lost is known. */
  isComplete = false;
  /** Position of the transmission that repeats the one at a position, the next of several. */
  private readonly resends = new Map<number, number>();
  /** Positions of lost transmissions by their sequence number. */
  private readonly lostAt = new Map<number, number[]>();
  private states: StateLanes | null = null;

  private constructor(
    readonly analysis: CaptureAnalysis,
    readonly stream: number,
    readonly flow: ConnectionFlow,
  ) {
    this.segments = new SegmentLines(this);
  }

  /** Makes it of the connection's packets in steps, between which there is time for other work. */
  static *inSteps(analysis: CaptureAnalysis, stream: number): Generator<void, LadderConnection> {
    const { store, registry, connections } = analysis;
    const { records } = connections.tcp;
    const first = records.get(stream, ConnectionWord.first);
    const last = records.get(stream, ConnectionWord.last);
    const flow = yield* ConnectionFlow.inSteps(store, first, last, registry.named('tcp').index);
    return new LadderConnection(analysis, stream, flow);
  }

  complete(): void {
    this.isComplete = true;
    if (!this.analysis.isLoading && this.flow.hasVerdicts) this.markOriginals();
  }

  get lanes(): StateLanes {
    this.states ??= new StateLanes(this.analysis, this.stream, this.flow);
    return this.states;
  }

  /** The lost segment that an acknowledgment at a position asks for: the last that was lost by then. */
  lostBefore(position: number, acknowledgment: number): number {
    let latest = -1;
    for (const lost of this.lostAt.get(acknowledgment | 0) ?? []) if (lost < position && lost > latest) latest = lost;
    return latest;
  }

  resendOf(position: number): number {
    return this.resends.get(position) ?? -1;
  }

  /** What a line points at: the line of the packet at a position. */
  reference(standing: Standing, position: number): FlowReference {
    return { packet: (this.flow.rows[position] as number) + 1, top: standing.topOf(position) };
  }

  holeReference(standing: Standing, hole: number): FlowReference | null {
    const top = standing.topOfHole(hole);
    return top === null ? null : { packet: 0, top };
  }

  /** The line of what was jumped over before the packet at a position. */
  lostLine(standing: Standing, mark: LineMark, position: number): FlowLost {
    const { holes } = this.flow;
    const hole = holes.firstFrom(position);
    const fromServer = holes.fromServer[hole] as boolean;
    const filler = holes.fillers[hole] as number;
    const left = holes.lefts[hole] as number;
    const from = fromServer ? 1 : 0;
    return {
      kind: 'lost',
      ...mark,
      from: standing.nodes[from],
      to: standing.nodes[1 - from] as number,
      stream: this.stream,
      fromTrack: standing.tracks[from],
      toTrack: standing.tracks[1 - from] as number,
      packet: 0,
      tone: holes.fates[hole] === HoleFate.notCaptured ? 'note' : 'problem',
      sender: fromServer ? 'server' : 'client',
      sequence: relativeTo(left, this.flow.initialNumber(position, fromServer)),
      length: sequenceDistance(holes.rights[hole] as number, left),
      fate: fates[holes.fates[hole] as HoleFate],
      resend: filler < 0 ? null : this.reference(standing, filler),
    };
  }

  /** Transmissions that were repeated stand by themselves, so that what repeats them can point at them. */
  private markOriginals(): void {
    for (const finding of this.analysis.findings(this.stream).values()) {
      const own = this.placeOf(finding.row);
      const original = this.placeOf(finding.originalRow);
      if (own < 0 || original < 0) continue;
      this.flow.mark(original, FlowMark.standsAlone);
      if (finding.verdict === Verdict.outOfOrder) continue;
      this.repeat(original, own);
      if (finding.verdict !== Verdict.retransmission || !lossCauses.has(finding.cause)) continue;
      this.lose(original);
      const before = this.placeOf(finding.previousRow);
      if (finding.cause !== VerdictCause.resendLost || before < 0) continue;
      this.repeat(before, own);
      this.lose(before);
    }
  }

  /** The position of a row of this connection; -1 where there is none. */
  private placeOf(row: number): number {
    return row < 0 ? -1 : this.flow.positionOf(row);
  }

  private repeat(position: number, by: number): void {
    const known = this.resends.get(position);
    this.flow.mark(position, FlowMark.standsAlone);
    this.resends.set(position, known === undefined ? by : Math.min(known, by));
  }

  private lose(position: number): void {
    const { flow, lostAt } = this;
    if (flow.has(position, FlowMark.lost)) return;
    flow.mark(position, FlowMark.lost | FlowMark.problem);
    const sequence = this.analysis.store.get('sequence', flow.rows[position] as number) | 0;
    const others = lostAt.get(sequence);
    if (others === undefined) lostAt.set(sequence, [position]);
    else others.push(position);
  }
}
