import { chunkRows } from './schema';

type ColumnType<Column> = {
  new (memory: SharedArrayBuffer, at: number, length: number): Column;
  readonly BYTES_PER_ELEMENT: number;
};

/**
 * A row is written into all columns at once. Were they a round number of bytes apart, they would fall into the same few lines
 * of the processor's cache and drive one another out.
 */
const columnGap = 128;

/** One stretch of shared memory, which columns are cut from; over no memory, what they would need. */
class ChunkMemory {
  private end = 0;

  constructor(readonly memory: SharedArrayBuffer) {}

  /** Bytes that the columns take up, with the gaps between them. */
  get byteLength(): number {
    return this.end;
  }

  protected column<Column>(type: ColumnType<Column>): Column {
    const isMeasured = this.memory.byteLength === 0;
    const column = isMeasured ? new type(this.memory, 0, 0) : new type(this.memory, this.end, chunkRows);
    this.end += type.BYTES_PER_ELEMENT * chunkRows + columnGap;
    return column;
  }
}

/**
 * The one schema of the packet store: the columns of `chunkRows` packets, a typed array each, in shared memory. Fields of a
 * class and not a table by name, because the columns are written two million times a second and must be found by position.
 */
export class Chunk extends ChunkMemory {
  /** Offset of the packet's bytes in the (decompressed) file. */
  readonly fileOffset = this.column(Float64Array);
  /** Seconds and nanoseconds since 1970-01-01 00:00 UTC, exact. NaN seconds: the file gives no time. */
  readonly seconds = this.column(Float64Array);
  readonly nanoseconds = this.column(Uint32Array);
  readonly capturedLength = this.column(Uint32Array);
  readonly originalLength = this.column(Uint32Array);
  readonly interface = this.column(Uint16Array);
  /** `Protocol.index` of the protocol in the Protocol column. */
  readonly protocol = this.column(Uint16Array);
  /** Number of the LayerChains: which protocols the packet has, one inside the other. */
  readonly layers = this.column(Uint16Array);
  /** Numbers of the AddressTable. */
  readonly source = this.column(Uint32Array);
  readonly destination = this.column(Uint32Array);
  readonly sourcePort = this.column(Uint16Array);
  readonly destinationPort = this.column(Uint16Array);
  /** `RowFlag` bits. */
  readonly rowFlags = this.column(Uint8Array);
  readonly timeToLive = this.column(Uint8Array);
  readonly ipIdentification = this.column(Uint16Array);
  /** Row of TCP connections or UDP conversations, by `RowFlag.tcp` and `RowFlag.udp`; -1 for none. */
  readonly stream = this.column(Int32Array);
  /** The connection's next packet as a row; 0 where there is none. Row 0 follows no other. */
  readonly nextInStream = this.column(Uint32Array);
  readonly sequence = this.column(Uint32Array);
  readonly acknowledgment = this.column(Uint32Array);
  readonly tcpFlags = this.column(Uint16Array);
  readonly window = this.column(Uint16Array);
  readonly payloadLength = this.column(Uint32Array);
  /** From the frame's first byte; 65535 where it lies in reassembled data or too far behind. */
  readonly payloadStart = this.column(Uint16Array);
  readonly timestampValue = this.column(Uint32Array);
  readonly timestampEcho = this.column(Uint32Array);
  /** `AnalysisFlag` bits: Wireshark's verdicts. */
  readonly analysis = this.column(Uint32Array);
  /** `TcpState` of the connection's two ends behind the segment: the client's in the lower four bits, the server's above. */
  readonly states = this.column(Uint8Array);
  /** Our own verdict and its cause. */
  readonly verdict = this.column(Uint8Array);
  readonly verdictCause = this.column(Uint8Array);
}

/** A chunk without any row. */
export const noChunk = new Chunk(new SharedArrayBuffer(0));

/** Bytes of a chunk with its rows. */
export const chunkBytes = noChunk.byteLength;

export const newChunk = (): Chunk => new Chunk(new SharedArrayBuffer(chunkBytes));

export type ColumnName = Exclude<keyof Chunk, keyof ChunkMemory>;

export const columnNames = Object.entries(noChunk).flatMap(([name, value]) =>
  ArrayBuffer.isView(value) ? [name as ColumnName] : [],
);
