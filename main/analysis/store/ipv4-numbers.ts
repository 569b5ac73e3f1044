/** The numbers of IPv4 addresses. An address and its number lie side by side, so that a look at one cache line finds them. */
export class Ipv4Numbers {
  /** Address, number; number 0 for a free place. Small at first, as in LongAddressNumbers. */
  private pairs = new Int32Array(32);
  private size = 0;

  get byteSize(): number {
    return this.pairs.byteLength;
  }

  /** The number of an address, its four bytes a signed integer; 0 where it has none. */
  find(address: number): number {
    return this.pairs[this.place(address) + 1] as number;
  }

  /** Gives a number to an address that has none. */
  add(address: number, id: number): void {
    if (++this.size * 4 > this.pairs.length) this.grow();
    const place = this.place(address);
    this.pairs[place] = address;
    this.pairs[place + 1] = id;
  }

  /** Where the address is, or would be put. */
  private place(address: number): number {
    const { pairs } = this;
    const mask = pairs.length - 2;
    let place = (scattered(address) << 1) & mask;
    while (pairs[place + 1] !== 0 && pairs[place] !== address) place = (place + 2) & mask;
    return place;
  }

  private grow(): void {
    const old = this.pairs;
    this.pairs = new Int32Array(old.length * 2);
    for (let i = 0; i < old.length; i += 2) {
      if (old[i + 1] === 0) continue;
      const place = this.place(old[i] as number);
      this.pairs[place] = old[i] as number;
      this.pairs[place + 1] = old[i + 1] as number;
    }
  }
}

/** Spreads neighbouring addresses over all bits. */
function scattered(address: number): number {
  const value = Math.imul(address ^ (address >>> 16), 0x45d9f3b);
  return value ^ (value >>> 15);
}
