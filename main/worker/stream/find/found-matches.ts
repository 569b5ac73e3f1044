import type { StreamDirection, StreamSpan } from '../../../../preload/contract/stream';
import type { Job } from '../../jobs';
import type { ContentBlock, FollowedContent } from '../followed-content';
import { FoundPlaces } from './found-places';
import type { Needle } from './needle';
import { SenderTail } from './sender-tail';

const windowBytes = 256 * 1024;

/**
 * Every place of something sought, in the order of the stream. A match lies within a run of one end's bytes, which goes on over the
 * turns of the other.
 */
export class FoundMatches {
  isComplete = false;
  private readonly places: FoundPlaces;
  private readonly tails = { client: new SenderTail(), server: new SenderTail() };
  private searching: Promise<void> | null = null;
  private block = 0;
  /** The block that was begun last. */
  private begun = -1;
  private position = 0;
  /** Where the run at the position begins, and its bytes in which no match was found. */
  private run = 0;
  private free = 0;
  /** The window that was read last. */
  private window: Uint8Array = new Uint8Array(0);
  private windowStart = 0;

  constructor(
    private readonly content: FollowedContent,
    private readonly direction: StreamDirection,
    private readonly needle: Needle,
  ) {
    this.places = new FoundPlaces(needle.length);
  }

  get count(): number {
    return this.places.count;
  }

  /** Seeks to the end; goes on where it was cancelled. @throws JobCancelled */
  async complete(job: Job): Promise<void> {
    while (!this.isComplete) {
      if (this.searching !== null) {
        await this.searching.catch(() => undefined);
        continue;
      }
      this.searching = this.search(job);
      try {
        await this.searching;
      } finally {
        this.searching = null;
      }
    }
  }

  /** Matches that touch a range, of those whose place is kept. */
  within(from: number, to: number): readonly StreamSpan[] {
    return this.places.within(from, to);
  }

  /** The match to go to from a position, round the end where there is none on that side. */
  nearest(at: number, towards: 'next' | 'previous') {
    return this.places.nearest(at, towards);
  }

  private async search(job: Job): Promise<void> {
    const { content, direction } = this;
    while (this.block < content.blocks) {
      const block = content.block(this.block);
      if (direction === 'both' || block.sender === direction) await this.searchBlock(block, job);
      this.block++;
      if ((this.block & 255) === 0) await job.breathe(block.end, content.end);
    }
    this.isComplete = true;
  }

  private async searchBlock(block: ContentBlock, job: Job): Promise<void> {
    const { content, needle } = this;
    if (this.begun !== this.block) this.begin(block);
    while (this.position < block.end) {
      const from = this.position;
      const wanted = this.windowEnd(from, block.end);
      const to = Math.min(wanted, content.runEnd(from, wanted));
      const isCut = to === wanted && wanted < block.end;
      if (content.isMissing(from)) {
        this.run = to;
        this.free = to;
        this.position = to;
      } else {
        this.searchWindow(this.read(from, to), from);
        this.position = Math.max(this.free, isCut ? to - needle.length + 1 : to);
      }
      if (isCut) await job.breathe(this.position, content.end);
    }
    this.leave(block);
  }

  /** Goes into a block: with what was left of its sender's block before, where it goes on there. */
  private begin({ sender, start, end, goesOn }: ContentBlock): void {
    const { content, needle, places } = this;
    const tail = this.tails[sender];
    this.begun = this.block;
    this.run = start;
    this.free = start;
    this.position = start;
    if (!goesOn || content.isMissing(start)) tail.clear();
    if (tail.bytes.length === 0) return;
    const wanted = this.windowEnd(start, end);
    const head = this.read(start, Math.min(wanted, content.runEnd(start, wanted))).subarray(0, needle.length - 1);
    const before = tail.bytes.length;
    const at = this.findIn(Buffer.concat([tail.bytes, head]), 0, (index) => tail.distance(index), before);
    if (at < 0) return;
    const length = at + needle.length - before;
    places.addCrossing([...tail.spansFrom(at), { at: start, length }]);
    tail.clear();
    this.free = start + length;
    this.position = this.free;
  }

  /** Keeps the end of a block, in which a match may begin. */
  private leave({ sender, start, end }: ContentBlock): void {
    const { content, needle, free } = this;
    const tail = this.tails[sender];
    const most = needle.length - 1;
    if (free > start) tail.clear();
    const from = Math.max(free, end - most);
    if (from >= end || content.isMissing(end - 1)) return;
    tail.append(this.read(from, end), from, this.run, most);
  }

  /** A window is longer than a match, so that what its end cuts in two begins the next one. */
  private windowEnd(from: number, end: number): number {
    return Math.min(end, from + Math.max(windowBytes, this.needle.length * 2));
  }

  /** Bytes of a run, to the end of what is read at once. */
  private read(from: number, to: number): Uint8Array {
    const isHere = from >= this.windowStart && to === this.windowStart + this.window.length;
    if (!isHere) {
      this.window = this.content.read(from, to);
      this.windowStart = from;
    }
    return this.window.subarray(from - this.windowStart);
  }

  private searchWindow(bytes: Uint8Array, from: number): void {
    const { needle, run } = this;
    const distance = (index: number): number => from + index - run;
    for (let at = this.findIn(bytes, 0, distance); at >= 0; ) {
      this.places.add(from + at);
      this.free = from + at + needle.length;
      at = this.findIn(bytes, at + needle.length, distance);
    }
  }

  /** The first match before an index that begins where a character can. @param distance of an index from where those are counted */
  private findIn(bytes: Uint8Array, from: number, distance: (index: number) => number, before = bytes.length): number {
    const { needle } = this;
    for (let at = needle.find(bytes, from); at >= 0 && at < before; at = needle.find(bytes, at + 1)) {
      if (distance(at) % needle.unit === 0) return at;
    }
    return -1;
  }
}
