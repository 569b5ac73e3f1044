import { grown } from '../../analysis/grown-array';

/** Pairs of addresses, numbered from 0 as they are met, whichever of the two comes first. Found by open addressing. */
export class AddressPairs {
  /** First and second address of each pair. */
  private members = new Uint32Array(512);
  /** Number of a pair plus one; 0 for a free slot. */
  private slots = new Uint32Array(1024);
  private size = 0;

  get count(): number {
    return this.size;
  }

  /** The pair's number; given if it is new. */
  numberOf(one: number, other: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash(one, other) & mask; ; slot = (slot + 1) & mask) {
      const number = (this.slots[slot] as number) - 1;
      if (number < 0) return this.add(one, other, slot);
      const first = this.members[2 * number];
      const second = this.members[2 * number + 1];
      if ((first === one && second === other) || (first === other && second === one)) return number;
    }
  }

  first(number: number): number {
    return this.members[2 * number] as number;
  }

  second(number: number): number {
    return this.members[2 * number + 1] as number;
  }

  private add(one: number, other: number, slot: number): number {
    const number = this.size++;
    if (2 * this.size > this.members.length) this.members = grown(this.members);
    this.members[2 * number] = one;
    this.members[2 * number + 1] = other;
    this.slots[slot] = number + 1;
    if (2 * this.size > this.slots.length) this.rehash();
    return number;
  }

  private rehash(): void {
    this.slots = new Uint32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = hash(this.first(number), this.second(number)) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number + 1;
    }
  }
}

/** The same for both orders. */
function hash(one: number, other: number): number {
  let value = Math.imul(Math.min(one, other), 0x45d9f3b) ^ Math.imul(Math.max(one, other), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
