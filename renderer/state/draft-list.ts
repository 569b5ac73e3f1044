import { useCallback, useEffect, useRef, useState } from 'react';

/** A pause in writing after which the list is stored. */
const STORE_MILLISECONDS = 250;

/** An item with a key that stays its own while it is changed and moved. */
export interface Kept<Item> {
  readonly key: number;
  readonly item: Item;
}

export interface DraftList<Item> {
  readonly kept: readonly Kept<Item>[];
  /** Place of the chosen item; -1 while there is none. */
  readonly at: number;
  select(at: number): void;
  change(changes: Partial<Item>): void;
  changeAt(at: number, changes: Partial<Item>): void;
  /** Puts items in at a place, and chooses the first of them. */
  insert(at: number, items: readonly Item[]): void;
  move(from: number, to: number): void;
  /** @returns what puts the list back as it was before */
  remove(at: number): () => void;
  /** @returns what puts the list back as it was before */
  replace(items: readonly Item[]): () => void;
}

let lastKey = 0;
const keep = <Item>(items: readonly Item[]): readonly Kept<Item>[] =>
  items.map((item) => {
    lastKey += 1;
    return { key: lastKey, item };
  });

interface Draft<Item> {
  readonly kept: readonly Kept<Item>[];
  readonly at: number;
}

/**
 * A list of the settings while it is edited: shown at once, stored when writing pauses, and at the latest when the dialog goes.
 *
 * @param store - called with the whole list
 */
export function useDraftList<Item>(
  stored: readonly Item[],
  store: (items: readonly Item[]) => void,
  chosen = 0,
): DraftList<Item> {
  const [draft, setDraft] = useState<Draft<Item>>(() => ({
    kept: keep(stored),
    at: Math.min(chosen, stored.length - 1),
  }));
  const latest = useRef(draft);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const keepStored = useRef(store);
  keepStored.current = store;

  const flush = useCallback(() => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    keepStored.current(latest.current.kept.map(({ item }) => item));
  }, []);
  useEffect(() => flush, [flush]);

  const show = useCallback(
    (next: Draft<Item>, isWriting = false) => {
      const isSameList = next.kept === latest.current.kept;
      latest.current = next;
      setDraft(next);
      if (isSameList) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, STORE_MILLISECONDS);
      if (!isWriting) flush();
    },
    [flush],
  );

  const changeAt = (at: number, changes: Partial<Item>) => {
    const { kept, at: chosenAt } = latest.current;
    show(
      {
        at: chosenAt,
        kept: kept.map((each, i) => (i === at ? { ...each, item: { ...each.item, ...changes } } : each)),
      },
      true,
    );
  };
  const backTo = (before: Draft<Item>) => () => show({ ...before, kept: [...before.kept] });
  return {
    ...draft,
    select: (at) => show({ ...latest.current, at }),
    change: (changes) => changeAt(latest.current.at, changes),
    changeAt,
    insert: (at, items) => {
      const kept = [...latest.current.kept];
      kept.splice(at, 0, ...keep(items));
      show({ kept, at });
    },
    move: (from, to) => {
      const kept = [...latest.current.kept];
      if (to < 0 || to >= kept.length || from === to) return;
      kept.splice(to, 0, ...kept.splice(from, 1));
      show({ kept, at: to });
    },
    remove: (at) => {
      const before = latest.current;
      const kept = before.kept.filter((_, i) => i !== at);
      show({ kept, at: Math.min(at, kept.length - 1) });
      return backTo(before);
    },
    replace: (items) => {
      const before = latest.current;
      show({ kept: keep(items), at: items.length > 0 ? 0 : -1 });
      return backTo(before);
    },
  };
}
