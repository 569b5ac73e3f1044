import { RowNotes } from './row-notes';

/** The packets that quote a part of another: errors of ICMP, tied to the connection of what they quote. */
export class QuotedPackets {
  private readonly notes = new RowNotes();
  private readonly words = new Uint32Array(2);

  get byteSize(): number {
    return this.notes.byteSize;
  }

  /** @param tcpFlags of the quoted segment; `unknownFlags` where they are not quoted, or the quoted packet is no segment */
  add(row: number, transport: number, connection: number, tcpFlags: number): void {
    this.words[0] = connection;
    this.words[1] = (transport << 16) | (tcpFlags & 0xffff);
    this.notes.add(row, this.words, 2);
  }

  has(row: number): boolean {
    return this.notes.count(row) > 0;
  }

  /** Number of the quoted packet's connection; -1 where the row quotes none. */
  connection(row: number): number {
    return this.has(row) ? this.notes.word(row, 0) : -1;
  }

  /** `Transport` of the quoted packet. */
  transport(row: number): number {
    return this.notes.word(row, 1) >>> 16;
  }

  tcpFlags(row: number): number {
    return this.notes.word(row, 1) & 0xffff;
  }
}

/** More bits than TCP has. */
export const unknownFlags = 0xffff;
