import type { GridApi } from 'ag-grid-community';
import { type RefObject, useCallback, useEffect, useRef } from 'react';

interface Linked {
  readonly list: number;
  readonly selected: string | null;
  readonly positionOf?: (list: number, selected: string) => Promise<number>;
}

/** Keeps the row that is selected elsewhere selected here; brings it into sight when another one is. */
export function useLinkedRow<Row>(
  api: GridApi<Row> | null,
  present: RefObject<Linked>,
  { list, selected, positionOf }: Linked,
): () => void {
  const shown = useRef<string | null>(null);

  const link = useCallback(() => {
    if (!api || api.isDestroyed()) return;
    const { selected: wanted } = present.current;
    const nodes = api.getSelectedNodes();
    if (nodes.length > 1) return;
    if (wanted === null) {
      api.deselectAll();
      return;
    }
    const node = api.getRowNode(wanted);
    if (node?.data) node.setSelected(true, true);
    else if (nodes.length > 0) api.deselectAll();
  }, [api, present]);

  useEffect(() => {
    if (!api) return;
    link();
    if (selected === null || list < 0 || shown.current === selected || !positionOf) return;
    shown.current = selected;
    if (api.getRowNode(selected)?.isSelected() && api.getFocusedCell()) return;
    positionOf(list, selected).then(
      (position) => {
        if (position < 0 || api.isDestroyed() || present.current.list !== list) return;
        api.ensureIndexVisible(position);
        link();
      },
      () => undefined,
    );
  }, [api, list, selected, positionOf, link, present]);

  return link;
}
