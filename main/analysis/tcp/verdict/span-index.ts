const blockSize = 256;
/** Spans kept: a resend of what came before them is told by its number alone. */
const mostBlocks = 512;

/** Part of the index: spans in order, each field an array. */
class Block {
  readonly left = new Float64Array(blockSize);
  readonly right = new Float64Array(blockSize);
  readonly first = new Uint32Array(blockSize);
  readonly last = new Uint32Array(blockSize);
  readonly reference = new Uint32Array(blockSize);
  count = 0;

  copyWithin(to: number, from: number, end: number): void {
    this.left.copyWithin(to, from, end);
    this.right.copyWithin(to, from, end);
    this.first.copyWithin(to, from, end);
    this.last.copyWithin(to, from, end);
    this.reference.copyWithin(to, from, end);
  }

  /** Moves the upper half into an empty block. */
  splitInto(upper: Block): Block {
    const half = this.count >>> 1;
    upper.left.set(this.left.subarray(half, this.count));
    upper.right.set(this.right.subarray(half, this.count));
    upper.first.set(this.first.subarray(half, this.count));
    upper.last.set(this.last.subarray(half, this.count));
    upper.reference.set(this.reference.subarray(half, this.count));
    upper.count = this.count - half;
    this.count = half;
    return upper;
  }
}

/**
 * The sequence space of one direction that the capture has seen, as spans that do not overlap: who brought each first, and who
 * brought it last. Sorted blocks: finding costs the logarithm of the number of spans, and so does adding at the end or, but for
 * a short move, in the middle. A cursor stands at one span.
 */
export class SpanIndex {
  private readonly blocks: Block[] = [new Block()];
  /** Blocks that have been emptied, to be used again. */
  private readonly spare: Block[] = [];
  private block = 0;
  private at = 0;
  /** Below this, spans have been forgotten. */
  floor = Number.NEGATIVE_INFINITY;

  clear(): void {
    while (this.blocks.length > 1) this.spare.push(this.blocks.pop() as Block);
    (this.blocks[0] as Block).count = 0;
    this.floor = Number.NEGATIVE_INFINITY;
  }

  /** Goes to the first span that ends behind `position`. @returns false where there is none */
  seek(position: number): boolean {
    const { blocks } = this;
    let low = 0;
    let high = blocks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const block = blocks[middle] as Block;
      if (block.count > 0 && (block.right[block.count - 1] as number) > position) high = middle;
      else low = middle + 1;
    }
    this.block = low;
    const block = blocks[low] as Block;
    let from = 0;
    let to = block.count;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((block.right[middle] as number) > position) to = middle;
      else from = middle + 1;
    }
    this.at = from;
    return from < block.count;
  }

  /** Goes to the next span. @returns false behind the last */
  next(): boolean {
    this.at++;
    if (this.at < (this.blocks[this.block] as Block).count) return true;
    if (this.block + 1 >= this.blocks.length) return false;
    this.block++;
    this.at = 0;
    return true;
  }

  get left(): number {
    return (this.blocks[this.block] as Block).left[this.at] as number;
  }

  get right(): number {
    return (this.blocks[this.block] as Block).right[this.at] as number;
  }

  /** Row of the transmission that brought the span first, as far as the capture saw. */
  get first(): number {
    return (this.blocks[this.block] as Block).first[this.at] as number;
  }

  get last(): number {
    return (this.blocks[this.block] as Block).last[this.at] as number;
  }

  set last(row: number) {
    (this.blocks[this.block] as Block).last[this.at] = row;
  }

  /** Row of a first transmission from here or from above. */
  get reference(): number {
    return (this.blocks[this.block] as Block).reference[this.at] as number;
  }

  /** Adds a span above all others. */
  append(left: number, right: number, row: number): void {
    let block = this.blocks[this.blocks.length - 1] as Block;
    if (block.count === blockSize) {
      block = this.emptyBlock();
      this.blocks.push(block);
      this.forgetLowest();
    }
    const at = block.count++;
    block.left[at] = left;
    block.right[at] = right;
    block.first[at] = row;
    block.last[at] = row;
    block.reference[at] = row;
  }

  /** Adds a span where none is. */
  insert(left: number, right: number, row: number, reference: number): void {
    this.seek(left);
    let block = this.blocks[this.block] as Block;
    if (block.count === blockSize) {
      this.blocks.splice(this.block + 1, 0, block.splitInto(this.emptyBlock()));
      if (this.at > block.count) {
        this.at -= block.count;
        block = this.blocks[++this.block] as Block;
      }
    }
    const { at } = this;
    block.copyWithin(at + 1, at, block.count);
    block.count++;
    block.left[at] = left;
    block.right[at] = right;
    block.first[at] = row;
    block.last[at] = row;
    block.reference[at] = reference;
    this.forgetLowest();
  }

  /** Makes one of all spans that lie wholly within. */
  merge(left: number, right: number): void {
    if (!this.seek(left)) return;
    if (this.left < left && !this.next()) return;
    while (this.at + 1 < (this.blocks[this.block] as Block).count) {
      const block = this.blocks[this.block] as Block;
      if ((block.right[this.at + 1] as number) > right) return;
      block.right[this.at] = block.right[this.at + 1] as number;
      block.reference[this.at] = block.reference[this.at + 1] as number;
      block.copyWithin(this.at + 1, this.at + 2, block.count);
      block.count--;
    }
  }

  private emptyBlock(): Block {
    const block = this.spare.pop() ?? new Block();
    block.count = 0;
    return block;
  }

  private forgetLowest(): void {
    if (this.blocks.length <= mostBlocks) return;
    const lowest = this.blocks.splice(0, mostBlocks >>> 3);
    const highest = lowest.at(-1) as Block;
    this.floor = highest.right[highest.count - 1] as number;
    this.spare.push(...lowest);
    this.seek(this.floor);
  }
}
