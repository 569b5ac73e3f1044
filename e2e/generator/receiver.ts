/** The receiving half of one end: what has arrived, what to acknowledge with, which window to offer. */
export class Receiver {
  /** The next sequence number expected. */
  next = 0;
  finReceived = false;
  /** Sequence number up to which the application has read. */
  read = 1;
  private held: { left: number; right: number }[] = [];
  private finAt = -1;
  private rightEdge = 0;
  private duplicate: { left: number; right: number } | null = null;

  constructor(
    private readonly buffer: number,
    private readonly segmentSize: number,
  ) {}

  /** Takes a segment's data and FIN; tells whether the acknowledgment may wait. */
  take(sequence: number, length: number, fin: boolean): 'now' | 'later' {
    const end = Math.min(sequence + length, Math.max(this.rightEdge, this.next));
    const cut = sequence + length > end;
    if (fin && !cut) this.finAt = end;
    const hadGap = this.held.length > 0;
    if (length > 0 && end <= this.next) {
      if (!cut) this.duplicate = { left: sequence, right: sequence + length };
      return 'now';
    }
    if (sequence > this.next) {
      this.hold(sequence, end);
      return 'now';
    }
    this.next = Math.max(this.next, end);
    this.joinHeld();
    if (this.next === this.finAt) {
      this.finReceived = true;
      this.next++;
      return 'now';
    }
    return hadGap || cut || length === 0 ? 'now' : 'later';
  }

  /** Edges of up to `room` blocks, DSACK first (RFC 2883 §4), then the most recent (RFC 2018 §4). */
  sackBlocks(room: number): readonly number[] {
    if (this.held.length === 0 && !this.duplicate) return NONE;
    const edges: number[] = [];
    if (this.duplicate) edges.push(this.duplicate.left, this.duplicate.right);
    this.duplicate = null;
    for (const block of this.held) {
      if (edges.length >= 2 * room) break;
      edges.push(block.left, block.right);
    }
    return edges;
  }

  /** The window for the wire. The right edge never moves back (RFC 9293 §3.8.6), and a sliver counts as none. */
  window(scale: number): number {
    const dataEnd = this.finReceived ? this.next - 1 : this.next;
    const free = this.buffer - (dataEnd - this.read);
    const offered = free < Math.min(this.segmentSize, this.buffer / 2) ? 0 : free;
    const unit = 2 ** scale;
    const kept = Math.ceil(Math.max(this.rightEdge - this.next, 0) / unit);
    const field = Math.min(Math.max(Math.floor(offered / unit), kept), 0xffff);
    this.rightEdge = Math.max(this.rightEdge, this.next + field * unit);
    return field;
  }

  /** Whether reading has opened the window enough to be worth telling. */
  get deservesUpdate(): boolean {
    const offered = this.rightEdge - this.next;
    const free = this.buffer - (this.next - this.read);
    return offered < 2 * this.segmentSize && free - offered >= Math.min(2 * this.segmentSize, this.buffer / 2);
  }

  private hold(sequence: number, end: number): void {
    const merged = { left: sequence, right: end };
    const others: { left: number; right: number }[] = [];
    for (const block of this.held) {
      if (block.left <= sequence && block.right >= end && end > sequence)
        this.duplicate = { left: sequence, right: end };
      if (block.right < merged.left || block.left > merged.right) others.push(block);
      else {
        merged.left = Math.min(merged.left, block.left);
        merged.right = Math.max(merged.right, block.right);
      }
    }
    if (merged.right > merged.left) others.unshift(merged);
    this.held = others;
  }

  private joinHeld(): void {
    if (this.held.length === 0) return;
    for (let joined = true; joined; ) {
      joined = false;
      for (const block of this.held) {
        if (block.left <= this.next && block.right > this.next) {
          this.next = block.right;
          joined = true;
        }
      }
    }
    this.held = this.held.filter((block) => block.right > this.next);
  }
}

const NONE: readonly number[] = [];
