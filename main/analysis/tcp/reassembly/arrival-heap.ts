/** A binary heap of arrival numbers, the earliest on top. */
export class ArrivalHeap {
  private readonly entries: number[] = [];

  get size(): number {
    return this.entries.length;
  }

  /** The earliest; undefined where there is none. */
  get top(): number | undefined {
    return this.entries[0];
  }

  push(arrival: number): void {
    const { entries } = this;
    let at = entries.push(arrival) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((entries[parent] as number) <= arrival) break;
      entries[at] = entries[parent] as number;
      at = parent;
    }
    entries[at] = arrival;
  }

  pop(): void {
    const { entries } = this;
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && (entries[child + 1] as number) < (entries[child] as number)) child++;
      if ((entries[child] as number) >= last) break;
      entries[at] = entries[child] as number;
      at = child;
    }
    entries[at] = last;
  }
}
