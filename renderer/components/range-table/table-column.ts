import type { ICellRendererComp } from 'ag-grid-community';

/** A column of a table whose rows the worker gives by ranges. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** Said on hover of the heading, where the title is not enough. */
  readonly help?: string;
  readonly width: number;
  readonly isRight?: boolean;
  readonly isHidden?: boolean;
  /** False for one that the worker has no order for. */
  readonly isSortable?: boolean;
  readonly text: (row: Row) => string;
  /** What a spreadsheet gets, where the text has digits in groups or the like. */
  readonly plain?: (row: Row) => string;
  /** Class of a cell, for its color; empty for none. */
  readonly tone?: (row: Row) => string;
  /** Draws what is no text. */
  readonly drawing?: new () => ICellRendererComp<Row>;
}

export interface TableOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** The order that a click on a heading asks for: numbers with the largest first, then the other way, then none. */
export function nextTableOrder(current: TableOrder | null, column: string, isNumber: boolean): TableOrder | null {
  if (current?.column !== column) return { column, descending: isNumber };
  return current.descending === isNumber ? { column, descending: !isNumber } : null;
}
