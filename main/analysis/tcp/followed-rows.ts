import type { Chunk } from '../store/chunk';

/** Rows that the follower takes at once; as `mostRows` of the assembly. */
export const rowsAtOnce = 1024;

type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array;
type ColumnType<Made> = {
  new (memory: ArrayBuffer, at: number, length: number): Made;
  readonly BYTES_PER_ELEMENT: number;
};

/** What the follower must know of a row, and what it finds of every row. */
const taken = [
  'source',
  'destination',
  'sequence',
  'acknowledgment',
  'payloadLength',
  'sourcePort',
  'destinationPort',
  'tcpFlags',
  'window',
  'ipIdentification',
  'rowFlags',
] as const;
const given = ['stream', 'rowFlags', 'states'] as const;

/** A stretch of memory that columns are cut from. */
class RowMemory {
  /** @param end where the next column begins */
  constructor(
    private readonly memory: ArrayBuffer,
    private end: number,
  ) {}

  protected column<Made extends Column>(type: ColumnType<Made>): Made {
    const made = new type(this.memory, this.end, rowsAtOnce);
    this.end += type.BYTES_PER_ELEMENT * rowsAtOnce;
    return made;
  }
}

/** The follower's copy of some rows' columns: one behind the other in its memory, in the order of the assembly's `rows`. */
export class FollowedRows extends RowMemory {
  private readonly source = this.column(Uint32Array);
  private readonly destination = this.column(Uint32Array);
  private readonly sequence = this.column(Uint32Array);
  private readonly acknowledgment = this.column(Uint32Array);
  private readonly payloadLength = this.column(Uint32Array);
  private readonly stream = this.column(Int32Array);
  /** The row before in the same connection; -1 where there is none. */
  readonly previous = this.column(Int32Array);
  /** Places of the rows that have verdicts, and those: `AnalysisFlag` bits. */
  private readonly judged = this.column(Uint32Array);
  private readonly verdicts = this.column(Uint32Array);
  /** Connections that have become suspect. */
  readonly suspects = this.column(Int32Array);
  private readonly sourcePort = this.column(Uint16Array);
  private readonly destinationPort = this.column(Uint16Array);
  private readonly tcpFlags = this.column(Uint16Array);
  private readonly window = this.column(Uint16Array);
  private readonly ipIdentification = this.column(Uint16Array);
  /** Subtypes of Multipath TCP options, as bits; 0 unless they are set for a while. */
  readonly multipath = this.column(Uint16Array);
  private readonly rowFlags = this.column(Uint8Array);
  private readonly states = this.column(Uint8Array);

  /** Takes what the follower must know of the rows from `from` to before `to`. */
  take(chunk: Chunk, from: number, to: number): void {
    for (const name of taken) copy(chunk[name].subarray(from, to), this[name], 0);
  }

  /** Gives what the follower has found of `count` rows to the chunk, from `from` on. */
  give(chunk: Chunk, from: number, count: number, judged: number): void {
    for (const name of given) copy(this[name].subarray(0, count), chunk[name], from);
    const { analysis } = chunk;
    for (let i = 0; i < judged; i++)
      (analysis[from + (this.judged[i] as number)] as number) |= this.verdicts[i] as number;
  }
}

const copy = (from: Column, to: Column, at: number): void => to.set(from, at);
