import { isAfter, isAtOrAfter, isAtOrBefore, sequenceDistance } from '../sequence-number';

/** What became of bytes that a capture lacks. */
export const HoleFate = {
  /** Nobody acknowledged them, as far as the capture goes. */
  missing: 0,
  /** Acknowledged, and never captured. */
  notCaptured: 1,
  /** Sent again. */
  lost: 2,
  /** They came late: nothing was lost. */
  late: 3,
} as const;
export type HoleFate = (typeof HoleFate)[keyof typeof HoleFate];

/** Holes that wait at the same time: more wait only in captures made to trouble. */
const mostOpen = 256;

interface OpenHole {
  readonly index: number;
  readonly left: number;
  readonly right: number;
  bytesLeft: number;
}

/** Stretches of one connection's sequence numbers that were jumped over, in the order in which that was seen. */
export class HoleList {
  /** Position of the segment that came behind the hole, ascending. */
  readonly positions: number[] = [];
  readonly fromServer: boolean[] = [];
  /** Sequence numbers as signed integers. */
  readonly lefts: number[] = [];
  readonly rights: number[] = [];
  readonly fates: HoleFate[] = [];
  /** Position of the first segment that filled a part; -1 for none. */
  readonly fillers: number[] = [];
  private readonly open = { client: [] as OpenHole[], server: [] as OpenHole[] };

  get count(): number {
    return this.positions.length;
  }

  add(position: number, fromServer: boolean, left: number, right: number): void {
    const index = this.positions.length;
    this.positions.push(position);
    this.fromServer.push(fromServer);
    this.lefts.push(left);
    this.rights.push(right);
    this.fates.push(HoleFate.missing);
    this.fillers.push(-1);
    const open = this.of(fromServer);
    open.push({ index, left, right, bytesLeft: sequenceDistance(right, left) });
    if (open.length > mostOpen) open.shift();
  }

  /** A segment brought numbers from `left` to before `right`. @returns the hole that it fills, -1 for none */
  fill(position: number, fromServer: boolean, left: number, right: number, isLate: boolean): number {
    const open = this.of(fromServer);
    for (let i = open.length - 1; i >= 0; i--) {
      const hole = open[i] as OpenHole;
      if (!isAfter(right, hole.left) || !isAfter(hole.right, left)) continue;
      const { index } = hole;
      if (this.fillers[index] === -1) {
        this.fillers[index] = position;
        this.fates[index] = isLate ? HoleFate.late : HoleFate.lost;
      } else if (!isLate) this.fates[index] = HoleFate.lost;
      const from = isAfter(left, hole.left) ? left : hole.left;
      const to = isAfter(hole.right, right) ? right : hole.right;
      hole.bytesLeft -= sequenceDistance(to, from);
      if (hole.bytesLeft <= 0) open.splice(i, 1);
      return index;
    }
    return -1;
  }

  /** The other end acknowledged all before a number. */
  acknowledge(ofServer: boolean, acknowledgment: number): void {
    const open = this.of(ofServer);
    for (let i = open.length - 1; i >= 0; i--) {
      const hole = open[i] as OpenHole;
      if (!isAtOrAfter(acknowledgment, hole.right)) continue;
      if (this.fates[hole.index] === HoleFate.missing) this.fates[hole.index] = HoleFate.notCaptured;
      open.splice(i, 1);
    }
  }

  /** The hole that still waits for the number; -1 for none. */
  waitingAt(ofServer: boolean, sequence: number): number {
    for (const { index, left, right } of this.of(ofServer)) {
      if (isAtOrBefore(left, sequence) && isAfter(right, sequence)) return index;
    }
    return -1;
  }

  /** Indexes of the first hole at or behind a position. */
  firstFrom(position: number): number {
    let low = 0;
    let high = this.positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.positions[middle] as number) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private of(fromServer: boolean): OpenHole[] {
    return fromServer ? this.open.server : this.open.client;
  }
}
