import type { Chunk } from '../../store/chunk';
import type { PacketStore } from '../../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../../store/schema';
import { AnalysisFlag } from '../analysis-flag';
import { identificationDistance } from './sending-order';

const odd =
  AnalysisFlag.retransmission |
  AnalysisFlag.fastRetransmission |
  AnalysisFlag.spuriousRetransmission |
  AnalysisFlag.outOfOrder;
/** Packets that a loss takes at once, at most. More is no gap but another way of numbering. */
const widestGap = 64;
/** Few enough that the engine meets many short loops, which it makes quick sooner than one long one. */
const rowsAtOnce = 1024;
/** Bits kept of a connection: how often in a row each end counted by one, the client's lowest. */
const Mark = { ones: 3, serverShift: 2, suspect: 16, listed: 32 } as const;

/**
 * The connections in which anything may want a verdict of ours, found by one look at each row in the order of the columns:
 * what Wireshark's rules say of it, an IP identification that comes twice, or one that skips where the data does not.
 */
export class Suspects {
  private marks = new Uint8Array(8);
  /** The last IP identification of both ends of each connection, client first. */
  private identifications = new Uint16Array(16);
  private row = 0;
  /** Connections that have become suspect or gained segments since `take`. */
  private changed: number[] = [];

  /** Looks at more rows, at most `count`. @returns false where there are none left */
  look(store: PacketStore, count: number): boolean {
    const end = Math.min(store.count, this.row + count);
    while (this.row < end) {
      const chunk = store.chunks[this.row >>> chunkShift] as Chunk;
      const from = this.row & chunkMask;
      const rows = Math.min(end - this.row, rowsAtOnce, chunkMask + 1 - from);
      this.lookAt(chunk, from, from + rows);
      this.row += rows;
    }
    return this.row < store.count;
  }

  /** The suspects that have changed since the last call. */
  take(): number[] {
    const { changed, marks } = this;
    for (const connection of changed) (marks[connection] as number) &= ~Mark.listed;
    this.changed = [];
    return changed;
  }

  private lookAt(chunk: Chunk, from: number, to: number): void {
    const { rowFlags, stream, analysis, ipIdentification, payloadLength } = chunk;
    for (let at = from; at < to; at++) {
      const flags = rowFlags[at] as number;
      if ((flags & RowFlag.tcp) === 0) continue;
      const connection = stream[at] as number;
      if (connection >= this.marks.length) this.grow(connection);
      let mark = this.marks[connection] as number;
      const verdicts = analysis[at] as number;
      if (verdicts & odd || (verdicts & AnalysisFlag.keepAlive && (payloadLength[at] as number) > 0))
        mark |= Mark.suspect;
      const identification = flags & RowFlag.hasIdentification ? (ipIdentification[at] as number) : 0;
      if (identification !== 0) {
        const side = flags & RowFlag.fromServer ? 1 : 0;
        const last = this.identifications[2 * connection + side] as number;
        this.identifications[2 * connection + side] = identification;
        if (last !== 0)
          mark = stepped(mark, identificationDistance(identification, last), side, payloadLength[at] as number);
      }
      if ((mark & (Mark.suspect | Mark.listed)) === Mark.suspect) {
        this.changed.push(connection);
        mark |= Mark.listed;
      }
      this.marks[connection] = mark;
    }
  }

  private grow(connection: number): void {
    const size = Math.max(connection + 1, this.marks.length * 2);
    const marks = new Uint8Array(size);
    marks.set(this.marks);
    this.marks = marks;
    const identifications = new Uint16Array(2 * size);
    identifications.set(this.identifications);
    this.identifications = identifications;
  }
}

/** Only an end that has counted by one, as often as two bits can tell, is believed to have skipped. */
function stepped(mark: number, step: number, side: number, length: number): number {
  const shift = side === 1 ? Mark.serverShift : 0;
  const ones = (mark >>> shift) & Mark.ones;
  if (step === 1) return ones === Mark.ones ? mark : mark + (1 << shift);
  if (ones < Mark.ones || step < -widestGap || step > widestGap) return mark & ~(Mark.ones << shift);
  return step <= 0 || length > 0 ? mark | Mark.suspect : mark;
}
