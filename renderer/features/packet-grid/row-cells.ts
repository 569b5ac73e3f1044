import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';
import type { PacketRow } from '../../../preload/contract/packets';
import { leaveBehind } from '../../components/left-behind';
import type { GridContext } from './column-definitions';
import { RowDrawing } from './row-drawing';
import { packetOf } from './row-source';

/** Drawings that wait for their next row: as many as a tall window shows. */
const MOST_WAITING = 120;

const waiting: RowDrawing[] = [];

/**
 * Draws all cells of a row, which for the grid is one that spans its width. What a grid keeps of each cell, some kilobytes, was
 * most of what a list scrolled hard left behind.
 */
export class RowCells implements ICellRendererComp<PacketRow> {
  #drawing!: RowDrawing;
  #context!: GridContext;

  init(params: ICellRendererParams<PacketRow>): void {
    this.#context = params.context as GridContext;
    const { layout } = this.#context;
    if (layout.columns.length === 0) layout.read(params.api);
    this.#drawing = waiting.pop() ?? new RowDrawing();
    layout.add(this.#drawing);
    this.#show(params);
  }

  getGui(): HTMLElement {
    return this.#drawing.element;
  }

  /** @returns whether the row is right again: of a row that spans the width the grid sees to neither its id nor its selection */
  refresh(params: ICellRendererParams<PacketRow>): boolean {
    const { data, node } = params;
    const row = this.#drawing.element.closest('.ag-row');
    if (row && row.classList.contains('ag-row-selected') !== Boolean(node.isSelected())) return false;
    if (data) row?.setAttribute('row-id', String(data.number));
    this.#show(params);
    return true;
  }

  #show({ data, node }: ICellRendererParams<PacketRow>): void {
    leaveBehind(1);
    this.#drawing.show(packetOf(data, node.rowIndex), this.#context);
  }

  destroy(): void {
    this.#context.layout.remove(this.#drawing);
    if (waiting.length < MOST_WAITING) waiting.push(this.#drawing);
  }
}
