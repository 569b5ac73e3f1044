import { firstIndex } from '../../first-index';
import { grown } from '../../grown-array';

const smallest = 4;

/** What a stretch of the stream is. */
export const EntryKind = {
  /** One or more messages that lie in one segment. */
  whole: 0,
  /** A message of several segments, or one that the sender's closing ends. */
  spanning: 1,
  /** Bytes in which no message begins; each segment is read by itself. */
  alone: 2,
  /** Bytes of a message of which the capture lacks others. */
  broken: 3,
} as const;

/** No packet completes it. */
export const noRow = 0xffff_ffff;
/** No protocol was recognized. */
export const noProtocol = 0xffff;

/** The messages of one direction in the order of the stream, in typed arrays that grow; 27 bytes an entry. */
export class EntryList {
  count = 0;
  private starts = new Float64Array(smallest);
  private ends = new Float64Array(smallest);
  private rows = new Uint32Array(smallest);
  private marks = new Uint32Array(smallest);
  private protocols = new Uint16Array(smallest);
  private kinds = new Uint8Array(smallest);

  get byteSize(): number {
    return this.starts.length * 27;
  }

  /**
   * @param start offset in the stream, at or behind the end of the entry before
   * @param row the packet that completes it
   * @param protocol index of the protocol
   */
  push(start: number, end: number, kind: number, row: number, protocol: number, mark: number): void {
    if (this.count === this.starts.length) this.grow();
    const at = this.count++;
    this.starts[at] = start;
    this.ends[at] = end;
    this.kinds[at] = kind;
    this.rows[at] = row;
    this.protocols[at] = protocol;
    this.marks[at] = mark;
  }

  /** Makes the last entry longer. */
  extend(end: number): void {
    this.ends[this.count - 1] = end;
  }

  start(entry: number): number {
    return this.starts[entry] as number;
  }

  end(entry: number): number {
    return this.ends[entry] as number;
  }

  kind(entry: number): number {
    return this.kinds[entry] as number;
  }

  row(entry: number): number {
    return this.rows[entry] as number;
  }

  protocol(entry: number): number {
    return this.protocols[entry] as number;
  }

  mark(entry: number): number {
    return this.marks[entry] as number;
  }

  /** The first entry that ends behind `offset`; `count` where there is none. */
  at(offset: number): number {
    return firstIndex(this.count, (index) => (this.ends[index] as number) > offset);
  }

  private grow(): void {
    this.starts = grown(this.starts);
    this.ends = grown(this.ends);
    this.rows = grown(this.rows);
    this.marks = grown(this.marks);
    this.protocols = grown(this.protocols);
    this.kinds = grown(this.kinds);
  }
}
