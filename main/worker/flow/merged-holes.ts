import { grown } from '../../analysis/grown-array';
import type { HolePlaces } from '../../analysis/tcp/flow/flow-lines';

/** What the connections of a ladder jumped over, in the order of the ladder. A packet belongs to one connection: one hole at most is before it. */
export class MergedHoles implements HolePlaces {
  positions = new Uint32Array(16);
  fates = new Uint8Array(16);
  count = 0;

  /** @param position of the packet behind the hole; in any order until `sort` */
  add(position: number, fate: number): void {
    if (this.count === this.positions.length) this.grow();
    this.positions[this.count] = position;
    this.fates[this.count++] = fate;
  }

  sort(): void {
    const { positions, fates, count } = this;
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    order.sort((one, other) => (positions[one] as number) - (positions[other] as number));
    this.positions = order.map((index) => positions[index] as number);
    this.fates = Uint8Array.from(order, (index) => fates[index] as number);
  }

  private grow(): void {
    this.positions = grown(this.positions);
    this.fates = grown(this.fates);
  }
}
