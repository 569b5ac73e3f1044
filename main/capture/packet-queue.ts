const HEADER_LENGTH = 32;
const FIRST_LENGTH = 64 * 1024;

/** Packets that wait, first in, first out, in one stretch of memory. */
export class PacketQueue {
  private bytes = new Uint8Array(FIRST_LENGTH);
  private view = new DataView(this.bytes.buffer);
  private start = 0;
  private end = 0;

  get isEmpty(): boolean {
    return this.start === this.end;
  }

  get heldBytes(): number {
    return this.end - this.start;
  }

  /** @param arrived milliseconds of whatever clock; the packet is `data[from, from + length)` */
  push(
    arrived: number,
    seconds: number,
    nanoseconds: number,
    originalLength: number,
    data: Uint8Array,
    from: number,
    length: number,
  ): void {
    this.makeRoom(HEADER_LENGTH + length);
    const { view, end } = this;
    view.setFloat64(end, arrived);
    view.setFloat64(end + 8, seconds);
    view.setUint32(end + 16, nanoseconds);
    view.setUint32(end + 20, originalLength);
    view.setUint32(end + 24, length);
    this.bytes.set(data.subarray(from, from + length), end + HEADER_LENGTH);
    this.end = end + HEADER_LENGTH + length;
  }

  // Of the first one; none of them may be asked for while there is none.

  get arrived(): number {
    return this.view.getFloat64(this.start);
  }

  get seconds(): number {
    return this.view.getFloat64(this.start + 8);
  }

  get nanoseconds(): number {
    return this.view.getUint32(this.start + 16);
  }

  /** @param take is given the packet's bytes, its own again on return */
  shift(take: (originalLength: number, bytes: Uint8Array, start: number, length: number) => void): void {
    const { start } = this;
    const length = this.view.getUint32(start + 24);
    this.start = start + HEADER_LENGTH + length;
    take(this.view.getUint32(start + 20), this.bytes, start + HEADER_LENGTH, length);
    if (this.isEmpty) this.clear();
  }

  clear(): void {
    this.start = this.end = 0;
  }

  private makeRoom(length: number): void {
    if (this.end + length <= this.bytes.length) return;
    const held = this.bytes.subarray(this.start, this.end);
    const needed = held.length + length;
    // What a burst needed is given back when it is over.
    const room = Math.max(FIRST_LENGTH, 2 ** Math.ceil(Math.log2(needed * 1.5)));
    const bytes = room === this.bytes.length ? this.bytes : new Uint8Array(room);
    if (bytes === this.bytes) bytes.copyWithin(0, this.start, this.end);
    else bytes.set(held);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
    this.end -= this.start;
    this.start = 0;
  }
}
