const kept = 64;

/** The last segments of one end: their rows and IP identifications. */
export class RecentRows {
  private readonly rows = new Uint32Array(kept);
  private readonly identifications = new Uint16Array(kept);
  private count = 0;

  clear(): void {
    this.count = 0;
  }

  add(row: number, identification: number): void {
    const at = this.count++ % kept;
    this.rows[at] = row;
    this.identifications[at] = identification;
  }

  get size(): number {
    return Math.min(this.count, kept);
  }

  /** @param back 1 for the last */
  row(back: number): number {
    return this.rows[(this.count - back) % kept] as number;
  }

  identification(back: number): number {
    return this.identifications[(this.count - back) % kept] as number;
  }
}
