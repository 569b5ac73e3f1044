import type { StreamSpan } from '../../../../preload/contract/stream';

interface TailSpan extends StreamSpan {
  /** Position from which characters of its run are counted. */
  readonly run: number;
}

const nothing: Uint8Array = new Uint8Array(0);

/** The last bytes of one end in which no match was found: one may begin there and go on in that end's next turn. */
export class SenderTail {
  bytes: Uint8Array = nothing;
  private spans: TailSpan[] = [];

  clear(): void {
    this.bytes = nothing;
    this.spans = [];
  }

  /** Takes up bytes at a position, and forgets all but the last `most`. */
  append(bytes: Uint8Array, at: number, run: number, most: number): void {
    this.bytes = new Uint8Array(Buffer.concat([this.bytes, bytes]));
    this.spans.push({ at, length: bytes.length, run });
    let extra = Math.max(0, this.bytes.length - most);
    this.bytes = this.bytes.subarray(extra);
    while (extra > 0) {
      const [first] = this.spans as [TailSpan];
      const cut = Math.min(extra, first.length);
      if (cut === first.length) this.spans.shift();
      else this.spans[0] = { ...first, at: first.at + cut, length: first.length - cut };
      extra -= cut;
    }
  }

  /** Where the bytes from an index on stand. */
  spansFrom(index: number): StreamSpan[] {
    let left = index;
    return this.spans.flatMap(({ at, length }) => {
      const skip = Math.min(left, length);
      left -= skip;
      return skip < length ? [{ at: at + skip, length: length - skip }] : [];
    });
  }

  /** How far the byte at an index is from where characters of its run are counted. */
  distance(index: number): number {
    let left = index;
    for (const { at, length, run } of this.spans) {
      if (left < length) return at + left - run;
      left -= length;
    }
    return 0;
  }
}
