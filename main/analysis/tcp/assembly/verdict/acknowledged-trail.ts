import { allocate } from '../memory';
import { noRow } from '../rows';

const kept: i32 = 64;
const mask: i32 = kept - 1;

/** The latest advances of one end's acknowledgment: when a position was first acknowledged. */
@unmanaged
export class AcknowledgedTrail {
  private positions: usize;
  private rows: usize;
  private count: i32;

  /** To be called once. */
  begin(): void {
    this.positions = allocate((<usize>kept) << 3);
    this.rows = allocate((<usize>kept) << 2);
  }

  clear(): void {
    this.count = 0;
  }

  add(position: f64, row: i32): void {
    const at = <usize>(this.count++ & mask);
    store<f64>(this.positions + (at << 3), position);
    store<i32>(this.rows + (at << 2), row);
  }

  /** Row of the first acknowledgment that reaches `position`; `noRow` where it is not known any more. */
  rowOf(position: f64): i32 {
    let found = -1;
    const oldest = max(0, this.count - kept);
    for (let i = this.count - 1; i >= oldest && this.position(i) >= position; i--) found = i;
    if (found < 0 || (found == oldest && oldest > 0)) return noRow;
    return load<i32>(this.rows + ((<usize>(found & mask)) << 2));
  }

  private position(index: i32): f64 {
    return load<f64>(this.positions + ((<usize>(index & mask)) << 3));
  }
}
