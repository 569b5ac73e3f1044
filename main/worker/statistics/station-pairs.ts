const slots = 1024;
const words = 3;

/** The two addresses that frames begin with, each pair looked up once as long as no other takes its slot. */
export class StationPairs {
  /** Numbers of the ends of the pair looked at last. */
  source = 0;
  destination = 0;
  private readonly keys = new Int32Array(slots * words);
  private readonly isTaken = new Uint8Array(slots);
  private readonly ends = new Uint32Array(slots * 2);

  /** @param numberOf gives the number of the end with the address at a place */
  constructor(private readonly numberOf: (bytes: Uint8Array, at: number) => number) {}

  /** @param frame 12 bytes at least: destination and source (IEEE 802.3 §3.2) */
  look(frame: Uint8Array): void {
    const [one, two, three] = [word(frame, 0), word(frame, 4), word(frame, 8)];
    const slot = hash(one, two, three) & (slots - 1);
    const { keys, ends, isTaken } = this;
    const key = slot * words;
    const isThere = isTaken[slot] === 1 && keys[key] === one && keys[key + 1] === two && keys[key + 2] === three;
    if (!isThere) {
      // The sender is met first.
      ends[2 * slot] = this.numberOf(frame, 6);
      ends[2 * slot + 1] = this.numberOf(frame, 0);
      keys[key] = one;
      keys[key + 1] = two;
      keys[key + 2] = three;
      isTaken[slot] = 1;
    }
    this.source = ends[2 * slot] as number;
    this.destination = ends[2 * slot + 1] as number;
  }
}

const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 24) |
  ((bytes[at + 1] as number) << 16) |
  ((bytes[at + 2] as number) << 8) |
  (bytes[at + 3] as number);

function hash(one: number, two: number, three: number): number {
  let value = Math.imul(one, 0x45d9f3b) ^ Math.imul(two, 0x2c1b3c6d) ^ Math.imul(three, 0x297a2d39);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return value ^ (value >>> 13);
}
