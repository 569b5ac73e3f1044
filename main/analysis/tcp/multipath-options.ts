/** Which subtypes of Multipath TCP options connections have used so far, as bits. Most connections have used none, and cost nothing. */
export class MultipathOptions {
  private readonly used = new Map<number, number>();

  get byteSize(): number {
    return this.used.size * bytesEach;
  }

  /**
   * Takes in what a segment carries.
   * @returns whether the connection had not used one of them before
   */
  takesInNew(connection: number, subtypes: number): boolean {
    const before = this.used.get(connection) ?? 0;
    if ((subtypes & ~before) === 0) return false;
    this.used.set(connection, before | subtypes);
    return true;
  }

  copy(): MultipathOptions {
    const copy = new MultipathOptions();
    for (const [connection, subtypes] of this.used) copy.used.set(connection, subtypes);
    return copy;
  }
}

/** About what an entry of a map takes. */
const bytesEach = 40;
