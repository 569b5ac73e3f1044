import type { PacketRow } from '../../../preload/contract/packets';
import { type RowShades, rowShades } from '../../format/row-colors';
import { cellText } from '../../format/row-text';
import { visibleText } from '../../format/visible-text';
import { timeDigits } from '../../state/time-digits';
import type { GridContext } from './column-definitions';
import { RIGHT, type RowColumn } from './row-layout';

/** Pixels that a cell has beside its text, and that a letter of the list is wide at most: packet-grid.css, grid-theme.ts. */
const BESIDE = 18;
const LETTER = 7.4;

/** What surely is as narrow as letters are: other scripts may be wider. */
const isPlain = (text: string) => /^[ -~]*$/.test(text);

/** A color of both themes; where one has none of its own, that of the verdict or of plain text. */
const inBoth = (light: string, dark: string, otherwise: string) =>
  light || dark ? `light-dark(${light || otherwise}, ${dark || otherwise})` : '';

const NO_SHADES: RowShades = { light: { ink: '', back: '' }, dark: { ink: '', back: '' } };

/**
 * The cells of one row: elements that are made once and show one packet after another. A list scrolled hard would leave
 * thousands of them behind each second otherwise, and the browser tidies them up late.
 */
export class RowDrawing {
  readonly element = document.createElement('div');
  #columns: readonly RowColumn[] = [];
  #cells: HTMLElement[] = [];
  /** The text of each cell; signs may stand before it in Info. */
  #texts: Text[] = [];
  #isColored = false;
  #shown: { readonly row: PacketRow; readonly context: GridContext } | null = null;

  /** Makes the cells anew. */
  build(columns: readonly RowColumn[]): void {
    this.#texts = columns.map(() => document.createTextNode(''));
    this.#cells = columns.map(({ id }, at) => {
      const cell = document.createElement('div');
      cell.className = RIGHT.has(id) ? 'row-cell cell-right' : 'row-cell';
      cell.setAttribute('role', 'gridcell');
      cell.setAttribute('aria-colindex', String(at + 1));
      cell.setAttribute('col-id', id);
      cell.append(this.#texts[at] as Text);
      return cell;
    });
    this.element.replaceChildren(...this.#cells);
    this.place(columns);
  }

  /** Shows as much of the texts as the columns have room for now. */
  place(columns: readonly RowColumn[]): void {
    this.#columns = columns;
    this.redraw();
  }

  redraw(): void {
    if (this.#shown) this.show(this.#shown.row, this.#shown.context);
  }

  isBuiltFor(columns: readonly RowColumn[]): boolean {
    return this.#columns === columns;
  }

  show(row: PacketRow | undefined, context: GridContext): void {
    this.#shown = row ? { row, context } : null;
    this.#color(row);
    const time = { ...context, digits: timeDigits() };
    for (let at = 0; at < this.#columns.length; at++) {
      const { id, custom, width } = this.#columns[at] as RowColumn;
      const [cell, node] = [this.#cells[at] as HTMLElement, this.#texts[at] as Text];
      const isInfo = id === 'info';
      if (isInfo) this.#showSigns(cell, node, row);
      const text = !row ? '' : isInfo ? visibleText(row.info) : cellText(row, id, custom, time);
      if (node.data !== text) node.data = text;
      const fits = isPlain(text) && text.length * LETTER + BESIDE < width && cell.firstChild === node;
      if (cell.classList.contains('is-cut') === fits) cell.classList.toggle('is-cut', !fits);
    }
  }

  /** The colors of the row's rule and of its verdict. */
  #color(row: PacketRow | undefined): void {
    const coloring = row?.coloring;
    const { light, dark } = coloring ? rowShades(coloring.foreground, coloring.background) : NO_SHADES;
    const ink = inBoth(light.ink, dark.ink, 'var(--tone, var(--text))');
    const back = inBoth(light.back, dark.back, 'transparent');
    const { style } = this.element;
    if (coloring || this.#isColored) {
      style.color = ink;
      style.backgroundColor = back;
    }
    this.#isColored = Boolean(coloring);
    let name = 'row-cells';
    if (row && row.tone !== 'plain') name += ` tone-${row.tone}`;
    if (row?.marked) name += ' row-marked';
    if (row?.timeReference) name += ' row-reference';
    if (ink) name += ' has-ink';
    if (this.element.className !== name) this.element.className = name;
  }

  /** The comment's and the verdict's sign before the text of Info. */
  #showSigns(cell: HTMLElement, text: Text, row: PacketRow | undefined): void {
    while (cell.firstChild !== text) cell.firstChild?.remove();
    if (row?.commented) text.before(sign('note-sign', 'Comment'));
    if (row?.badge) text.before(sign('badge', row.badge, row.badgeHelp));
  }
}

function sign(className: string, text: string, help = ''): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  element.title = help;
  return element;
}
