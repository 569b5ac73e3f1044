// Options of pcapng blocks: draft-ietf-opsawg-pcapng §3.5.

export const OPTION_END = 0;
export const OPTION_COMMENT = 1;

const decoder = new TextDecoder('utf-8');

/** The options of one block, from `start` to `end`. Stops by itself at what does not fit; `fault` then says what. */
export class OptionList {
  private readonly view: DataView;
  private readonly littleEndian: boolean;
  private readonly end: number;
  private following: number;
  code = 0;
  length = 0;
  /** Of the value, as an index into the view. */
  at = 0;
  fault: { at: number; expected: string; found: string } | null = null;

  constructor(view: DataView, start: number, end: number, littleEndian: boolean) {
    this.view = view;
    this.littleEndian = littleEndian;
    this.following = start;
    this.end = end;
  }

  /** Goes to the next option; false after the last. */
  next(): boolean {
    const header = this.following;
    if (this.end - header < 4) return false;
    this.code = this.view.getUint16(header, this.littleEndian);
    this.length = this.view.getUint16(header + 2, this.littleEndian);
    this.at = header + 4;
    if (this.code === OPTION_END) return false;
    if (this.length > this.end - this.at) {
      const found = `only ${this.end - this.at} bytes of the block left`;
      this.fault = { at: header, expected: `option ${this.code} of ${this.length} bytes`, found };
      this.following = this.end;
      return false;
    }
    this.following = this.at + ((this.length + 3) & ~3);
    return true;
  }

  text(): string {
    // Some writers count a terminating NUL in.
    let end = this.at + this.length;
    while (end > this.at && this.view.getUint8(end - 1) === 0) end--;
    return decoder.decode(this.slice(this.at, end));
  }

  bytes(): Uint8Array {
    return this.slice(this.at, this.at + this.length).slice();
  }

  byte(): number | null {
    return this.length >= 1 ? this.view.getUint8(this.at) : null;
  }

  uint32(): number | null {
    return this.length >= 4 ? this.view.getUint32(this.at, this.littleEndian) : null;
  }

  /** An unsigned 64-bit count, as the nearest number. */
  uint64(): number | null {
    return this.length >= 8 ? Number(this.view.getBigUint64(this.at, this.littleEndian)) : null;
  }

  int64(): number | null {
    return this.length >= 8 ? Number(this.view.getBigInt64(this.at, this.littleEndian)) : null;
  }

  /** A time as blocks write it: high half first, whatever the byte order. */
  ticks(): { high: number; low: number } | null {
    if (this.length < 8) return null;
    const littleEndian = this.littleEndian;
    return { high: this.view.getUint32(this.at, littleEndian), low: this.view.getUint32(this.at + 4, littleEndian) };
  }

  private slice(start: number, end: number): Uint8Array {
    return new Uint8Array(this.view.buffer, this.view.byteOffset + start, end - start);
  }
}
