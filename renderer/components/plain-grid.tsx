import { createGrid, type GridApi, type GridOptions } from 'ag-grid-community';
import { useEffect, useRef } from 'react';

interface Props<Row> {
  /** Read once, when the grid is made; what changes later goes through the api. */
  readonly options: GridOptions<Row>;
  readonly onReady: (api: GridApi<Row>) => void;
}

/**
 * A grid whose rows and cells are plain elements. ag-grid-react makes a React component with a dozen hooks of each row and
 * each cell, some kilobytes apiece: a list scrolled hard then fills the memory faster than it is tidied.
 */
export function PlainGrid<Row>({ options, onReady }: Props<Row>) {
  const host = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the options are those of the first drawing
  useEffect(() => {
    if (!host.current) return;
    const api = createGrid<Row>(host.current, options);
    onReady(api);
    return () => api.destroy();
  }, []);

  return <div ref={host} style={{ height: '100%' }} />;
}
