import type { GridApi } from 'ag-grid-community';
import type { ColumnId, PacketRow } from '../../../preload/contract/packets';
import { customFields, fieldOfColumn } from '../../state/columns';
import { useSettings } from '../../state/settings';
import type { RowDrawing } from './row-drawing';

/** Columns whose texts end at their right edge. */
export const RIGHT: ReadonlySet<ColumnId> = new Set(['number', 'length', 'stream']);

/** A column as rows draw it. */
export interface RowColumn {
  readonly id: ColumnId;
  /** Place among the custom columns; -1 for the fixed ones. */
  readonly custom: number;
  readonly width: number;
}

const isSameOrder = (one: readonly RowColumn[], other: readonly RowColumn[]) =>
  one.length === other.length && one.every(({ id, custom }, at) => id === other[at]?.id && custom === other[at].custom);

/** Where the columns are, for all rows drawn, and in which of them the keyboard is. */
export class RowLayout {
  columns: readonly RowColumn[] = [];
  /** Widths are rules, not styles of each cell: cells of one column then share what the browser computes of them. */
  readonly widths = new CSSStyleSheet();
  readonly #drawn = new Set<RowDrawing>();
  #current: ColumnId | null = null;
  #marked: Element | null = null;

  /** Reads the columns from the grid, and draws rows anew where they are others. */
  read(api: GridApi<PacketRow>): void {
    const customs = customFields(useSettings.getState().columns);
    const before = this.columns;
    this.columns = api.getAllDisplayedColumns().map((column) => {
      const id = column.getColId() as ColumnId;
      const field = fieldOfColumn(id);
      const custom = field === null ? -1 : customs.indexOf(field);
      return { id, custom, width: column.getActualWidth() };
    });
    const rules = this.columns.map(({ width }, at) => `.row-cell:nth-child(${at + 1}) { width: ${width}px; }`);
    this.widths.replaceSync(rules.join('\n'));
    const isSame = isSameOrder(before, this.columns);
    for (const drawing of this.#drawn) {
      if (isSame) drawing.place(this.columns);
      else drawing.build(this.columns);
    }
  }

  /** What cells write has changed with nothing in their rows: the format of times. */
  redraw(): void {
    for (const drawing of this.#drawn) drawing.redraw();
  }

  add(drawing: RowDrawing): void {
    if (!drawing.isBuiltFor(this.columns)) drawing.build(this.columns);
    this.#drawn.add(drawing);
  }

  remove(drawing: RowDrawing): void {
    this.#drawn.delete(drawing);
    if (this.#marked && drawing.element.contains(this.#marked)) this.#unmark();
  }

  /** The column that the keyboard is in; the first one until another is gone to. */
  get current(): ColumnId {
    const isShown = this.columns.some(({ id }) => id === this.#current);
    return (isShown ? this.#current : this.columns[0]?.id) ?? 'number';
  }

  set current(column: ColumnId) {
    this.#current = column;
  }

  /** Goes to the column beside the current one, if there is one. */
  step(by: 1 | -1): void {
    const at = this.columns.findIndex(({ id }) => id === this.current);
    this.#current = this.columns[at + by]?.id ?? this.#current;
  }

  /** Marks the current column in the row that has the keyboard. */
  mark(row: Element): void {
    this.#unmark();
    this.#marked = row.querySelector(`[col-id="${CSS.escape(this.current)}"]`);
    this.#marked?.classList.add('is-current');
  }

  #unmark(): void {
    this.#marked?.classList.remove('is-current');
    this.#marked = null;
  }
}

/** The column whose cell an element is in; null for none. */
export function columnOf(target: EventTarget | null): ColumnId | null {
  const cell = target instanceof Element ? target.closest('.row-cell') : null;
  return (cell?.getAttribute('col-id') ?? null) as ColumnId | null;
}
