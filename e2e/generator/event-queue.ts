/** A binary heap of things to do at a time (microseconds); equal times run in the order they were scheduled. */
export class EventQueue {
  /** The time of the event that runs, microseconds since the capture's beginning. */
  now = 0;
  private times: number[] = [];
  private orders: number[] = [];
  private actions: (() => void)[] = [];
  private scheduled = 0;

  get size(): number {
    return this.times.length;
  }

  schedule(time: number, action: () => void): void {
    const order = this.scheduled++;
    let hole = this.times.length;
    const at = Math.max(time, this.now);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.times[parent]! <= at) break;
      this.move(parent, hole);
      hole = parent;
    }
    this.times[hole] = at;
    this.orders[hole] = order;
    this.actions[hole] = action;
  }

  /** Runs the earliest event; false when there is none. */
  runNext(): boolean {
    const action = this.actions[0];
    if (!action) return false;
    this.now = this.times[0]!;
    const time = this.times.pop()!;
    const order = this.orders.pop()!;
    const last = this.actions.pop()!;
    if (this.times.length > 0) this.sink(time, order, last);
    action();
    return true;
  }

  private sink(time: number, order: number, action: () => void): void {
    const size = this.times.length;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      if (child + 1 < size && this.precedes(child + 1, this.times[child]!, this.orders[child]!)) child++;
      if (!this.precedes(child, time, order)) break;
      this.move(child, hole);
      hole = child;
    }
    this.times[hole] = time;
    this.orders[hole] = order;
    this.actions[hole] = action;
  }

  private precedes(index: number, time: number, order: number): boolean {
    const own = this.times[index]!;
    return own < time || (own === time && this.orders[index]! < order);
  }

  private move(from: number, to: number): void {
    this.times[to] = this.times[from]!;
    this.orders[to] = this.orders[from]!;
    this.actions[to] = this.actions[from]!;
  }
}
