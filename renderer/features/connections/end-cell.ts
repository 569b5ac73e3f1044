import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';
import type { ConnectionRow } from '../../../preload/contract/connections';
import { endText } from '../../format/endpoint';
import { visibleText } from '../../format/visible-text';

/** An end of a conversation: where there is no room for all of it its process is cut first, then its address; its port stays. */
abstract class EndCell implements ICellRendererComp<ConnectionRow> {
  readonly #element = document.createElement('span');
  readonly #address = document.createElement('span');
  readonly #port = document.createElement('span');
  readonly #process = document.createElement('span');
  protected abstract readonly end: 'client' | 'server';

  init({ data }: ICellRendererParams<ConnectionRow>): void {
    this.#element.className = 'end-cell';
    this.#address.className = 'end-address';
    this.#process.className = 'end-process';
    this.#element.append(this.#address, this.#port, this.#process);
    this.#draw(data);
  }

  getGui(): HTMLElement {
    return this.#element;
  }

  refresh({ data }: ICellRendererParams<ConnectionRow>): boolean {
    this.#draw(data);
    return true;
  }

  #draw(row: ConnectionRow | undefined): void {
    const text = row ? endText(row[this.end]) : '';
    const port = row && row[this.end].port > 0 ? text.lastIndexOf(':') : text.length;
    this.#address.textContent = text.slice(0, port);
    this.#port.textContent = text.slice(port);
    this.#process.textContent = visibleText(row?.processes[this.end] ?? '');
  }
}

export class ClientCell extends EndCell {
  protected readonly end = 'client';
}

export class ServerCell extends EndCell {
  protected readonly end = 'server';
}
