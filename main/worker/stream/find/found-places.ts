import type { StreamSpan } from '../../../../preload/contract/stream';
import { firstIndex } from '../../../analysis/first-index';
import { grown } from '../../../analysis/grown-array';

/** Matches whose places are kept; more are counted. */
const mostPlaces = 4_000_000;
/** Of those that go on over turns, of which more is kept. */
const mostCrossing = 200_000;

/** The places of matches by the position of their first byte: those in one piece as numbers, those in several with all of them. */
export class FoundPlaces {
  count = 0;
  private places = new Float64Array(256);
  private kept = 0;
  private readonly crossing: (readonly StreamSpan[])[] = [];

  /** @param length bytes of a match */
  constructor(private readonly length: number) {}

  /** Keeps a match in one piece; they come in their order. */
  add(position: number): void {
    this.count++;
    if (this.kept >= mostPlaces) return;
    if (this.kept === this.places.length) this.places = grown(this.places);
    this.places[this.kept++] = position;
  }

  /** Keeps a match in several pieces. */
  addCrossing(spans: readonly StreamSpan[]): void {
    this.count++;
    if (this.crossing.length >= mostCrossing) return;
    const [{ at }] = spans as readonly [StreamSpan];
    // One end's can be found before another's that begins earlier; hardly ever are there many in between.
    this.crossing.splice(this.crossingBefore(at), 0, spans);
  }

  /** Pieces of matches that touch a range. */
  within(from: number, to: number): readonly StreamSpan[] {
    const spans: StreamSpan[] = [];
    for (let i = this.singleBefore(from - this.length + 1); i < this.kept; i++) {
      const at = this.places[i] as number;
      if (at >= to) break;
      spans.push({ at, length: this.length });
    }
    for (const match of this.crossing) {
      if ((match[0] as StreamSpan).at >= to) break;
      spans.push(...match.filter(({ at, length }) => at < to && at + length > from));
    }
    return spans;
  }

  /** The match to go to from a position, round the end where there is none on that side; null where there is none at all. */
  nearest(
    at: number,
    towards: 'next' | 'previous',
  ): { readonly index: number; readonly spans: readonly StreamSpan[] } | null {
    const { crossing, kept } = this;
    const all = kept + crossing.length;
    if (all === 0) return null;
    const before = this.singleBefore(at) + this.crossingBefore(at);
    const index = (towards === 'next' ? before : before - 1 + all) % all;
    return { index, spans: this.at(index) };
  }

  /** The match of a place in the order of both. */
  private at(index: number): readonly StreamSpan[] {
    const { crossing, kept } = this;
    // How many of those in several pieces stand before it: as many as leave it the rest of those in one.
    const across = firstIndex(crossing.length, (i) => {
      const position = (crossing[i] as readonly [StreamSpan])[0].at;
      return i + this.singleBefore(position) >= index;
    });
    const match = crossing[across];
    if (match && across + this.singleBefore((match[0] as StreamSpan).at) === index) return match;
    const single = index - across;
    return single < kept ? [{ at: this.places[single] as number, length: this.length }] : [];
  }

  /** How many in one piece begin before a position. */
  private singleBefore(position: number): number {
    return firstIndex(this.kept, (index) => (this.places[index] as number) >= position);
  }

  private crossingBefore(position: number): number {
    return firstIndex(
      this.crossing.length,
      (index) => (this.crossing[index] as readonly [StreamSpan])[0].at >= position,
    );
  }
}
