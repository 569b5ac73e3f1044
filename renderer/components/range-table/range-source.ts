import type { IDatasource } from 'ag-grid-community';

interface Ranges<Row> {
  readonly list: number;
  readonly rows: number;
  readonly fetchRows: (list: number, start: number, count: number) => Promise<readonly Row[]>;
}

/**
 * Pulls the rows that the grid shows of whichever list is the present one.
 *
 * @param onRows - called when rows have come into the grid
 */
export function rangeSource<Row>(present: () => Ranges<Row>, onRows: () => void): IDatasource {
  return {
    getRows({ startRow, endRow, successCallback, failCallback }) {
      const { list, rows, fetchRows } = present();
      const count = Math.min(endRow, rows) - startRow;
      if (list < 0 || count <= 0) {
        successCallback([]);
        return;
      }
      fetchRows(list, startRow, count).then((page) => {
        successCallback([...page]);
        onRows();
      }, failCallback);
    },
  };
}
