import type { Timestamp } from '../../../preload/contract/capture';
import type {
  FlowBlockOfLines,
  FlowLane,
  FlowLine,
  FlowPlace,
  FlowShape,
  FlowTarget,
} from '../../../preload/contract/flow';
import { firstIndex } from '../../analysis/first-index';
import { RowFlag } from '../../analysis/store/schema';
import { elapsedNanoseconds } from '../../analysis/tcp/clock';
import { FlowLines, type HolePlaces, LineKind, type LineSpacing } from '../../analysis/tcp/flow/flow-lines';
import type { FlowRows } from '../../analysis/tcp/flow/flow-rows';

const tallestBlock = 128;
const mostLines = 700;
const kindNames = ['segment', 'run', 'lost', 'pause'] as const;

/** What a ladder is drawn of, made once for all ways to space its lines. */
export interface LadderSource {
  readonly flow: FlowRows;
  readonly holes: HolePlaces | null;
  /** What depends neither on the lines nor on what is still being found out. */
  readonly nature: Pick<FlowShape, 'nodes' | 'otherHosts' | 'roundTripNanoseconds' | 'capturePoint'>;
  /** Lanes side by side, by node. */
  readonly tracks: readonly number[];
  /** All that makes its lines is known. */
  readonly isComplete: boolean;
  /** Finds out more for a while. @returns false where all is known */
  advance(milliseconds: number): boolean;
  /** Nanoseconds that a pause must last to be shown, and steps that a nanosecond takes in lines spaced by time. */
  readonly pauseNanoseconds: number;
  readonly stepsPerNanosecond: number;
  /** The line's description. */
  describe(ladder: Ladder, line: number): FlowLine;
  /** The lanes between two places, in steps. */
  lanes(ladder: Ladder, top: number, bottom: number): Generator<void, FlowLane[]>;
}

/** The lines of a ladder in one of the ways to space them, described as they are looked at. */
export class Ladder {
  private constructor(
    readonly source: LadderSource,
    readonly lines: FlowLines,
    private readonly version: number,
  ) {}

  /** Makes its lines in steps, between which there is time for other work. */
  static *inSteps(
    source: LadderSource,
    how: Pick<LineSpacing, 'spacing' | 'collapsesRuns' | 'expanded'>,
    version: number,
  ): Generator<void, Ladder> {
    const { flow, holes, pauseNanoseconds, stepsPerNanosecond } = source;
    const lines = yield* FlowLines.inSteps(flow, holes, { ...how, pauseNanoseconds, stepsPerNanosecond });
    return new Ladder(source, lines, version);
  }

  shape(): FlowShape {
    const { lines, source } = this;
    const { roundTripNanoseconds } = source.nature;
    return {
      ...source.nature,
      version: this.version,
      tracks: source.tracks,
      lines: lines.count,
      packets: source.flow.count,
      start: this.start(),
      height: lines.height,
      problems: lines.problems,
      halfRoundTrip: ((roundTripNanoseconds ?? 0) / 2) * source.stepsPerNanosecond,
      isComplete: source.isComplete,
    };
  }

  private start(): Timestamp | null {
    const { store, rows, count } = this.source.flow;
    const row = rows[0] as number;
    if (count === 0 || !store.has(row, RowFlag.hasTime)) return null;
    return { seconds: store.get('seconds', row), nanoseconds: store.get('nanoseconds', row) };
  }

  /** Describes the lines between two places, in steps. */
  *block(top: number, bottom: number): Generator<void, FlowBlockOfLines> {
    const { lines, source, version } = this;
    const described: FlowLine[] = [];
    const end = Math.min(bottom, top + tallestBlock);
    for (let line = lines.lineAt(top); line < lines.count && lines.topOf(line) < end; line++) {
      if (described.length === mostLines) break;
      described.push(source.describe(this, line));
      yield;
    }
    return { version, lines: described, lanes: yield* source.lanes(this, top, end) };
  }

  place(target: FlowTarget): FlowPlace | null {
    const { lines } = this;
    if (lines.count === 0) return null;
    switch (target.kind) {
      case 'packet':
        return this.placeOfPacket(target.packet);
      case 'line':
        return this.placeOf(Math.max(0, Math.min(lines.count - 1, target.line)));
      case 'problem': {
        const line = lines.problemFrom(target.from, target.by);
        return line < 0 ? null : this.placeOf(line);
      }
      case 'time':
        return this.placeOf(lines.lineOf(this.positionAt(target.nanoseconds)));
    }
  }

  /** The place of the line that shows the packet at a position. */
  topOfPosition(position: number): number {
    return this.lines.topOf(this.lines.lineOf(position));
  }

  /** The place of the line of what was jumped over before the packet at a position; null where there is none. */
  topOfHole(position: number): number | null {
    const line = this.lines.holeLine(position);
    return line < 0 ? null : this.lines.topOf(line);
  }

  sinceStart(position: number): number {
    const { store, rows } = this.source.flow;
    return elapsedNanoseconds(store, rows[0] as number, rows[position] as number);
  }

  private placeOfPacket(packet: number): FlowPlace | null {
    const { flow } = this.source;
    const position = flow.positionOf(packet - 1);
    return position < 0 || flow.rows[position] !== packet - 1 ? null : this.placeOf(this.lines.lineOf(position));
  }

  private placeOf(line: number): FlowPlace {
    const { lines, source } = this;
    const kind = lines.kind(line);
    const position = lines.first[line] as number;
    const isPacket = kind === LineKind.segment || kind === LineKind.run;
    return {
      line,
      top: lines.topOf(line),
      packet: isPacket ? (source.flow.rows[position] as number) + 1 : 0,
      kind: kindNames[kind] as FlowPlace['kind'],
      sinceStart: this.sinceStart(position),
    };
  }

  /** The first packet not before a time. A clock that went back makes it one of several. */
  private positionAt(nanoseconds: number): number {
    return firstIndex(this.source.flow.count - 1, (index) => this.sinceStart(index) >= nanoseconds);
  }
}
