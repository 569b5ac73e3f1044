/** One is shown; the others are those that it has just taken the place of, whose rows may still be asked for. */
const mostLists = 4;

/** Lists that a window asks for by ranges, by a number that it was given. */
export class HeldLists<List> {
  private readonly lists = new Map<number, List>();
  private last = 0;

  /** @returns the list's number */
  hold(list: List): number {
    const id = ++this.last;
    this.lists.set(id, list);
    this.lists.delete(id - mostLists);
    return id;
  }

  /** @throws where the list was replaced by newer ones */
  get(id: number): List {
    const list = this.lists.get(id);
    if (list === undefined) throw new Error('This list was replaced by a newer one.');
    return list;
  }
}
