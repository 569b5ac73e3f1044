const smallest = 4;

/** Pieces of one direction's byte stream: which packet brought which bytes. Typed arrays that grow; 20 bytes a piece. */
export class PieceList {
  count = 0;
  private offsets = new Float64Array(smallest);
  private lengths = new Uint32Array(smallest);
  private rows = new Uint32Array(smallest);
  private skips = new Uint32Array(smallest);

  get byteSize(): number {
    return this.offsets.length * 20;
  }

  /**
   * @param offset of the piece's first byte in the stream
   * @param row the packet that brought it
   * @param skip bytes of the packet's payload in front of it
   */
  push(offset: number, length: number, row: number, skip: number): void {
    if (this.count === this.offsets.length) this.grow();
    this.offsets[this.count] = offset;
    this.lengths[this.count] = length;
    this.rows[this.count] = row;
    this.skips[this.count] = skip;
    this.count++;
  }

  offset(index: number): number {
    return this.offsets[index] as number;
  }

  length(index: number): number {
    return this.lengths[index] as number;
  }

  /** Offset behind the piece's last byte. */
  end(index: number): number {
    return this.offset(index) + this.length(index);
  }

  row(index: number): number {
    return this.rows[index] as number;
  }

  skip(index: number): number {
    return this.skips[index] as number;
  }

  /** The first piece that ends behind `offset`; `count` where there is none. Pieces must be in the order of the stream. */
  at(offset: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.end(middle) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private grow(): void {
    const size = this.offsets.length * 2;
    const { offsets, lengths, rows, skips } = this;
    this.offsets = new Float64Array(size);
    this.lengths = new Uint32Array(size);
    this.rows = new Uint32Array(size);
    this.skips = new Uint32Array(size);
    this.offsets.set(offsets);
    this.lengths.set(lengths);
    this.rows.set(rows);
    this.skips.set(skips);
  }
}
