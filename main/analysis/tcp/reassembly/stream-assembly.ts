import type { Chunk } from '../../store/chunk';
import type { PacketStore } from '../../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../../store/schema';
import { TcpFlag, UnreadSegment } from '../../transport/tcp-flags';
import { advance, sequenceDistance } from '../sequence-number';
import { DirectionStream } from './direction-stream';

/** A packet whose data the receiver's application cannot have had: behind a FIN, or after a reset. */
export interface StrayData {
  readonly row: number;
  readonly offset: number;
  readonly length: number;
  readonly why: 'after-reset' | 'beyond-fin';
}

/** One end's sending: its bytes, and where in them the numbers stand. */
export class SentStream {
  readonly stream = new DirectionStream();
  readonly stray: StrayData[] = [];
  /** Rows with data, in the order of their arrival. */
  segments = 0;
  private first: number | null = null;
  /** Sequence number and stream offset last met, from which the next offset is counted: offsets do not wrap. */
  private lastSequence = 0;
  private lastOffset = 0;
  /** Stream offset of the FIN, and the row that brought it first; null without one. */
  finish: number | null = null;
  finishRow: number | null = null;
  private reset = false;

  /** @param flags TCP flags of the segment */
  add(row: number, sequence: number, flags: number, length: number): void {
    if (flags & UnreadSegment.whole && length === 0) return;
    const start = flags & TcpFlag.syn ? advance(sequence, 1) : sequence;
    if (this.first === null || (flags & TcpFlag.syn && this.segments === 0)) {
      this.first = start;
      this.lastSequence = start;
      this.lastOffset = 0;
    }
    const offset = this.lastOffset + sequenceDistance(start, this.lastSequence);
    if (length > 0) this.addData(row, offset, length);
    if (flags & TcpFlag.fin && this.finish === null) {
      this.finish = offset + length;
      this.finishRow = row;
    }
    if (flags & TcpFlag.rst) this.reset = true;
    if (offset > this.lastOffset) {
      this.lastOffset = offset;
      this.lastSequence = start;
    }
  }

  private addData(row: number, offset: number, length: number): void {
    this.segments++;
    const beyond = this.finish !== null && offset + length > this.finish;
    if (this.reset) this.stray.push({ row, offset, length, why: 'after-reset' });
    else if (beyond) this.stray.push({ row, offset, length, why: 'beyond-fin' });
    this.stream.add(offset, length, row);
  }
}

/** Both directions of a connection. */
export interface StreamAssembly {
  readonly client: SentStream;
  readonly server: SentStream;
}

/** Whose bytes. */
export type Sender = keyof StreamAssembly;

/**
 * Puts a connection's segments in their places, from the columns alone: no byte of the file is read.
 * @param first the connection's first row
 * @param last its last row
 */
export function assembleStream(store: PacketStore, first: number, last: number): StreamAssembly {
  const assembly = { client: new SentStream(), server: new SentStream() };
  for (let row = first; ; ) {
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const flags = chunk.rowFlags[at] as number;
    // ICMP errors about the connection are among its rows.
    if (flags & RowFlag.tcp) {
      const sender = flags & RowFlag.fromServer ? assembly.server : assembly.client;
      const { sequence, tcpFlags, payloadLength } = chunk;
      sender.add(row, sequence[at] as number, tcpFlags[at] as number, payloadLength[at] as number);
    }
    if (row === last) return assembly;
    row = chunk.nextInStream[at] as number;
  }
}
