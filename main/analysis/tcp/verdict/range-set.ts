const mostRanges = 1024;

/** Ranges of sequence space, sorted and merged: what SACK has reported. At most 1,024; what is too much is not remembered. */
export class RangeSet {
  private readonly lefts = new Float64Array(mostRanges + 1);
  private readonly rights = new Float64Array(mostRanges + 1);
  private count = 0;

  clear(): void {
    this.count = 0;
  }

  /** End of the highest range; minus infinity where there is none. */
  get highest(): number {
    return this.count === 0 ? Number.NEGATIVE_INFINITY : (this.rights[this.count - 1] as number);
  }

  /** @returns whether anything of it is new */
  add(left: number, right: number): boolean {
    const { lefts, rights } = this;
    const from = this.firstEndingAtOrBehind(left);
    if (from < this.count && (lefts[from] as number) <= left && (rights[from] as number) >= right) return false;
    let to = from;
    let start = left;
    let end = right;
    while (to < this.count && (lefts[to] as number) <= right) {
      start = Math.min(start, lefts[to] as number);
      end = Math.max(end, rights[to] as number);
      to++;
    }
    if (to === from && this.count === mostRanges) return false;
    lefts.copyWithin(from + 1, to, this.count);
    rights.copyWithin(from + 1, to, this.count);
    this.count += 1 - (to - from);
    lefts[from] = start;
    rights[from] = end;
    return true;
  }

  covers(left: number, right: number): boolean {
    const at = this.firstEndingAtOrBehind(right);
    return at < this.count && (this.lefts[at] as number) <= left;
  }

  /** Forgets what lies below. */
  dropBelow(position: number): void {
    if (this.count === 0 || (this.rights[0] as number) > position) return;
    const kept = this.firstEndingAtOrBehind(position + 1);
    this.lefts.copyWithin(0, kept, this.count);
    this.rights.copyWithin(0, kept, this.count);
    this.count -= kept;
  }

  private firstEndingAtOrBehind(position: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.rights[middle] as number) >= position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
