import type { Chunk } from '../store/chunk';

/** Rows that the follower takes at once; as `mostRows` of the assembly. */
export const rowsAtOnce = 1024;

type ColumnType<Column> = {
  new (memory: ArrayBuffer, at: number, length: number): Column;
  readonly BYTES_PER_ELEMENT: number;
};

/** The follower's copy of some rows' columns: one behind the other in its memory, in the order of the assembly's `rows`. */
export class FollowedRows {
  private readonly source;
  private readonly destination;
  private readonly sequence;
  private readonly acknowledgment;
  private readonly payloadLength;
  private readonly analysis;
  private readonly stream;
  /** The row before in the same connection; -1 where there is none. */
  readonly previous;
  /** Connections that have become suspect. */
  readonly suspects;
  private readonly sourcePort;
  private readonly destinationPort;
  private readonly tcpFlags;
  private readonly window;
  private readonly ipIdentification;
  private readonly rowFlags;
  private readonly states;

  /** @param at where the columns begin in `memory` */
  constructor(memory: ArrayBuffer, at: number) {
    let end = at;
    const column = <Column>(type: ColumnType<Column>): Column => {
      const made = new type(memory, end, rowsAtOnce);
      end += type.BYTES_PER_ELEMENT * rowsAtOnce;
      return made;
    };
    this.source = column(Uint32Array);
    this.destination = column(Uint32Array);
    this.sequence = column(Uint32Array);
    this.acknowledgment = column(Uint32Array);
    this.payloadLength = column(Uint32Array);
    this.analysis = column(Uint32Array);
    this.stream = column(Int32Array);
    this.previous = column(Int32Array);
    this.suspects = column(Int32Array);
    this.sourcePort = column(Uint16Array);
    this.destinationPort = column(Uint16Array);
    this.tcpFlags = column(Uint16Array);
    this.window = column(Uint16Array);
    this.ipIdentification = column(Uint16Array);
    this.rowFlags = column(Uint8Array);
    this.states = column(Uint8Array);
  }

  /** Takes what the follower must know of the rows from `from` to before `to`. */
  take(chunk: Chunk, from: number, to: number): void {
    this.source.set(chunk.source.subarray(from, to));
    this.destination.set(chunk.destination.subarray(from, to));
    this.sequence.set(chunk.sequence.subarray(from, to));
    this.acknowledgment.set(chunk.acknowledgment.subarray(from, to));
    this.payloadLength.set(chunk.payloadLength.subarray(from, to));
    this.analysis.set(chunk.analysis.subarray(from, to));
    this.sourcePort.set(chunk.sourcePort.subarray(from, to));
    this.destinationPort.set(chunk.destinationPort.subarray(from, to));
    this.tcpFlags.set(chunk.tcpFlags.subarray(from, to));
    this.window.set(chunk.window.subarray(from, to));
    this.ipIdentification.set(chunk.ipIdentification.subarray(from, to));
    this.rowFlags.set(chunk.rowFlags.subarray(from, to));
  }

  /** Gives what the follower has found of `count` rows to the chunk, from `from` on. */
  give(chunk: Chunk, from: number, count: number): void {
    chunk.stream.set(this.stream.subarray(0, count), from);
    chunk.analysis.set(this.analysis.subarray(0, count), from);
    chunk.rowFlags.set(this.rowFlags.subarray(0, count), from);
    chunk.states.set(this.states.subarray(0, count), from);
  }
}
