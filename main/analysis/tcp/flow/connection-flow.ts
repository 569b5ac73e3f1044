import { firstIndex } from '../../first-index';
import type { Chunk } from '../../store/chunk';
import type { PacketStore } from '../../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../../store/schema';
import { TcpFlag } from '../../transport/tcp-flags';
import { AnalysisFlag, carriesSackBlocks } from '../analysis-flag';
import { InitialNumbers } from '../initial-numbers';
import { RowNotes } from '../row-notes';
import { advance, isAfter } from '../sequence-number';
import { Verdict } from '../verdict/verdict-code';
import { FlowMark } from './flow-mark';
import { FlowRows } from './flow-rows';
import { HoleList } from './hole-list';

const { syn, fin, rst, urg, ack } = TcpFlag;
const { zeroWindow, duplicateAcknowledgment, retransmission, outOfOrder, lostSegment } = AnalysisFlag;

/** Verdicts that are a trouble, and those that only make a segment worth seeing. */
const troubles =
  retransmission |
  outOfOrder |
  lostSegment |
  zeroWindow |
  AnalysisFlag.acknowledgedLostSegment |
  AnalysisFlag.windowFull |
  AnalysisFlag.zeroWindowProbe;
const sights =
  troubles |
  AnalysisFlag.zeroWindowProbeAcknowledgment |
  AnalysisFlag.keepAlive |
  AnalysisFlag.keepAliveAcknowledgment |
  AnalysisFlag.reusedPorts |
  AnalysisFlag.fastOpenSyn |
  AnalysisFlag.fastOpenAccepted |
  AnalysisFlag.fastOpenIgnored;

/** Duplicates beyond these are bulk: the sender has learned what it needs (RFC 5681 §3.2). */
const shownDuplicates = 3;

const takenAtOnce = 1 << 15;

/** A receiver that takes nothing, over a stretch of positions. */
export interface ZeroWindow {
  readonly ofServer: boolean;
  readonly from: number;
  /** Position of the segment that opens it; -1 where none does. */
  until: number;
}

class EndFlow {
  next = 0;
  hasNext = false;
  acknowledgment = 0;
  hasAcknowledged = false;
  /** Position of the segment that brought the acknowledgment to where it is. */
  acknowledgedAt = 0;
  duplicates = 0;
  /** Of the duplicates. */
  group = 0;
  zeroWindow: ZeroWindow | null = null;
}

/** What is noted of a duplicate acknowledgment: its number, the position of what it repeats, the hole plus one, the group. */
export const DuplicateWord = { number: 0, first: 1, hole: 2, group: 3 } as const;

/**
 * A TCP connection's packets as a ladder needs them, in typed arrays by position: 0 for its first packet. Made in one pass over
 * the connection's own list of rows.
 */
export class ConnectionFlow extends FlowRows {
  readonly holes = new HoleList();
  /** `DuplicateWord`s by position. */
  readonly duplicates = new RowNotes();
  /** How many acknowledgments repeat the same one, by group. */
  readonly groupSizes: number[] = [];
  /** Hole that a segment fills, plus one, by the segment's position. */
  readonly fillings = new RowNotes();
  readonly zeroWindows: ZeroWindow[] = [];
  /** A segment of it was judged to be sent again, or late. */
  hasVerdicts = false;
  /** Positions of the SYN that was answered, of its answer, and of the ACK behind; -1 each where it was not seen. */
  synAt = -1;
  answerAt = -1;
  handshakeAt = -1;
  private readonly initial = new InitialNumbers();
  /** Positions from which sequence numbers count from others, ascending, and from which: the client's and the server's. */
  private readonly renumbered: { readonly from: number; readonly initial: readonly [number, number] }[] = [];
  private readonly client = new EndFlow();
  private readonly server = new EndFlow();
  /** Whose data came last. */
  private turn = -1;
  private readonly words = new Uint32Array(4);

  private constructor(
    store: PacketStore,
    private readonly plainProtocol: number,
  ) {
    super(store);
  }

  /**
   * Makes it of the connection's rows in steps, between which there is time for other work.
   * @param plainProtocol number of the protocol that a segment has which carries nothing that is known
   */
  static *inSteps(
    store: PacketStore,
    firstRow: number,
    lastRow: number,
    plainProtocol: number,
  ): Generator<void, ConnectionFlow> {
    const flow = new ConnectionFlow(store, plainProtocol);
    yield* flow.takeAll(firstRow, lastRow);
    return flow;
  }

  private *takeAll(firstRow: number, lastRow: number): Generator<void, void> {
    const { store } = this;
    for (let row = firstRow; ; ) {
      if (this.count % takenAtOnce === takenAtOnce - 1) yield;
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const at = row & chunkMask;
      const position = this.add(row, chunk, at);
      if ((chunk.rowFlags[at] as number) & RowFlag.tcp) this.take(position, chunk, at);
      else this.mark(position, FlowMark.standsAlone | FlowMark.problem);
      if (row === lastRow) break;
      row = chunk.nextInStream[at] as number;
      if (row === 0) break;
    }
    this.seal();
  }

  /** What an end's numbers count from, with the segment at a position. */
  initialNumber(position: number, ofServer: boolean): number {
    const { renumbered } = this;
    const after = firstIndex(renumbered.length, (index) => (renumbered[index]?.from ?? 0) > position);
    return renumbered[Math.max(0, after - 1)]?.initial[ofServer ? 1 : 0] ?? 0;
  }

  private take(position: number, chunk: Chunk, at: number): void {
    const fromServer = ((chunk.rowFlags[at] as number) & RowFlag.fromServer) !== 0;
    const own = fromServer ? this.server : this.client;
    const flags = chunk.tcpFlags[at] as number;
    const length = chunk.payloadLength[at] as number;
    const analysis = chunk.analysis[at] as number;
    const verdict = chunk.verdict[at] as number;
    if (verdict !== Verdict.none) this.hasVerdicts = true;
    if (flags & syn || !this.initial.areBothKnown) this.takeInitial(position, chunk, at, fromServer, flags);
    let marks = fromServer ? FlowMark.fromServer : 0;
    if (length > 0) marks |= FlowMark.hasData;
    if (flags & (syn | fin | rst | urg) || analysis & sights || verdict !== Verdict.none) marks |= FlowMark.standsAlone;
    if (flags & rst || analysis & troubles || verdict !== Verdict.none) marks |= FlowMark.problem;
    if (length > 0) {
      const side = fromServer ? 1 : 0;
      if (this.turn !== side && (chunk.protocol[at] as number) !== this.plainProtocol) marks |= FlowMark.standsAlone;
      this.turn = side;
    }
    if (!(flags & rst)) marks |= this.takeNumbers(position, chunk, at, own, fromServer, flags, length, verdict);
    if (flags & ack) marks |= this.takeAcknowledgment(position, chunk, at, own, fromServer, analysis);
    if (this.handshakeAt === -1) this.takeHandshake(position, fromServer, flags);
    this.takeWindow(position, own, fromServer, analysis, flags);
    this.mark(position, marks);
  }

  private takeInitial(position: number, chunk: Chunk, at: number, fromServer: boolean, flags: number): void {
    const [sequence, acknowledgment] = [chunk.sequence[at] as number, chunk.acknowledgment[at] as number];
    const isAnother = this.initial.learn(fromServer ? 1 : 0, sequence, acknowledgment, flags);
    if (isAnother) this.renumbered.push({ from: position, initial: [...this.initial.values] });
  }

  private takeNumbers(
    position: number,
    chunk: Chunk,
    at: number,
    own: EndFlow,
    fromServer: boolean,
    flags: number,
    length: number,
    verdict: number,
  ): number {
    const left = (chunk.sequence[at] as number) | 0;
    const right = advance(left, flags & (syn | fin) ? length + 1 : length);
    if (!own.hasNext || flags & syn) {
      own.hasNext = true;
      own.next = right;
      return 0;
    }
    if (isAfter(left, own.next)) {
      this.holes.add(position, fromServer, own.next, left);
      own.next = right;
      return FlowMark.holeBefore | FlowMark.standsAlone;
    }
    if (right !== left && isAfter(own.next, left)) {
      const isLate =
        verdict === Verdict.outOfOrder ||
        (verdict === Verdict.none && ((chunk.analysis[at] as number) & outOfOrder) !== 0);
      const hole = this.holes.fill(position, fromServer, left, right, isLate);
      if (hole >= 0) {
        this.words[0] = hole + 1;
        this.fillings.add(position, this.words, 1);
      }
    }
    if (isAfter(right, own.next)) own.next = right;
    return 0;
  }

  private takeAcknowledgment(
    position: number,
    chunk: Chunk,
    at: number,
    own: EndFlow,
    fromServer: boolean,
    analysis: number,
  ): number {
    const acknowledgment = (chunk.acknowledgment[at] as number) | 0;
    let marks = 0;
    if (!own.hasAcknowledged || acknowledgment !== own.acknowledgment) {
      own.hasAcknowledged = true;
      own.acknowledgment = acknowledgment;
      own.acknowledgedAt = position;
      own.duplicates = 0;
      this.holes.acknowledge(!fromServer, acknowledgment);
    }
    const other = fromServer ? this.client : this.server;
    const isOfUnseen = other.hasNext && isAfter(acknowledgment, other.next);
    if (analysis & duplicateAcknowledgment) {
      if (++own.duplicates === 1) {
        own.group = this.groupSizes.length;
        this.groupSizes.push(0);
      }
      this.groupSizes[own.group] = own.duplicates;
      this.words[DuplicateWord.number] = own.duplicates;
      this.words[DuplicateWord.first] = own.acknowledgedAt;
      this.words[DuplicateWord.hole] = this.holes.waitingAt(!fromServer, acknowledgment) + 1;
      this.words[DuplicateWord.group] = own.group;
      this.duplicates.add(position, this.words, 4);
      marks |= FlowMark.duplicate;
      if (own.duplicates <= shownDuplicates) marks |= FlowMark.standsAlone;
      if (own.duplicates === 1) {
        marks |= FlowMark.problem;
        this.mark(own.acknowledgedAt, FlowMark.standsAlone);
      }
    } else if (analysis & carriesSackBlocks) marks |= FlowMark.standsAlone;
    // What was sent and not captured was no repetition: those of the other end are counted anew, as the analysis counts them.
    if (isOfUnseen) other.duplicates = 0;
    return marks;
  }

  private takeHandshake(position: number, fromServer: boolean, flags: number): void {
    if (flags & syn && !(flags & ack) && !fromServer && this.answerAt === -1) this.synAt = position;
    else if (flags & syn && flags & ack && fromServer && this.synAt >= 0) this.answerAt = position;
    else if (!fromServer && flags & ack && this.answerAt >= 0 && !(flags & (syn | rst))) this.handshakeAt = position;
  }

  private takeWindow(position: number, own: EndFlow, fromServer: boolean, analysis: number, flags: number): void {
    if (analysis & zeroWindow) {
      if (own.zeroWindow !== null) return;
      own.zeroWindow = { ofServer: fromServer, from: position, until: -1 };
      this.zeroWindows.push(own.zeroWindow);
    } else if (own.zeroWindow !== null && !(flags & rst && !(flags & ack))) {
      own.zeroWindow.until = position;
      own.zeroWindow = null;
    }
  }
}
