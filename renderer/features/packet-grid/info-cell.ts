import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';
import type { PacketRow } from '../../../preload/contract/packets';
import { visibleText } from '../../format/visible-text';
import { packetOf } from './row-source';

/** The Info column: the verdict as a badge, then the text. Plain DOM, as it is made for every row that scrolls by. */
export class InfoCell implements ICellRendererComp<PacketRow> {
  readonly #element = document.createElement('span');

  init(params: ICellRendererParams<PacketRow>): void {
    this.#show(packetOf(params.data, params.node.rowIndex));
  }

  getGui(): HTMLElement {
    return this.#element;
  }

  refresh(params: ICellRendererParams<PacketRow>): boolean {
    this.#show(packetOf(params.data, params.node.rowIndex));
    return true;
  }

  #show(row: PacketRow | undefined): void {
    this.#element.replaceChildren();
    if (!row) return;
    if (row.commented) this.#element.append(sign('note-sign', 'Comment'));
    if (row.badge) this.#element.append(sign('badge', row.badge, row.badgeHelp));
    this.#element.append(visibleText(row.info));
  }
}

function sign(className: string, text: string, help = ''): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  element.title = help;
  return element;
}
