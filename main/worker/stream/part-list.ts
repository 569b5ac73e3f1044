import { firstIndex } from '../../analysis/first-index';
import { grown } from '../../analysis/grown-array';

const smallest = 64;

const serverBit = 1;
const missingBit = 2;

/**
 * What a followed stream is made of, in the order in which it could be read: stretches that one packet brought, and gaps. Their
 * positions count the bytes of both ends. Typed arrays that grow; 25 bytes a part.
 */
export class PartList {
  count = 0;
  /** Position behind the last part. */
  end = 0;
  private starts = new Float64Array(smallest);
  private offsets = new Float64Array(smallest);
  private rows = new Uint32Array(smallest);
  private skips = new Uint32Array(smallest);
  private flags = new Uint8Array(smallest);
  private last = 0;

  /**
   * @param offset of its first byte in its sender's stream
   * @param row the packet that brought it; for a gap the one behind it
   * @param skip bytes of the packet's payload in front of it
   */
  push(length: number, offset: number, row: number, skip: number, fromServer: boolean, isMissing: boolean): void {
    if (this.count === this.starts.length) this.grow();
    const at = this.count++;
    this.starts[at] = this.end;
    this.offsets[at] = offset;
    this.rows[at] = row;
    this.skips[at] = skip;
    this.flags[at] = (fromServer ? serverBit : 0) | (isMissing ? missingBit : 0);
    this.end += length;
  }

  start(part: number): number {
    return part < this.count ? (this.starts[part] as number) : this.end;
  }

  length(part: number): number {
    return this.start(part + 1) - this.start(part);
  }

  offset(part: number): number {
    return this.offsets[part] as number;
  }

  row(part: number): number {
    return this.rows[part] as number;
  }

  skip(part: number): number {
    return this.skips[part] as number;
  }

  fromServer(part: number): boolean {
    return ((this.flags[part] as number) & serverBit) !== 0;
  }

  isMissing(part: number): boolean {
    return ((this.flags[part] as number) & missingBit) !== 0;
  }

  /** The part that holds a position; `count` behind the end. */
  at(position: number): number {
    const { last } = this;
    // Readers go on where they were.
    for (let part = last; part < last + 2 && part < this.count; part++) {
      if (position >= this.start(part) && position < this.start(part + 1)) {
        this.last = part;
        return part;
      }
    }
    const low = firstIndex(this.count, (index) => this.start(index + 1) > position);
    this.last = low;
    return low;
  }

  /** How many parts are the same in another list, from the first. */
  sameAs(other: PartList): number {
    const most = Math.min(this.count, other.count);
    for (let part = 0; part < most; part++) {
      const isSame =
        this.starts[part] === other.starts[part] &&
        this.rows[part] === other.rows[part] &&
        this.skips[part] === other.skips[part] &&
        this.flags[part] === other.flags[part] &&
        this.length(part) === other.length(part);
      if (!isSame) return part;
    }
    return most;
  }

  private grow(): void {
    this.starts = grown(this.starts);
    this.offsets = grown(this.offsets);
    this.rows = grown(this.rows);
    this.skips = grown(this.skips);
    this.flags = grown(this.flags);
  }
}
