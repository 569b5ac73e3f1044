import { isBefore } from './sequence-number';

const noEntries = new Int32Array(0);

/** Entries by their sequence number, the earliest first. `keys` is the caller's; entries are indexes into it. */
export class SequenceHeap {
  private entries = noEntries;
  size = 0;

  get first(): number {
    return this.entries[0] as number;
  }

  clear(): void {
    this.size = 0;
  }

  push(entry: number, keys: Int32Array): void {
    if (this.size === this.entries.length) {
      const more = new Int32Array(Math.max(8, this.size * 2));
      more.set(this.entries);
      this.entries = more;
    }
    const { entries } = this;
    const key = keys[entry] as number;
    let at = this.size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = entries[above] as number;
      if (!isBefore(key, keys[other] as number)) break;
      entries[at] = other;
      at = above;
    }
    entries[at] = entry;
  }

  /** Takes the first entry off. */
  pop(keys: Int32Array): void {
    const { entries } = this;
    const moved = entries[--this.size] as number;
    const key = keys[moved] as number;
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= this.size) break;
      const right = below + 1;
      if (
        right < this.size &&
        isBefore(keys[entries[right] as number] as number, keys[entries[below] as number] as number)
      ) {
        below = right;
      }
      if (!isBefore(keys[entries[below] as number] as number, key)) break;
      entries[at] = entries[below] as number;
      at = below;
    }
    entries[at] = moved;
  }

  forEach(visit: (entry: number) => void): void {
    for (let i = 0; i < this.size; i++) visit(this.entries[i] as number);
  }

  copy(): SequenceHeap {
    const copy = new SequenceHeap();
    copy.entries = this.entries.slice(0, this.size);
    copy.size = this.size;
    return copy;
  }
}
