/** Words of an entry: four of the address, its family, its number; 0 for a free place. Two more make a power of two. */
const entryWords = 8;
const familyWord = 4;
const numberWord = 5;

/**
 * The numbers of the addresses that are longer than four bytes: IPv6's, and Ethernet's with zeros behind. An address and its
 * number lie side by side, so that a look at one cache line finds them.
 */
export class LongAddressNumbers {
  /** Small at first: it has grown before the engine could build on its staying the same. */
  private entries = new Int32Array(8 * entryWords);
  private size = 0;

  get byteSize(): number {
    return this.entries.byteLength;
  }

  /** The number of an address of that family, its bytes as four signed integers; 0 where it has none. */
  find(family: number, one: number, two: number, three: number, four: number): number {
    return this.entries[this.place(family, one, two, three, four) + numberWord] as number;
  }

  /** Gives a number to an address that has none. */
  add(family: number, one: number, two: number, three: number, four: number, number: number): void {
    if (++this.size * 2 * entryWords > this.entries.length) this.grow();
    const place = this.place(family, one, two, three, four);
    const { entries } = this;
    entries[place] = one;
    entries[place + 1] = two;
    entries[place + 2] = three;
    entries[place + 3] = four;
    entries[place + familyWord] = family;
    entries[place + numberWord] = number;
  }

  /** Where the address is, or would be put. */
  private place(family: number, one: number, two: number, three: number, four: number): number {
    const { entries } = this;
    const mask = entries.length - entryWords;
    let place = Math.imul(hash(one, two, three, four), entryWords) & mask;
    for (;;) {
      if (entries[place + numberWord] === 0) return place;
      const isSame =
        entries[place] === one &&
        entries[place + 1] === two &&
        entries[place + 2] === three &&
        entries[place + 3] === four &&
        entries[place + familyWord] === family;
      if (isSame) return place;
      place = (place + entryWords) & mask;
    }
  }

  private grow(): void {
    const old = this.entries;
    this.entries = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += entryWords) {
      if (old[at + numberWord] === 0) continue;
      const entry = old.subarray(at, at + entryWords);
      const [one, two, three, four, family] = entry as unknown as [number, number, number, number, number];
      this.entries.set(entry, this.place(family, one, two, three, four));
    }
  }
}

/** FNV-1a over words; then neighbouring numbers are spread over all bits. */
function hash(one: number, two: number, three: number, four: number): number {
  let value = Math.imul(0x811c9dc5 ^ one, 0x01000193);
  value = Math.imul(value ^ two, 0x01000193);
  value = Math.imul(value ^ three, 0x01000193);
  value = Math.imul(value ^ four, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return value ^ (value >>> 13);
}
