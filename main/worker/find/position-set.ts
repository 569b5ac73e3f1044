import { grown } from '../../analysis/grown-array';

/** Positions of a list, a bit each. */
export class PositionSet {
  private words = new Uint32Array(64);
  private size = 0;

  get count(): number {
    return this.size;
  }

  has(position: number): boolean {
    return ((this.words[position >>> 5] ?? 0) & (1 << (position & 31))) !== 0;
  }

  add(position: number): void {
    const at = position >>> 5;
    if (at >= this.words.length) this.grow(at + 1);
    const bit = 1 << (position & 31);
    const word = this.words[at] as number;
    if ((word & bit) !== 0) return;
    this.words[at] = word | bit;
    this.size++;
  }

  delete(position: number): void {
    if (!this.has(position)) return;
    (this.words[position >>> 5] as number) &= ~(1 << (position & 31));
    this.size--;
  }

  clear(): void {
    this.words.fill(0);
    this.size = 0;
  }

  /** How many there are below a position. */
  rank(position: number): number {
    const whole = Math.min(position >>> 5, this.words.length);
    let sum = 0;
    for (let at = 0; at < whole; at++) sum += ones(this.words[at] as number);
    const rest = this.words[whole];
    return rest === undefined ? sum : sum + ones(rest & ~(-1 << (position & 31)));
  }

  /** The first position from `from` on, below `end`, that is there, or with `isThere` false that is not; -1 where there is none. */
  next(from: number, end: number, isThere = true): number {
    const flip = isThere ? 0 : -1;
    for (let at = from; at < end; at = ((at >>> 5) + 1) * 32) {
      const word = ((this.words[at >>> 5] ?? 0) ^ flip) >>> (at & 31);
      if (word === 0) continue;
      const found = at + 31 - Math.clz32(word & -word);
      return found < end ? found : -1;
    }
    return -1;
  }

  /** The last position from `from` down to `least` that is there, or is not; -1 where there is none. */
  previous(from: number, least: number, isThere = true): number {
    const flip = isThere ? 0 : -1;
    for (let at = from; at >= least; at = (at >>> 5) * 32 - 1) {
      const word = ((this.words[at >>> 5] ?? 0) ^ flip) << (31 - (at & 31));
      if (word === 0) continue;
      const found = at - Math.clz32(word);
      return found >= least ? found : -1;
    }
    return -1;
  }

  private grow(least: number): void {
    this.words = grown(this.words, least);
  }
}

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  return (((bits + (bits >>> 4)) & 0x0f0f_0f0f) * 0x0101_0101) >>> 24;
}
