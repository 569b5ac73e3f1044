import { firstIndex } from '../../first-index';
import { FlowMark } from './flow-mark';
import type { FlowRows } from './flow-rows';
import { HoleFate } from './hole-list';

/** What a line shows, and whether that is a problem, in one byte. */
export const LineKind = { segment: 0, run: 1, lost: 2, pause: 3 } as const;
export const problemLine = 4;
const kindMask = 3;

/** Stretches of sequence numbers that were jumped over: position of the packet behind each, ascending, and what became of them. */
export interface HolePlaces {
  readonly count: number;
  readonly positions: ArrayLike<number>;
  readonly fates: ArrayLike<number>;
}

export interface LineSpacing {
  readonly spacing: 'even' | 'time';
  readonly collapsesRuns: boolean;
  /** Positions of the first packets of runs that are shown in full. */
  readonly expanded: ReadonlySet<number>;
  /** Nanoseconds that a pause must last to be shown as one among evenly spaced lines. */
  readonly pauseNanoseconds: number;
  /** Steps a nanosecond takes where distances tell time. */
  readonly stepsPerNanosecond: number;
}

/** Less than this many packets are no bulk. */
const fewestInRun = 4;
const fewestOfKind = 3;
const fewestPlain = 8;
/** Lines spaced by time are at least this far apart, in steps, and at most that far: what lasts longer is folded. */
const closest = 0.5;
const furthest = 8;
/** The clock went back: seen from a millisecond on; less is the jitter of a capture of several queues. */
const stepBack = -1_000_000;

const positionsAtOnce = 1 << 15;

/**
 * The lines of a ladder, in typed arrays: a packet each, or a run of bulk data, a hole, a pause. Places are in steps: 1 is the
 * distance of two evenly spaced lines.
 */
export class FlowLines {
  /** Position of the line's first packet; of a hole and of a pause that of the packet behind it. */
  first = new Uint32Array(256);
  private kinds = new Uint8Array(256);
  /** Null where lines are evenly spaced. */
  private tops: Float64Array | null = null;
  count = 0;
  problems = 0;
  private top = 0;

  private constructor(
    private readonly flow: FlowRows,
    private readonly how: LineSpacing,
  ) {
    if (how.spacing === 'time') this.tops = new Float64Array(256);
  }

  /** Makes all lines in steps, between which there is time for other work. */
  static *inSteps(flow: FlowRows, holes: HolePlaces | null, how: LineSpacing): Generator<void, FlowLines> {
    const lines = new FlowLines(flow, how);
    yield* lines.make(holes);
    return lines;
  }

  private *make(holes: HolePlaces | null): Generator<void, void> {
    const { flow } = this;
    let hole = 0;
    let next = positionsAtOnce;
    for (let position = 0; position < flow.count; ) {
      if (position >= next) {
        next = position + positionsAtOnce;
        yield;
      }
      const pause = flow.pauses[position] as number;
      if (position > 0) this.pass(position, pause);
      if (holes !== null && flow.has(position, FlowMark.holeBefore)) {
        while (hole < holes.count && (holes.positions[hole] as number) < position) hole++;
        if (holes.positions[hole] === position && holes.fates[hole] !== HoleFate.late) {
          this.add(position, LineKind.lost | problemLine);
        }
      }
      position = this.addPackets(position);
    }
  }

  get height(): number {
    return this.tops === null ? this.count : this.top + 1;
  }

  kind(line: number): number {
    return (this.kinds[line] as number) & kindMask;
  }

  isProblem(line: number): boolean {
    return ((this.kinds[line] as number) & problemLine) !== 0;
  }

  topOf(line: number): number {
    return this.tops === null ? line : (this.tops[line] as number);
  }

  /** Position behind the line's last packet. */
  endOf(line: number): number {
    const kind = this.kind(line);
    if (kind !== LineKind.run) return (this.first[line] as number) + (kind === LineKind.segment ? 1 : 0);
    return line + 1 < this.count ? (this.first[line + 1] as number) : this.flow.count;
  }

  /** The line that shows the packet at a position. */
  lineOf(position: number): number {
    return Math.max(0, firstIndex(this.count, (index) => (this.first[index] as number) > position) - 1);
  }

  /** The first line at or below a place. */
  lineAt(top: number): number {
    const { tops } = this;
    if (tops === null) return Math.max(0, Math.min(this.count, Math.ceil(top)));
    return firstIndex(this.count, (index) => (tops[index] as number) >= top);
  }

  /** The hole line before the packet at a position; -1 for none. */
  holeLine(position: number): number {
    const line = this.lineOf(position) - 1;
    return line >= 0 && this.kind(line) === LineKind.lost && this.first[line] === position ? line : -1;
  }

  /** The next line with a problem in a direction; -1 for none. */
  problemFrom(line: number, by: 1 | -1): number {
    for (let at = line + by; at >= 0 && at < this.count; at += by) if (this.isProblem(at)) return at;
    return -1;
  }

  /** Lets time pass before the packet at a position. */
  private pass(position: number, pause: number): void {
    const { spacing, pauseNanoseconds, stepsPerNanosecond } = this.how;
    if (pause < stepBack) this.add(position, LineKind.pause | problemLine);
    else if (spacing === 'even') {
      if (pause >= pauseNanoseconds) this.add(position, LineKind.pause);
    } else if (pause * stepsPerNanosecond > furthest) this.add(position, LineKind.pause);
    else this.top += Math.max(0, pause * stepsPerNanosecond - closest);
  }

  private addPackets(position: number): number {
    const { flow, how } = this;
    const end = how.collapsesRuns ? this.runEnd(position) : position;
    if (end > position && !how.expanded.has(position)) {
      this.add(position, LineKind.run);
      return end;
    }
    const last = Math.max(position + 1, end);
    for (let at = position; at < last; at++) {
      if (at > position) this.pass(at, flow.pauses[at] as number);
      this.add(at, flow.has(at, FlowMark.problem) ? LineKind.segment | problemLine : LineKind.segment);
    }
    return last;
  }

  /** Whether a line of its own tells of a pause. */
  private isLong(pause: number): boolean {
    const { spacing, pauseNanoseconds, stepsPerNanosecond } = this.how;
    if (pause < stepBack) return true;
    return spacing === 'even' ? pause >= pauseNanoseconds : pause * stepsPerNanosecond > furthest;
  }

  /** Position behind the bulk that begins at a position; the position itself where none does. */
  private runEnd(position: number): number {
    const { flow } = this;
    const { marks, pauses } = flow;
    let side = -1;
    let data = 0;
    let duplicates = 0;
    let at = position;
    for (; at < flow.count; at++) {
      const mark = marks[at] as number;
      if (mark & FlowMark.standsAlone) break;
      if (at > position && (mark & FlowMark.changesConnection || this.isLong(pauses[at] as number))) break;
      if (mark & FlowMark.hasData) {
        if (side >= 0 && side !== (mark & FlowMark.fromServer)) break;
        side = mark & FlowMark.fromServer;
        data++;
      } else if (mark & FlowMark.duplicate) duplicates++;
    }
    const count = at - position;
    const isBulk = count >= fewestInRun && (data >= fewestOfKind || duplicates >= fewestOfKind || count >= fewestPlain);
    return isBulk ? at : position;
  }

  private add(position: number, kind: number): void {
    const line = this.count++;
    if (line === this.first.length) this.grow();
    this.first[line] = position;
    this.kinds[line] = kind;
    if (kind & problemLine) this.problems++;
    if (this.tops !== null) {
      this.tops[line] = this.top;
      this.top += kind === LineKind.segment ? closest : 1;
    }
  }

  private grow(): void {
    const { first, kinds, tops } = this;
    const size = first.length * 2;
    this.first = new Uint32Array(size);
    this.first.set(first);
    this.kinds = new Uint8Array(size);
    this.kinds.set(kinds);
    if (tops === null) return;
    this.tops = new Float64Array(size);
    this.tops.set(tops);
  }
}
