import { allocate } from '../memory';
import { freeResend, Resend } from './resend';

/** More than this do not wait for evidence: the oldest are judged by what there is. */
export const mostUndecided: i32 = 4096;
const mostUncovered: i32 = 1024;
const places: i32 = 1024;

/** The resends of one direction that nothing decides yet, in the order of capture. */
@unmanaged
export class ResendList {
  length: i32;
  /** How many of them no acknowledgment covers. */
  uncovered: i32;
  private all: usize;
  private notCovered: usize;
  /** By their rows: the first of each place. */
  private byRow: usize;

  /** To be called once. */
  begin(): void {
    this.all = allocate((<usize>(mostUndecided + 1)) << 2);
    this.notCovered = allocate((<usize>(mostUncovered + 1)) << 2);
    this.byRow = allocate((<usize>places) << 2);
  }

  at(index: i32): Resend {
    return changetype<Resend>(load<usize>(this.all + ((<usize>index) << 2)));
  }

  uncoveredAt(index: i32): Resend {
    return changetype<Resend>(load<usize>(this.notCovered + ((<usize>index) << 2)));
  }

  /** The resend of that row; null where there is none. */
  ofRow(row: i32): Resend | null {
    let each = load<usize>(this.place(row));
    while (each != 0 && changetype<Resend>(each).row != row) each = changetype<Resend>(each).next;
    return changetype<Resend | null>(each);
  }

  add(resend: Resend): void {
    const each = changetype<usize>(resend);
    store<usize>(this.all + ((<usize>this.length) << 2), each);
    this.length++;
    const place = this.place(resend.row);
    resend.next = load<usize>(place);
    store<usize>(place, each);
    if (resend.wasCovered || resend.isCopy) return;
    store<usize>(this.notCovered + ((<usize>this.uncovered) << 2), each);
    if (this.uncovered < mostUncovered) this.uncovered++;
    else memory.copy(this.notCovered, this.notCovered + 4, (<usize>mostUncovered) << 2);
  }

  /** Keeps of those that are not covered the one at `index` as number `kept` of them. */
  keepUncovered(index: i32, kept: i32): void {
    store<usize>(this.notCovered + ((<usize>kept) << 2), changetype<usize>(this.uncoveredAt(index)));
  }

  /** Forgets the first `count`. */
  dropFirst(count: i32): void {
    if (count <= 0) return;
    for (let i = 0; i < count; i++) this.at(i).isDecided = true;
    let kept = 0;
    for (let i = 0; i < this.uncovered; i++) if (!this.uncoveredAt(i).isDecided) this.keepUncovered(i, kept++);
    this.uncovered = kept;
    for (let i = 0; i < count; i++) this.drop(this.at(i));
    this.length -= count;
    memory.copy(this.all, this.all + ((<usize>count) << 2), (<usize>this.length) << 2);
  }

  private drop(resend: Resend): void {
    const each = changetype<usize>(resend);
    const place = this.place(resend.row);
    let before = load<usize>(place);
    if (before == each) store<usize>(place, resend.next);
    else {
      while (changetype<Resend>(before).next != each) before = changetype<Resend>(before).next;
      changetype<Resend>(before).next = resend.next;
    }
    freeResend(resend);
  }

  private place(row: i32): usize {
    return this.byRow + ((<usize>(row & (places - 1))) << 2);
  }
}
