import { Transport } from '../packet-summary';
import { RowNotes } from './row-notes';

/** The packets that quote a part of another: errors of ICMP, tied to the connection of what they quote. */
export class QuotedPackets {
  private readonly notes = new RowNotes();
  private readonly words = new Uint32Array(3);

  get byteSize(): number {
    return this.notes.byteSize;
  }

  /**
   * @param tcpFlags of the quoted segment; `unknownFlags` where they are not quoted, or the quoted packet is no segment
   * @param sequence of the quoted segment
   */
  add(row: number, transport: number, connection: number, tcpFlags: number, sequence?: number): void {
    this.words[0] = connection;
    this.words[1] = (transport << 16) | (tcpFlags & 0xffff);
    this.words[2] = sequence ?? 0;
    this.notes.add(row, this.words, sequence === undefined ? 2 : 3);
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

  /** Sequence number of the quoted segment; null where it quotes none. */
  sequence(row: number): number | null {
    return this.notes.count(row) > 2 && this.transport(row) === Transport.tcp ? this.notes.word(row, 2) : null;
  }

  /** Rows that quote a packet of a connection, ascending. */
  rowsOf(transport: number, connection: number): readonly number[] {
    return this.notes.rowsWhere((first, second) => first === connection && second >>> 16 === transport);
  }

  tcpFlags(row: number): number {
    return this.notes.word(row, 1) & 0xffff;
  }
}

/** More bits than TCP has. */
export const unknownFlags = 0xffff;
