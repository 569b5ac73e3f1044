import { chunkRows } from './schema';

type ColumnType<Column> = { new (memory: SharedArrayBuffer): Column; readonly BYTES_PER_ELEMENT: number };

/** Memory for the columns of the chunk that is being made, in their order; where there is none, new memory is taken. */
let given: SharedArrayBuffer[] = [];

const column = <Column>(type: ColumnType<Column>): Column =>
  new type(given.shift() ?? new SharedArrayBuffer(type.BYTES_PER_ELEMENT * chunkRows));

/**
 * The one schema of the packet store: the columns of `chunkRows` packets, a typed array each, in shared memory. Fields of a
 * class and not a table by name, because the columns are written two million times a second and must be found by position.
 */
export class Chunk {
  /** Offset of the packet's bytes in the (decompressed) file. */
  readonly fileOffset = column(Float64Array);
  /** Seconds and nanoseconds since 1970-01-01 00:00 UTC, exact. NaN seconds: the file gives no time. */
  readonly seconds = column(Float64Array);
  readonly nanoseconds = column(Uint32Array);
  readonly capturedLength = column(Uint32Array);
  readonly originalLength = column(Uint32Array);
  readonly interface = column(Uint16Array);
  /** `Protocol.index` of the protocol in the Protocol column. */
  readonly protocol = column(Uint16Array);
  /** Number of the LayerChains: which protocols the packet has, one inside the other. */
  readonly layers = column(Uint16Array);
  /** Numbers of the AddressTable. */
  readonly source = column(Uint32Array);
  readonly destination = column(Uint32Array);
  readonly sourcePort = column(Uint16Array);
  readonly destinationPort = column(Uint16Array);
  /** `RowFlag` bits. */
  readonly rowFlags = column(Uint8Array);
  readonly timeToLive = column(Uint8Array);
  readonly ipIdentification = column(Uint16Array);
  /** Row of TCP connections or UDP conversations, by `RowFlag.tcp` and `RowFlag.udp`; -1 for none. */
  readonly stream = column(Int32Array);
  /** The connection's next packet as a row; 0 where there is none. Row 0 follows no other. */
  readonly nextInStream = column(Uint32Array);
  readonly sequence = column(Uint32Array);
  readonly acknowledgment = column(Uint32Array);
  readonly tcpFlags = column(Uint16Array);
  readonly window = column(Uint16Array);
  readonly payloadLength = column(Uint32Array);
  /** From the frame's first byte; 65535 where it lies in reassembled data or too far behind. */
  readonly payloadStart = column(Uint16Array);
  readonly timestampValue = column(Uint32Array);
  readonly timestampEcho = column(Uint32Array);
  /** `AnalysisFlag` bits: Wireshark's verdicts. */
  readonly analysis = column(Uint32Array);
  /** `TcpState` of the connection's two ends behind the segment: the client's in the lower four bits, the server's above. */
  readonly states = column(Uint8Array);
  /** Our own verdict and its cause. */
  readonly verdict = column(Uint8Array);
  readonly verdictCause = column(Uint8Array);
}

/** The memory of a chunk's columns, which another thread can make the same chunk of. */
export const chunkMemory = (chunk: Chunk): SharedArrayBuffer[] =>
  Object.values(chunk).map((each: { readonly buffer: SharedArrayBuffer }) => each.buffer);

/** A chunk over the memory of one that another thread has. */
export function chunkOver(memory: readonly SharedArrayBuffer[]): Chunk {
  given = [...memory];
  return new Chunk();
}

/** Names of the columns. */
export type ColumnName = keyof Chunk;

/** Bytes of a row over all columns. */
export const rowBytes = Object.values(new Chunk()).reduce(
  (sum: number, each: { readonly BYTES_PER_ELEMENT: number }) => sum + each.BYTES_PER_ELEMENT,
  0,
);
