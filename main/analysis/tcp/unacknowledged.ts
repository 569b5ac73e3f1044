import { SequenceHeap } from './sequence-heap';
import { isAfter, isAtOrBefore, isBefore, isSame, relativeTo } from './sequence-number';

export const noRow = -1;

/** Segments that are looked at one by one where numbers from before a connection's beginning wait. */
const mostGoneThrough = 512;
/** A span above this is none: half the circle lies the other way round. */
export const largestSpan = 2_000_000_000;

// Most connections never need any: a million of them have one segment.
const noRows = new Uint32Array(0);
const noNumbers = new Int32Array(0);
const nothingWaits = new Uint8Array(0);

/**
 * The segments of one end that wait for an acknowledgment, transmissions of the same bytes side by side. A segment costs the
 * logarithm of their number at most, however many wait.
 */
export class Unacknowledged {
  private rows = noRows;
  private lefts = noNumbers;
  private rights = noNumbers;
  private waiting = nothingWaits;
  /** Entries in the order of transmission, from the oldest that may still wait to behind the newest. */
  private head = 0;
  private tail = 0;
  private count = 0;
  private byRight = new SequenceHeap();
  private byLeft = new SequenceHeap();
  /**
   * Some segments are acknowledged in part: what waits of them begins where an acknowledgment stood. A stack of such places,
   * the earliest number on top, each with the end of what begins there. More than one only where acknowledgments went back.
   */
  private trimmedAt: number[] = [];
  private trimmedEnd: number[] = [];
  private rightmost = 0;

  get size(): number {
    return this.count;
  }

  /** Row of the oldest transmission that waits; `noRow` where none does. */
  get oldestRow(): number {
    if (this.count === 0) return noRow;
    while (this.waiting[this.head] === 0) this.head++;
    return this.rows[this.head] as number;
  }

  /** From the first to behind the last sequence number that waits. */
  get span(): number {
    return this.count === 0 ? 0 : relativeTo(this.rightmost, this.leftmost);
  }

  /**
   * From the first to behind the last sequence number that waits, counted from `base` and never negative, as tshark counts
   * them: where numbers from before the base wait beside its own, what lies between those is no measure, and often too large to
   * be one. 0 where more wait than may be gone through.
   */
  spanFrom(base: number): number {
    if (!this.spans(base)) return this.span;
    if (this.count > mostGoneThrough) return 0;
    let first = 2 ** 32;
    let last = 0;
    for (const left of this.trimmedAt) first = Math.min(first, relativeTo(left, base));
    this.byLeft.forEach((entry) => {
      if (this.waiting[entry] === 1) first = Math.min(first, relativeTo(this.lefts[entry] as number, base));
    });
    this.byRight.forEach((entry) => {
      last = Math.max(last, relativeTo(this.rights[entry] as number, base));
    });
    return relativeTo(last, first);
  }

  /** Whether numbers wait on both sides of `base`. */
  private spans(base: number): boolean {
    return this.count > 0 && relativeTo(this.rightmost, base) < relativeTo(this.leftmost, base);
  }

  private get leftmost(): number {
    const trimmed = this.trimmedAt.length > 0 ? (this.trimmedAt[this.trimmedAt.length - 1] as number) : null;
    if (this.byLeft.size === 0) return trimmed ?? this.rightmost;
    const first = this.lefts[this.byLeft.first] as number;
    return trimmed !== null && isBefore(trimmed, first) ? trimmed : first;
  }

  /** Adds a transmission of the sequence numbers from `left` to before `right`. */
  add(row: number, left: number, right: number): void {
    if (this.tail === this.rows.length) this.makeRoom();
    const entry = this.tail++;
    this.rows[entry] = row;
    this.lefts[entry] = left;
    this.rights[entry] = right;
    this.waiting[entry] = 1;
    if (this.count++ === 0 || isAfter(right, this.rightmost)) this.rightmost = right;
    this.byRight.push(entry, this.rights);
    this.byLeft.push(entry, this.lefts);
  }

  /**
   * Takes off what an acknowledgment covers.
   * @returns the row of the first transmission that ends exactly there; `noRow` where none does
   */
  acknowledge(number: number): number {
    let exact = -1;
    while (this.byRight.size > 0) {
      const entry = this.byRight.first;
      const right = this.rights[entry] as number;
      if (isAfter(right, number)) break;
      if (isSame(right, number) && (exact < 0 || entry < exact)) exact = entry;
      this.byRight.pop(this.rights);
      this.waiting[entry] = 0;
      this.count--;
    }
    this.trim(number);
    const row = exact < 0 ? noRow : (this.rows[exact] as number);
    if (this.count === 0) this.clear();
    return row;
  }

  private trim(number: number): void {
    let end = this.mergeTrimmed(number);
    while (this.byLeft.size > 0) {
      const entry = this.byLeft.first;
      if (this.waiting[entry] === 1) {
        if (!isBefore(this.lefts[entry] as number, number)) break;
        const right = this.rights[entry] as number;
        if (isAfter(right, end)) end = right;
      }
      this.byLeft.pop(this.lefts);
    }
    if (!isAfter(end, number)) return;
    this.trimmedAt.push(number);
    this.trimmedEnd.push(end);
  }

  /** Takes the places at or before `number` off the stack. @returns the end of what began there */
  private mergeTrimmed(number: number): number {
    let end = number;
    while (this.trimmedAt.length > 0 && isAtOrBefore(this.trimmedAt[this.trimmedAt.length - 1] as number, number)) {
      this.trimmedAt.pop();
      const each = this.trimmedEnd.pop() as number;
      if (isAfter(each, end)) end = each;
    }
    return end;
  }

  clear(): void {
    this.head = 0;
    this.tail = 0;
    this.count = 0;
    if (this.trimmedAt.length > 0) {
      this.trimmedAt = [];
      this.trimmedEnd = [];
    }
    this.byRight.clear();
    this.byLeft.clear();
  }

  copy(): Unacknowledged {
    const copy = new Unacknowledged();
    const length = this.tail;
    copy.rows = this.rows.slice(0, length);
    copy.lefts = this.lefts.slice(0, length);
    copy.rights = this.rights.slice(0, length);
    copy.waiting = this.waiting.slice(0, length);
    copy.head = this.head;
    copy.tail = this.tail;
    copy.count = this.count;
    copy.byRight = this.byRight.copy();
    copy.byLeft = this.byLeft.copy();
    copy.trimmedAt = this.trimmedAt.slice();
    copy.trimmedEnd = this.trimmedEnd.slice();
    copy.rightmost = this.rightmost;
    return copy;
  }

  /** Closes the gaps that acknowledged entries left, and doubles the room where half of it is still in use. */
  private makeRoom(): void {
    const crowded = this.count * 2 > this.rows.length;
    const length = Math.max(8, crowded ? this.rows.length * 2 : this.rows.length);
    const trimmed = this.trimmedEntries();
    const { rows, lefts, rights, waiting, tail, head } = this;
    this.rows = new Uint32Array(length);
    this.lefts = new Int32Array(length);
    this.rights = new Int32Array(length);
    this.waiting = new Uint8Array(length);
    this.byRight.clear();
    this.byLeft.clear();
    this.head = 0;
    this.tail = 0;
    for (let entry = head; entry < tail; entry++) {
      if (waiting[entry] === 0) continue;
      const to = this.tail++;
      this.rows[to] = rows[entry] as number;
      this.lefts[to] = lefts[entry] as number;
      this.rights[to] = rights[entry] as number;
      this.waiting[to] = 1;
      this.byRight.push(to, this.rights);
      if (trimmed === null || trimmed[entry] === 0) this.byLeft.push(to, this.lefts);
    }
  }

  /** Which entries were trimmed: those that wait but stand no longer in the heap by their left ends. */
  private trimmedEntries(): Uint8Array | null {
    if (this.trimmedAt.length === 0) return null;
    const trimmed = new Uint8Array(this.tail).fill(1);
    this.byLeft.forEach((entry) => {
      trimmed[entry] = 0;
    });
    return trimmed;
  }
}
