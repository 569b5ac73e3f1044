import { RowNotes } from './row-notes';

/** The UDP datagrams that carry whole packets of their own (tunnels): the store keeps the ports of the innermost packet only. */
export class EnclosingDatagrams {
  private readonly notes = new RowNotes();
  private readonly words = new Uint32Array(2);

  get byteSize(): number {
    return this.notes.byteSize;
  }

  /** @param previous row of the conversation's packet before this one, plus one; 0 for none */
  add(row: number, conversation: number, previous: number): void {
    this.words[0] = conversation;
    this.words[1] = previous;
    this.notes.add(row, this.words, 2);
  }

  /** Number of the outermost conversation around a row; -1 where it lies in none. */
  conversation(row: number): number {
    return this.notes.count(row) > 0 ? this.notes.word(row, 0) : -1;
  }

  /** Row of the packet before it in that conversation, plus one; 0 for none. */
  previous(row: number): number {
    return this.notes.word(row, 1);
  }
}
