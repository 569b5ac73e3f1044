import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';
import type { ConnectionLife, ConnectionRow } from '../../../preload/contract/connections';
import { formatCounted } from '../../format/quantity';

const WIDTH = 144;
const HEIGHT = 21;
/** Where client and server part. */
const MIDDLE = 12;
const TALLEST = 5.5;
const SVG = 'http://www.w3.org/2000/svg';

/** The root shows that little is not nothing beside much. */
const barHeight = (bytes: number, most: number) => (bytes > 0 ? Math.max(1, Math.sqrt(bytes / most) * TALLEST) : 0);

function bars(values: Float64Array, most: number, up: boolean): string {
  const step = WIDTH / values.length;
  let path = '';
  values.forEach((bytes, part) => {
    const height = barHeight(bytes, most);
    if (height > 0) path += `M${(part + 0.5) * step} ${MIDDLE + (up ? -0.5 : 0.5)}v${up ? -height : height}`;
  });
  return path;
}

function ticks(trouble: Uint32Array): string {
  const step = WIDTH / trouble.length;
  let path = '';
  trouble.forEach((count, part) => {
    if (count > 0) path += `M${(part + 0.5) * step} ${HEIGHT - 2.5}v2`;
  });
  return path;
}

/** Above the bars, where in the capture's time the connection lived. */
const stretch = ({ from, to }: ConnectionLife) => {
  const begin = Math.min(from * WIDTH, WIDTH - 1.5);
  return `M${begin} 3.5H${Math.max(begin + 1.5, to * WIDTH)}`;
};

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** When a conversation carried data, the client's above the line and the server's below it, and when it met trouble. */
export class LifeCell implements ICellRendererComp<ConnectionRow> {
  readonly #svg = document.createElementNS(SVG, 'svg');
  readonly #paths = new Map<string, SVGPathElement>();

  init({ data }: ICellRendererParams<ConnectionRow>): void {
    this.#svg.setAttribute('class', 'life');
    this.#svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    this.#svg.setAttribute('preserveAspectRatio', 'none');
    this.#svg.setAttribute('role', 'img');
    for (const name of ['capture', 'stretch', 'client', 'server', 'trouble']) {
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('class', `life-${name}`);
      this.#paths.set(name, path);
      this.#svg.append(path);
    }
    this.#draw(data);
  }

  getGui(): HTMLElement {
    return this.#svg as unknown as HTMLElement;
  }

  refresh({ data }: ICellRendererParams<ConnectionRow>): boolean {
    this.#draw(data);
    return true;
  }

  #draw(row: ConnectionRow | undefined): void {
    this.#svg.style.visibility = row ? '' : 'hidden';
    if (!row) return;
    const { life } = row;
    const most = Math.max(1, ...life.client, ...life.server);
    const set = (name: string, path: string) => this.#paths.get(name)?.setAttribute('d', path);
    set('capture', `M0 3.5H${WIDTH}M0 ${MIDDLE}H${WIDTH}`);
    set('stretch', stretch(life));
    set('client', bars(life.client, most, true));
    set('server', bars(life.server, most, false));
    set('trouble', ticks(life.trouble));
    const trouble = sum(life.trouble);
    const label = `${formatCounted(sum(life.client), 'byte')} from the client, ${formatCounted(sum(life.server), 'byte')} from the server, ${trouble === 0 ? 'no trouble' : `trouble in ${formatCounted(trouble, 'packet')}`}`;
    this.#svg.setAttribute('aria-label', label);
  }
}
