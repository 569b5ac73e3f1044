import { noRow } from '../unacknowledged';

const kept = 64;

/** The latest advances of one end's acknowledgment: when a position was first acknowledged. */
export class AcknowledgedTrail {
  private readonly positions = new Float64Array(kept);
  private readonly rows = new Uint32Array(kept);
  private count = 0;

  clear(): void {
    this.count = 0;
  }

  add(position: number, row: number): void {
    const at = this.count++ % kept;
    this.positions[at] = position;
    this.rows[at] = row;
  }

  /** Row of the first acknowledgment that reaches `position`; `noRow` where it is not known any more. */
  rowOf(position: number): number {
    let found: number = noRow;
    const oldest = Math.max(0, this.count - kept);
    for (let i = this.count - 1; i >= oldest && (this.positions[i % kept] as number) >= position; i--) {
      found = i;
    }
    return found === noRow || (found === oldest && oldest > 0) ? noRow : (this.rows[found % kept] as number);
  }
}
