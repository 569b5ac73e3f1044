import type { StreamDirection } from '../../../preload/contract/stream';
import type { ContentBlock, FollowedContent } from './followed-content';
import type { LineFormat, LineMeasure } from './formats/line-format';

const windowBytes = 64 * 1024;

/** Where the next line begins, and what is needed to go on from there. */
export interface LinePlace {
  block: number;
  at: number;
  /** What of the block comes next: 0 its heading, 1 the line in front of its bytes, 2 its bytes or what is behind them. */
  stage: number;
  state: number;
}

export interface WalkedLine {
  readonly kind: 'turn' | 'data' | 'gap' | 'note';
  readonly block: ContentBlock;
  /** Position of its first byte, those in front that are not shown among them. */
  readonly start: number;
  /** Positions of the first shown byte and behind the last. */
  readonly from: number;
  readonly to: number;
  /** Position behind all of its bytes. */
  readonly end: number;
  readonly indent: number;
  readonly text: string;
}

/** Breaks a content into lines, one after the other, from any place that it has come by. */
export class LineWalker {
  readonly place: LinePlace = { block: -1, at: 0, stage: 0, state: 0 };
  private block: ContentBlock | null = null;
  private readonly measured: LineMeasure = { length: 0, hidden: 0, lead: 0, indent: 0, state: 0 };
  private window: Uint8Array = new Uint8Array(0);
  private windowStart = 0;
  /** The window has the rest of its run. */
  private windowIsLast = false;

  constructor(
    readonly content: FollowedContent,
    private readonly format: LineFormat,
    private readonly direction: StreamDirection,
  ) {
    this.enter(0);
  }

  goTo({ block, at, stage, state }: LinePlace): void {
    Object.assign(this.place, { block, at, stage, state });
    this.block = block < this.content.blocks ? this.content.block(block) : null;
  }

  /** @returns null behind the last line */
  next(): WalkedLine | null {
    for (;;) {
      const { block, place } = this;
      if (block === null) return null;
      if (place.stage === 0) {
        place.stage = 1;
        return between('turn', block, place.at, block.title);
      }
      if (place.stage === 1) {
        place.stage = 2;
        const text = this.format.opening(block, place.block);
        if (text !== '') return between('note', block, place.at, text);
      }
      if (place.at < block.end) return this.content.isMissing(place.at) ? this.gap(block) : this.data(block);
      const text = this.format.closing(block);
      const end = place.at;
      this.enter(place.block + 1);
      if (text !== '') return between('note', block, end, text);
    }
  }

  private gap(block: ContentBlock): WalkedLine {
    const { place } = this;
    const from = place.at;
    place.at = Math.min(block.end, this.content.runEnd(from, block.end));
    place.state = 0;
    return { kind: 'gap', block, start: from, from, to: place.at, end: place.at, indent: 0, text: '' };
  }

  private data(block: ContentBlock): WalkedLine {
    const { place, format, measured } = this;
    this.look(block);
    const start = place.at;
    const at = start - this.windowStart;
    measured.state = place.state;
    format.measure(this.window, at, this.window.length, measured);
    place.at = start + measured.length;
    place.state = measured.state;
    const { lead, hidden, indent } = measured;
    return { kind: 'data', block, start, from: start + lead, to: place.at - hidden, end: place.at, indent, text: '' };
  }

  /** Sees to it that the window has what a line may take, or all that the run has. */
  private look(block: ContentBlock): void {
    const { content, format, place } = this;
    const windowEnd = this.windowStart + this.window.length;
    const isWithin = place.at >= this.windowStart && place.at < windowEnd;
    if (isWithin && (place.at + format.longest <= windowEnd || this.windowIsLast)) return;
    const wanted = Math.min(block.end, place.at + Math.max(windowBytes, format.longest * 2));
    const end = Math.min(wanted, content.runEnd(place.at, wanted));
    this.window = content.read(place.at, end);
    this.windowStart = place.at;
    this.windowIsLast = end < wanted || end === block.end;
  }

  /** Goes to the first block from `index` on that the direction shows. */
  private enter(index: number): void {
    const { content, direction, place } = this;
    let block = index;
    for (; block < content.blocks; block++) {
      const entered = content.block(block);
      if (direction !== 'both' && entered.sender !== direction) continue;
      this.block = entered;
      Object.assign(place, { block, at: entered.start, stage: 0, state: 0 });
      return;
    }
    this.block = null;
    Object.assign(place, { block, at: content.end, stage: 0, state: 0 });
  }
}

/** A line that stands for no bytes. */
const between = (kind: 'turn' | 'note', block: ContentBlock, at: number, text: string): WalkedLine => ({
  kind,
  block,
  start: at,
  from: at,
  to: at,
  end: at,
  indent: 0,
  text,
});
