/** Small: the one in use when garbage is collected outlives it. */
const slabBytes = 1 << 17;
const largest = 16 * 1024;

/** Copies of short runs of bytes, many in one piece of memory: cheaper to make and to forget than one each. */
export class ByteSlab {
  private slab = new Uint8Array(0);
  private used = 0;

  copy(bytes: Uint8Array): Uint8Array {
    const { length } = bytes;
    if (length > largest) return bytes.slice();
    if (this.used + length > this.slab.length) {
      this.slab = new Uint8Array(slabBytes);
      this.used = 0;
    }
    const copy = this.slab.subarray(this.used, this.used + length);
    copy.set(bytes);
    this.used += length;
    return copy;
  }
}
