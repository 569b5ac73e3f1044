import { TcpFlag, UnreadSegment } from '../transport/tcp-flags';
import { advance } from './sequence-number';

/**
 * What the sequence numbers of both ends count from, learned from the segments as they pass. A later SYN with another number, of
 * which a record keeps the last alone, makes them count anew from there.
 */
export class InitialNumbers {
  /** Of the client and of the server, as signed integers. */
  readonly values: [number, number] = [0, 0];
  private readonly areKnown = [false, false];

  /**
   * Takes in a segment of the end `own`, 1 for the server.
   *
   * @param flags as the store's column has them
   * @returns whether a number is another one than before
   */
  learn(own: 0 | 1, sequence: number, acknowledgment: number, flags: number): boolean {
    if (flags & UnreadSegment.whole) return false;
    const [first, second] = this.values;
    if (flags & TcpFlag.syn) this.set(own, sequence | 0);
    else if (!this.areKnown[own]) this.set(own, flags & UnreadSegment.syn ? sequence | 0 : advance(sequence, -1));
    const other = own === 0 ? 1 : 0;
    if (flags & TcpFlag.ack && !this.areKnown[other]) this.set(other, advance(acknowledgment, -1));
    return this.values[0] !== first || this.values[1] !== second;
  }

  /** Segments without SYN tell nothing new any more. */
  get areBothKnown(): boolean {
    return this.areKnown[0] === true && this.areKnown[1] === true;
  }

  private set(end: 0 | 1, value: number): void {
    this.values[end] = value;
    this.areKnown[end] = true;
  }
}
