import { allocate } from '../memory';

const kept: i32 = 64;
const mask: i32 = kept - 1;

/** The last segments of one end: their rows and IP identifications. */
@unmanaged
export class RecentRows {
  private pairs: usize;
  private count: i32;

  /** To be called once. */
  begin(): void {
    this.pairs = allocate((<usize>kept) << 3);
  }

  clear(): void {
    this.count = 0;
  }

  add(row: i32, identification: i32): void {
    const at = this.pairs + ((<usize>(this.count++ & mask)) << 3);
    store<i32>(at, row);
    store<i32>(at, identification, 4);
  }

  get size(): i32 {
    return min(this.count, kept);
  }

  /** @param back 1 for the last */
  row(back: i32): i32 {
    return load<i32>(this.pairs + ((<usize>((this.count - back) & mask)) << 3));
  }

  identification(back: i32): i32 {
    return load<i32>(this.pairs + ((<usize>((this.count - back) & mask)) << 3), 4);
  }
}
