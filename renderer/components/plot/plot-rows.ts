import { quantityText } from '../../format/axis';
import type { PlotAxis, PlotLayer } from './plot-layer';

/** Points of all series in ascending x, as places in them: a table or a file is written of these. */
export class PlotRows {
  private readonly order: Uint32Array;
  private readonly starts: readonly number[];

  constructor(readonly layers: readonly PlotLayer[]) {
    let start = 0;
    this.starts = layers.map(({ x }) => {
      const own = start;
      start += x.length;
      return own;
    });
    const x = new Float64Array(start);
    layers.forEach((layer, i) => {
      x.set(layer.x, this.starts[i]);
    });
    this.order = Uint32Array.from(x, (_, at) => at).sort((one, other) => x[one]! - x[other]! || one - other);
  }

  get count(): number {
    return this.order.length;
  }

  at(row: number): { readonly layer: PlotLayer; readonly index: number } {
    const place = this.order[row] as number;
    let at = this.layers.length - 1;
    while (at > 0 && (this.starts[at] as number) > place) at--;
    return { layer: this.layers[at] as PlotLayer, index: place - (this.starts[at] as number) };
  }
}

export interface PlotRowText {
  readonly series: string;
  readonly x: string;
  readonly y: string;
  readonly packet: number;
}

/** A point in words, units and all. */
export function rowText(
  { layer, index }: { readonly layer: PlotLayer; readonly index: number },
  x: PlotAxis,
  y: PlotAxis,
): PlotRowText {
  const high = layer.y[index] as number;
  const low = layer.low?.[index];
  const quantity = layer.quantity ?? y.quantity;
  return {
    series: layer.title,
    x:
      x.quantity === 'seconds'
        ? (layer.x[index] as number).toFixed(9)
        : quantityText(x.quantity, layer.x[index] as number),
    y:
      low === undefined
        ? quantityText(quantity, high)
        : layer.shape === 'areas'
          ? quantityText(quantity, high - low)
          : `${quantityText(quantity, low)} – ${quantityText(quantity, high)}`,
    packet: layer.packet?.[index] ?? 0,
  };
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The points as comma-separated values: plain numbers in seconds, bytes and the like. */
export function plotCsv(layers: readonly PlotLayer[], x: PlotAxis, y: PlotAxis): string {
  const rows = new PlotRows(layers);
  const unit = ({ title, quantity }: PlotAxis) => quoted(quantity === 'number' ? title : `${title} (${quantity})`);
  const lines = [`series,${unit(x)},${unit({ ...y, title: `${y.title} from` })},${unit(y)},packet`];
  for (let row = 0; row < rows.count; row++) {
    const { layer, index } = rows.at(row);
    const packet = layer.packet?.[index] || '';
    lines.push(`${quoted(layer.title)},${layer.x[index]},${layer.low?.[index] ?? ''},${layer.y[index]},${packet}`);
  }
  return `${lines.join('\r\n')}\r\n`;
}
