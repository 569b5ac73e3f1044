import { absent, type PacketSummary, Transport } from '../packet-summary';
import { AddressTable } from './address-table';
import { type Chunk, type ColumnName, chunkBytes, newChunk, noChunk } from './chunk';
import { LayerChains } from './layer-chains';
import { chunkMask, chunkShift, payloadElsewhere, RowFlag } from './schema';

/**
 * Rows after which a look is taken whether the chunk is full. Far fewer than a chunk has: what happens for the first time when the
 * engine has compiled the code makes it throw that away.
 */
const stretchMask = 255;

/** What the reader of the file knows of a packet; `PacketRecord` of main/files is one. */
export interface FrameRecord {
  readonly fileOffset: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly hasTime: boolean;
  readonly capturedLength: number;
  readonly originalLength: number;
  readonly interface: number;
}

/** All packets of a capture in columns. Rows count from 0; packet numbers are rows plus one. */
export class PacketStore {
  readonly addresses = new AddressTable();
  readonly layerChains = new LayerChains();
  readonly chunks: Chunk[] = [];
  private rows = 0;
  /** The chunk of the row that was stored last, or of the next one after `nextPlace`; before the first row, none. */
  current = noChunk;

  /** @param first the first chunk, where another thread made it */
  constructor(first = newChunk()) {
    this.chunks.push(first);
  }

  get count(): number {
    return this.rows;
  }

  get byteSize(): number {
    return this.chunks.length * chunkBytes + this.addresses.byteSize;
  }

  /** Adds a packet. @returns its row */
  append(frame: FrameRecord, summary: PacketSummary, dissected: boolean): number {
    const at = this.nextPlace();
    const chunk = this.current;
    chunk.fileOffset[at] = frame.fileOffset;
    chunk.seconds[at] = frame.seconds;
    chunk.nanoseconds[at] = frame.nanoseconds;
    chunk.capturedLength[at] = frame.capturedLength;
    chunk.originalLength[at] = frame.originalLength;
    chunk.interface[at] = frame.interface;
    chunk.protocol[at] = summary.protocol;
    chunk.layers[at] = summary.layers;
    chunk.source[at] = this.addresses.intern(summary.addressBytes, summary.sourceAt, summary.addressFamily);
    chunk.destination[at] = this.addresses.intern(summary.addressBytes, summary.destinationAt, summary.addressFamily);
    let flags = (frame.hasTime ? RowFlag.hasTime : 0) | (dissected ? RowFlag.dissected : 0);
    chunk.stream[at] = -1;
    if (summary.hasPorts) {
      flags |= RowFlag.hasPorts;
      chunk.sourcePort[at] = summary.sourcePort;
      chunk.destinationPort[at] = summary.destinationPort;
    }
    if (summary.transport !== Transport.none) {
      const { payloadStart, ipIdentification } = summary;
      chunk.payloadLength[at] = summary.payloadLength;
      chunk.payloadStart[at] =
        payloadStart === absent || payloadStart > payloadElsewhere ? payloadElsewhere : payloadStart;
      chunk.timeToLive[at] = summary.timeToLive;
      if (ipIdentification !== absent) {
        chunk.ipIdentification[at] = ipIdentification;
        flags |= RowFlag.hasIdentification;
      }
      if (summary.transport === Transport.tcp) {
        flags |= RowFlag.tcp;
        chunk.sequence[at] = summary.sequence;
        chunk.acknowledgment[at] = summary.acknowledgment;
        chunk.tcpFlags[at] = summary.tcpFlags;
        chunk.window[at] = summary.window;
        if (summary.hasTimestamps) {
          flags |= RowFlag.hasTimestamps;
          chunk.timestampValue[at] = summary.timestampValue;
          chunk.timestampEcho[at] = summary.timestampEcho;
        }
      } else flags |= RowFlag.udp;
    }
    chunk.rowFlags[at] = flags;
    return this.taken();
  }

  /** Where in `current` the next row goes. It counts once `taken` says so. */
  nextPlace(): number {
    const at = this.rows & chunkMask;
    if ((at & stretchMask) === 0) this.beginStretch(at);
    return at;
  }

  private beginStretch(at: number): void {
    if (at !== 0 || this.current === noChunk) {
      this.current = this.chunks.at(-1) as Chunk;
      return;
    }
    const chunk = newChunk();
    this.chunks.push(chunk);
    this.current = chunk;
  }

  /** @returns the row that was filled */
  taken(): number {
    return this.rows++;
  }

  /** Takes over rows that another thread has stored in the chunks that both share, and the chunks it has begun since. */
  adopt(rows: number, chunks: readonly Chunk[]): void {
    this.chunks.push(...chunks);
    this.current = this.chunks.at(-1) as Chunk;
    this.rows = rows;
  }

  /** The value of a column at a row. Loops over many rows go through `chunks` instead. */
  get(column: ColumnName, row: number): number {
    return (this.chunks[row >>> chunkShift] as Chunk)[column][row & chunkMask] as number;
  }

  set(column: ColumnName, row: number, value: number): void {
    (this.chunks[row >>> chunkShift] as Chunk)[column][row & chunkMask] = value;
  }

  has(row: number, flag: number): boolean {
    return (this.get('rowFlags', row) & flag) !== 0;
  }

  /** Nanoseconds since the epoch. */
  time(row: number): bigint {
    return BigInt(this.get('seconds', row)) * 1_000_000_000n + BigInt(this.get('nanoseconds', row));
  }
}
