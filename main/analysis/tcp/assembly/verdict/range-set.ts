import { allocate } from '../memory';

const mostRanges: i32 = 1024;

/** Ranges of sequence space, sorted and merged: what SACK has reported. At most 1,024; what is too much is not remembered. */
@unmanaged
export class RangeSet {
  private lefts: usize;
  private rights: usize;
  private count: i32;

  /** To be called once. */
  begin(): void {
    this.lefts = allocate((<usize>(mostRanges + 1)) << 3);
    this.rights = allocate((<usize>(mostRanges + 1)) << 3);
  }

  clear(): void {
    this.count = 0;
  }

  /** End of the highest range; minus infinity where there is none. */
  get highest(): f64 {
    return this.count == 0 ? -Infinity : this.right(this.count - 1);
  }

  /** @returns whether anything of it is new */
  add(left: f64, right: f64): bool {
    const count = this.count;
    const from = this.firstEndingAtOrBehind(left);
    if (from < count && this.left(from) <= left && this.right(from) >= right) return false;
    let to = from;
    let start = left;
    let end = right;
    while (to < count && this.left(to) <= right) {
      start = min(start, this.left(to));
      end = max(end, this.right(to));
      to++;
    }
    if (to == from && count == mostRanges) return false;
    this.move(from + 1, to);
    this.count += 1 - (to - from);
    store<f64>(this.lefts + ((<usize>from) << 3), start);
    store<f64>(this.rights + ((<usize>from) << 3), end);
    return true;
  }

  covers(left: f64, right: f64): bool {
    const at = this.firstEndingAtOrBehind(right);
    return at < this.count && this.left(at) <= left;
  }

  /** Forgets what lies below. */
  dropBelow(position: f64): void {
    if (this.count == 0 || this.right(0) > position) return;
    const kept = this.firstEndingAtOrBehind(position + 1);
    this.move(0, kept);
    this.count -= kept;
  }

  /** Moves the ranges from `from` on. */
  private move(to: i32, from: i32): void {
    const bytes = (<usize>(this.count - from)) << 3;
    memory.copy(this.lefts + ((<usize>to) << 3), this.lefts + ((<usize>from) << 3), bytes);
    memory.copy(this.rights + ((<usize>to) << 3), this.rights + ((<usize>from) << 3), bytes);
  }

  private left(at: i32): f64 {
    return load<f64>(this.lefts + ((<usize>at) << 3));
  }

  private right(at: i32): f64 {
    return load<f64>(this.rights + ((<usize>at) << 3));
  }

  private firstEndingAtOrBehind(position: f64): i32 {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.right(middle) >= position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
