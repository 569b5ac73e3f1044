import type { VerdictSource } from '../../preload/contract/settings';
import type { CaptureAnalysis } from './capture-analysis';

/** What the user wrote on packets, and how they are to be shown: marks, comments, time references. Rows count from 0. */
export class Annotations {
  /** Something changed since the last save. */
  unsaved = false;
  /** Whose verdicts the rows show. */
  verdictSource: VerdictSource = 'wirestate';
  private readonly changedComments = new Map<number, readonly string[]>();
  /** Ascending. */
  private references: number[] = [];

  constructor(private readonly analysis: CaptureAnalysis) {}

  mark(rows: readonly number[], on: boolean): void {
    const { marked } = this.analysis;
    for (const row of rows) {
      if (on) marked.add(row);
      else marked.delete(row);
    }
  }

  get markedRows(): number[] {
    return [...this.analysis.marked].sort((one, other) => one - other);
  }

  /** An empty list removes the packet's comments. */
  comment(row: number, comments: readonly string[]): void {
    this.changedComments.set(row, comments);
    if (comments.length === 0) this.analysis.comments.delete(row);
    else this.analysis.comments.set(row, comments);
    this.unsaved = true;
  }

  reference(row: number, on: boolean): void {
    this.references = this.references.filter((each) => each !== row);
    if (on) this.references.push(row);
    this.references.sort((one, other) => one - other);
  }

  isReference(row: number): boolean {
    return this.references.includes(row);
  }

  /** The row whose time counts as zero for `row`: the last reference at or before it, else the first packet. */
  referenceOf(row: number): number {
    let found = 0;
    for (const reference of this.references) {
      if (reference > row) break;
      found = reference;
    }
    return found;
  }

  /** The same annotations on the same file read again. */
  movedTo(analysis: CaptureAnalysis): Annotations {
    const moved = new Annotations(analysis);
    moved.unsaved = this.unsaved;
    moved.verdictSource = this.verdictSource;
    moved.references = this.references;
    for (const row of this.analysis.marked) analysis.marked.add(row);
    for (const [row, comments] of this.changedComments) moved.comment(row, comments);
    return moved;
  }
}
