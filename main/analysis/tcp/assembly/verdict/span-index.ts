import { allocate } from '../memory';

const blockSize: i32 = 256;
/** Spans kept: a resend of what came before them is told by its number alone. */
const mostBlocks: i32 = 512;

// A block is part of the index: spans in order, each field an array.
const left: usize = 0;
const right: usize = left + ((<usize>blockSize) << 3);
const first: usize = right + ((<usize>blockSize) << 3);
const last: usize = first + ((<usize>blockSize) << 2);
const reference: usize = last + ((<usize>blockSize) << 2);
const blockCount: usize = reference + ((<usize>blockSize) << 2);
const nextSpare: usize = blockCount + 4;
const blockBytes: usize = nextSpare + 4;

/** Blocks that have been emptied, to be used again. */
let spare: usize = 0;

function emptyBlock(): usize {
  const block = spare != 0 ? spare : allocate(blockBytes);
  if (block == spare) spare = load<usize>(block + nextSpare);
  store<i32>(block + blockCount, 0);
  return block;
}

function giveBack(block: usize): void {
  store<usize>(block + nextSpare, spare);
  spare = block;
}

/** Copies spans, from one block to another or within one. */
function copySpans(to: usize, toAt: i32, from: usize, fromAt: i32, count: i32): void {
  const toLong = (<usize>toAt) << 3;
  const fromLong = (<usize>fromAt) << 3;
  const longs = (<usize>count) << 3;
  memory.copy(to + left + toLong, from + left + fromLong, longs);
  memory.copy(to + right + toLong, from + right + fromLong, longs);
  const toWord = (<usize>toAt) << 2;
  const fromWord = (<usize>fromAt) << 2;
  const words = (<usize>count) << 2;
  memory.copy(to + first + toWord, from + first + fromWord, words);
  memory.copy(to + last + toWord, from + last + fromWord, words);
  memory.copy(to + reference + toWord, from + reference + fromWord, words);
}

function countOf(block: usize): i32 {
  return load<i32>(block + blockCount);
}

function setCount(block: usize, count: i32): void {
  store<i32>(block + blockCount, count);
}

function rightOf(block: usize, at: i32): f64 {
  return load<f64>(block + right + ((<usize>at) << 3));
}

function setSpan(block: usize, at: i32, from: f64, to: f64, row: i32, referenceRow: i32): void {
  store<f64>(block + left + ((<usize>at) << 3), from);
  store<f64>(block + right + ((<usize>at) << 3), to);
  store<i32>(block + first + ((<usize>at) << 2), row);
  store<i32>(block + last + ((<usize>at) << 2), row);
  store<i32>(block + reference + ((<usize>at) << 2), referenceRow);
}

/**
 * The sequence space of one direction that the capture has seen, as spans that do not overlap: who brought each first, and who
 * brought it last. Sorted blocks: finding costs the logarithm of the number of spans, and so does adding at the end or, but for
 * a short move, in the middle. A cursor stands at one span.
 */
@unmanaged
export class SpanIndex {
  /** Below this, spans have been forgotten. */
  floor: f64;
  private blocks: usize;
  private count: i32;
  /** The cursor: a block, and a place in it. */
  private block: i32;
  private at: i32;

  /** To be called once. */
  begin(): void {
    this.blocks = allocate((<usize>(mostBlocks + 2)) << 2);
    this.putBlock(0, emptyBlock());
    this.count = 1;
  }

  clear(): void {
    while (this.count > 1) giveBack(this.blockAt(--this.count));
    setCount(this.blockAt(0), 0);
    this.floor = -Infinity;
  }

  /** Goes to the first span that ends behind `position`. @returns false where there is none */
  seek(position: f64): bool {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const block = this.blockAt(middle);
      const count = countOf(block);
      if (count > 0 && rightOf(block, count - 1) > position) high = middle;
      else low = middle + 1;
    }
    this.block = low;
    const block = this.blockAt(low);
    const count = countOf(block);
    let from = 0;
    let to = count;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (rightOf(block, middle) > position) to = middle;
      else from = middle + 1;
    }
    this.at = from;
    return from < count;
  }

  /** Goes to the next span. @returns false behind the last */
  next(): bool {
    this.at++;
    if (this.at < countOf(this.present)) return true;
    if (this.block + 1 >= this.count) return false;
    this.block++;
    this.at = 0;
    return true;
  }

  get left(): f64 {
    return load<f64>(this.present + left + ((<usize>this.at) << 3));
  }

  get right(): f64 {
    return rightOf(this.present, this.at);
  }

  /** Row of the transmission that brought the span first, as far as the capture saw. */
  get first(): i32 {
    return load<i32>(this.present + first + ((<usize>this.at) << 2));
  }

  get last(): i32 {
    return load<i32>(this.present + last + ((<usize>this.at) << 2));
  }

  set last(row: i32) {
    store<i32>(this.present + last + ((<usize>this.at) << 2), row);
  }

  /** Row of a first transmission from here or from above. */
  get reference(): i32 {
    return load<i32>(this.present + reference + ((<usize>this.at) << 2));
  }

  /** Adds a span above all others. */
  append(from: f64, to: f64, row: i32): void {
    let block = this.blockAt(this.count - 1);
    if (countOf(block) == blockSize) {
      block = emptyBlock();
      this.putBlock(this.count++, block);
      this.forgetLowest();
    }
    const at = countOf(block);
    setCount(block, at + 1);
    setSpan(block, at, from, to, row, row);
  }

  /** Adds a span where none is. */
  insert(from: f64, to: f64, row: i32, referenceRow: i32): void {
    this.seek(from);
    if (countOf(this.present) == blockSize) this.split();
    const block = this.present;
    const at = this.at;
    const count = countOf(block);
    copySpans(block, at + 1, block, at, count - at);
    setCount(block, count + 1);
    setSpan(block, at, from, to, row, referenceRow);
    this.forgetLowest();
  }

  /** Makes one of all spans that lie wholly within. */
  merge(from: f64, to: f64): void {
    if (!this.seek(from)) return;
    if (this.left < from && !this.next()) return;
    const block = this.present;
    const at = this.at;
    while (at + 1 < countOf(block)) {
      if (rightOf(block, at + 1) > to) return;
      store<f64>(block + right + ((<usize>at) << 3), rightOf(block, at + 1));
      const above = load<i32>(block + reference + ((<usize>(at + 1)) << 2));
      store<i32>(block + reference + ((<usize>at) << 2), above);
      const count = countOf(block);
      copySpans(block, at + 1, block, at + 2, count - at - 2);
      setCount(block, count - 1);
    }
  }

  /** Moves the upper half of the present block into one of its own; the cursor goes along. */
  private split(): void {
    const block = this.present;
    const upper = emptyBlock();
    const half = blockSize >>> 1;
    copySpans(upper, 0, block, half, blockSize - half);
    setCount(upper, blockSize - half);
    setCount(block, half);
    const place = this.blocks + ((<usize>(this.block + 1)) << 2);
    memory.copy(place + 4, place, (<usize>(this.count - this.block - 1)) << 2);
    this.count++;
    this.putBlock(this.block + 1, upper);
    if (this.at <= half) return;
    this.at -= half;
    this.block++;
  }

  private forgetLowest(): void {
    if (this.count <= mostBlocks) return;
    const forgotten = mostBlocks >>> 3;
    const highest = this.blockAt(forgotten - 1);
    this.floor = rightOf(highest, countOf(highest) - 1);
    for (let i = 0; i < forgotten; i++) giveBack(this.blockAt(i));
    this.count -= forgotten;
    memory.copy(this.blocks, this.blocks + ((<usize>forgotten) << 2), (<usize>this.count) << 2);
    this.seek(this.floor);
  }

  private get present(): usize {
    return this.blockAt(this.block);
  }

  private blockAt(index: i32): usize {
    return load<usize>(this.blocks + ((<usize>index) << 2));
  }

  private putBlock(index: i32, block: usize): void {
    store<usize>(this.blocks + ((<usize>index) << 2), block);
  }
}
