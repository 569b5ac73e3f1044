import type { FlowFate, FlowLost, FlowReference } from '../../../preload/contract/flow';
import { ConnectionWord, EndWord } from '../../analysis/tcp/connection-record';
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
]);

/** What a ladder tells of a TCP connection, whether it shows that alone or among others. Positions are those of its own packets. */
export class LadderConnection {
  readonly flow: ConnectionFlow;
  readonly segments: SegmentLines;
  /** The verdicts have been weighed: which segments were lost is known. */
  isComplete = false;
  /** Positions of the last resend of an original, and of lost originals by their sequence number. */
  private readonly resends = new Map<number, number>();
  private readonly lostAt = new Map<number, number>();
  private states: StateLanes | null = null;

  constructor(
    readonly analysis: CaptureAnalysis,
    readonly stream: number,
  ) {
    const { store, registry, connections } = analysis;
    const { records } = connections.tcp;
    const first = records.get(stream, ConnectionWord.first);
    const last = records.get(stream, ConnectionWord.last);
    this.flow = new ConnectionFlow(store, first, last, registry.named('tcp').index);
    this.segments = new SegmentLines(this);
  }

  complete(): void {
    this.isComplete = true;
    if (!this.analysis.isLoading && this.flow.hasVerdicts) this.markOriginals();
  }

  get lanes(): StateLanes {
    this.states ??= new StateLanes(this.analysis, this.stream, this.flow);
    return this.states;
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
  reference(standing: Standing, position: number): FlowReference {
    return { packet: (this.flow.rows[position] as number) + 1, top: standing.topOf(position) };
  }

  holeReference(standing: Standing, hole: number): FlowReference | null {
    const top = standing.topOfHole(hole);
    return top === null ? null : { packet: 0, top };
  }

  /** The number that the end's relative sequence numbers count from. */
  base(fromServer: boolean): number {
    const { records } = this.analysis.connections.tcp;
    const end = fromServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd;
    return records.get(this.stream, end + EndWord.initialSequence);
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
      sequence: relativeTo(left, this.base(fromServer)),
      length: sequenceDistance(holes.rights[hole] as number, left),
      fate: fates[holes.fates[hole] as HoleFate],
      resend: filler < 0 ? null : this.reference(standing, filler),
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
