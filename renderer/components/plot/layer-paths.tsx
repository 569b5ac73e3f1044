import { memo, useId } from 'react';
import { Layer, usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { MarkShape, PlotLayer } from './plot-layer';

type Scale = (value: number) => number;

/** Bars are given a foot and a head where there are few enough to see them. */
const MOST_CAPPED = 400;
const LEAST_BAR = 1.5;
/** What stands out is seen however short it is. */
const LEAST_OF_NOTE = 9;
const LEAST_OF_MANY = 3;
const MANY = 60;

const round = (pixels: number) => Math.round(pixels * 10) / 10;

function barPath({ x, y, low, isOfNote }: PlotLayer, scaleX: Scale, scaleY: Scale): string {
  const parts: string[] = [];
  const isCapped = x.length <= MOST_CAPPED && !isOfNote;
  const ofNote = x.length > MANY ? LEAST_OF_MANY : LEAST_OF_NOTE;
  const least = isOfNote ? ofNote : LEAST_BAR;
  for (let i = 0; i < x.length; i++) {
    const at = round(scaleX(x[i] as number));
    let top = scaleY(y[i] as number);
    let bottom = scaleY(low?.[i] as number);
    if (bottom - top < least) {
      const middle = (top + bottom) / 2;
      top = middle - least / 2;
      bottom = middle + least / 2;
    }
    parts.push(`M${at} ${round(bottom)}V${round(top)}`);
    if (isCapped && bottom - top > 5) parts.push(`M${at - 2.5} ${round(bottom)}h5M${at - 2.5} ${round(top)}h5`);
  }
  return parts.join('');
}

function linePath({ x, y, shape }: PlotLayer, scaleX: Scale, scaleY: Scale): string {
  const parts: string[] = [];
  for (let i = 0; i < x.length; i++) {
    const at = round(scaleX(x[i] as number));
    const height = round(scaleY(y[i] as number));
    if (Number.isNaN(height)) continue;
    if (parts.length === 0) parts.push(`M${at} ${height}`);
    else parts.push(shape === 'steps' ? `H${at}V${height}` : `L${at} ${height}`);
  }
  return parts.join('');
}

/** A band between two stepped lines, each holding until the next point. */
function areaPath({ x, y, low }: PlotLayer, scaleX: Scale, scaleY: Scale): string {
  const there: string[] = [];
  const back: string[] = [];
  for (let i = 0; i < x.length; i++) {
    const at = round(scaleX(x[i] as number));
    const until = round(scaleX((x[i + 1] ?? x[i]) as number));
    const top = round(scaleY(y[i] as number));
    const bottom = round(scaleY(low ? (low[i] as number) : 0));
    there.push(`${i === 0 ? 'M' : 'L'}${at} ${top}H${until}`);
    back.push(`L${until} ${bottom}H${at}`);
  }
  return there.length === 0 ? '' : `${there.join('')}${back.reverse().join('')}Z`;
}

const MARKS: Readonly<Record<MarkShape, string>> = {
  dot: 'm-1.8 0a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0',
  'triangle-up': 'm0 -5l4.5 8h-9z',
  'triangle-down': 'm0 5l4.5 -8h-9z',
  cross: 'm-4 -4l8 8m0 -8l-8 8',
  diamond: 'm0 -5l5 5l-5 5l-5 -5z',
  square: 'm-3.5 -3.5h7v7h-7z',
};

function markPath({ x, y, mark }: PlotLayer, scaleX: Scale, scaleY: Scale): string {
  const shape = MARKS[mark ?? 'dot'];
  const parts: string[] = [];
  for (let i = 0; i < x.length; i++)
    parts.push(`M${round(scaleX(x[i] as number))} ${round(scaleY(y[i] as number))}${shape}`);
  return parts.join('');
}

function pathOf(layer: PlotLayer, scaleX: Scale, scaleY: Scale): string {
  if (layer.shape === 'bars') return barPath(layer, scaleX, scaleY);
  if (layer.shape === 'areas') return areaPath(layer, scaleX, scaleY);
  return layer.shape === 'dots' ? markPath(layer, scaleX, scaleY) : linePath(layer, scaleX, scaleY);
}

function paintOf({ shape, color, width, mark }: PlotLayer): React.CSSProperties {
  if (shape === 'areas') return { fill: color, stroke: 'none', fillOpacity: 0.75 };
  if (shape !== 'dots') return { fill: 'none', stroke: color, strokeWidth: width ?? 1.25 };
  return mark === 'cross' ? { fill: 'none', stroke: color, strokeWidth: 2 } : { fill: color, stroke: 'none' };
}

/** The series of a plot in the coordinates of recharts' axes: one path each, however many points it has. */
export const LayerPaths = memo(function LayerPaths({ layers }: { readonly layers: readonly PlotLayer[] }) {
  const clip = useId();
  const area = usePlotArea();
  const scaleX = useXAxisScale() as Scale | undefined;
  const scaleY = useYAxisScale() as Scale | undefined;
  if (!area || !scaleX || !scaleY) return null;
  return (
    <Layer>
      <clipPath id={clip}>
        <rect x={area.x} y={area.y} width={area.width} height={area.height} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        {layers.map((layer) => (
          <path
            key={layer.id}
            className={`plot-${layer.shape}`}
            data-layer={layer.id}
            data-points={layer.x.length}
            d={pathOf(layer, scaleX, scaleY)}
            style={paintOf(layer)}
          />
        ))}
      </g>
    </Layer>
  );
});
