import { findBytes } from '../filter/running/values';

/** A run of bytes to be looked for, if wanted with ASCII letters in either case. */
export class ByteNeedle {
  private readonly wanted: Uint8Array;
  /** By folded byte: how far the needle may move on when that byte stands under its end (Horspool 1980). */
  private readonly skips: Uint32Array;

  constructor(
    bytes: Uint8Array,
    private readonly caseSensitive: boolean,
  ) {
    this.wanted = caseSensitive ? bytes : bytes.map((octet) => folded[octet] as number);
    const { length } = this.wanted;
    this.skips = new Uint32Array(256).fill(length);
    for (let at = 0; at < length - 1; at++) this.skips[this.wanted[at] as number] = length - 1 - at;
  }

  get length(): number {
    return this.wanted.length;
  }

  /** Offset of the first occurrence at or after `from`; -1 where there is none. */
  indexIn(bytes: Uint8Array, from = 0): number {
    if (this.caseSensitive) return findBytes(bytes, this.wanted, from);
    const { wanted, skips } = this;
    const last = wanted.length - 1;
    if (last < 0) return -1;
    for (let end = from + last; end < bytes.length; ) {
      let octet = folded[bytes[end] as number] as number;
      const skip = skips[octet] as number;
      let back = 0;
      while (octet === wanted[last - back]) {
        if (back === last) return end - last;
        back++;
        octet = folded[bytes[end - back] as number] as number;
      }
      end += skip;
    }
    return -1;
  }
}

/** Each byte with capital ASCII letters made small. */
const folded = Uint8Array.from({ length: 256 }, (_, octet) => (octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet));
