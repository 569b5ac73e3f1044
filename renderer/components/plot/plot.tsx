import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { CartesianGrid, ComposedChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { Timestamp } from '../../../preload/contract/capture';
import type { Stretch } from '../../../preload/contract/graphs';
import { type AxisText, axisText, powerTicks, quantityText, roundTicks } from '../../format/axis';
import { timeAxis } from '../../format/time-axis';
import { useSettings } from '../../state/settings';
import { LayerPaths } from './layer-paths';
import { PlotCursor } from './plot-cursor';
import {
  heightOf,
  leastAboveZero,
  MARGIN,
  type PlotAxis,
  type PlotFrame,
  type PlotLayer,
  type PlotSize,
  type PlotView,
  plotHeight,
  plotWidth,
  widened,
} from './plot-layer';
import './plot.css';

export interface PlotProps {
  /** What is plotted, for who does not see it. */
  readonly label: string;
  /** Those that are switched on, the lowest first. */
  readonly layers: readonly PlotLayer[];
  /** From the least to the greatest x that there is. */
  readonly extent: Stretch;
  readonly xAxis: PlotAxis;
  readonly yAxis: PlotAxis;
  readonly view: PlotView;
  readonly onView: (view: PlotView) => void;
  /** The y axis begins at 0: for amounts. */
  readonly isFromZero?: boolean;
  /** The y axis is logarithmic. */
  readonly isLog?: boolean;
  /** What x counts seconds from; null where it counts none. */
  readonly origin: Timestamp | null;
  /** Where the selected packet is; null where it is not of this plot. */
  readonly selected: number | null;
  readonly selectedPacket: number;
  readonly onSelect: (packet: number) => void;
  /** Told with every new size, in pixels of the plot itself. */
  readonly onPixels: (columns: number, lines: number) => void;
  /** A tip tells of the nearest point, or of all series at that x. */
  readonly tip: 'nearest' | 'all';
  /** Lines that a tip says of a point beside its layer and packet. */
  readonly tell: (layer: PlotLayer, index: number) => string;
}

const SMALL = { fill: 'var(--dim)', fontSize: 10.5 } as const;

/** Over what is drawn. */
const READABLE = { stroke: 'var(--bg)', strokeWidth: 3, paintOrder: 'stroke' } as const;

/** What both axes have in common. */
const AXIS = {
  type: 'number',
  interval: 0,
  allowDataOverflow: true,
  tick: SMALL,
  tickSize: 4,
  stroke: 'var(--line-strong)',
} as const;

export function useSize() {
  const element = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<PlotSize>({ width: 0, height: 0 });
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return { element, size };
}

const PIXELS_OF_TICK = { x: 90, y: 42 } as const;
const DATA: readonly object[] = [];

interface DrawingProps {
  readonly frame: PlotFrame;
  readonly layers: readonly PlotLayer[];
  readonly xAxis: PlotAxis;
  readonly yAxis: PlotAxis;
  readonly selected: number | null;
  readonly origin: Timestamp | null;
}

const titled = (title: string, unit: string) => (unit === '' ? title : `${title} (${unit})`);

function heightTicks(frame: PlotFrame, { quantity }: PlotAxis): AxisText & { readonly ticks: number[] } {
  const { from, to } = frame.y;
  const most = Math.max(2, plotHeight(frame) / PIXELS_OF_TICK.y);
  if (frame.isLog)
    return { ticks: powerTicks(from, to, most), unit: '', text: (value) => quantityText(quantity, value) };
  // Of what is counted there are no halves.
  const { ticks, step } = roundTicks(from, to, quantity === 'packets' ? Math.max(1, Math.min(most, to - from)) : most);
  return { ticks, ...axisText(quantity, from, to, step) };
}

function widthTicks(frame: PlotFrame, { quantity, title }: PlotAxis, origin: Timestamp | null, utc: boolean) {
  const { from, to } = frame.x;
  const most = Math.max(2, plotWidth(frame) / PIXELS_OF_TICK.x);
  if (quantity !== 'seconds') {
    const { ticks, step } = roundTicks(from, to, most);
    return { ticks, title, ...axisText(quantity, from, to, step) };
  }
  const { ticks, isDated, unit, text } = timeAxis(from, to, most, origin, utc);
  const said = isDated && utc ? ['UTC', unit].filter(Boolean).join(', ') : unit;
  return { ticks: [...ticks], title: isDated ? 'Date' : title, unit: said, text };
}

/** What recharts draws: it does not change with the pointer. */
const Drawing = memo(function Drawing({ frame, layers, xAxis, yAxis, selected, origin }: DrawingProps) {
  const { x, y, width, height } = frame;
  const utc = useSettings((settings) => settings.utc);
  const xScale = widthTicks(frame, xAxis, origin, utc);
  const yScale = heightTicks(frame, yAxis);
  return (
    <ComposedChart
      width={width}
      height={height}
      data={DATA as object[]}
      margin={{ ...MARGIN, left: 0, bottom: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid stroke="var(--line)" />
      <XAxis
        {...AXIS}
        dataKey="x"
        domain={[x.from, x.to]}
        ticks={xScale.ticks}
        height={MARGIN.bottom}
        tickFormatter={xScale.text}
        label={{ value: titled(xScale.title, xScale.unit), position: 'insideBottomRight', offset: 3, ...SMALL }}
      />
      <YAxis
        {...AXIS}
        domain={[y.from, y.to]}
        scale={frame.isLog ? 'log' : 'auto'}
        ticks={yScale.ticks}
        width={MARGIN.left}
        tickFormatter={yScale.text}
        label={{
          value: titled(yAxis.title, yScale.unit),
          position: 'insideTopLeft',
          offset: 4,
          dx: MARGIN.left,
          ...SMALL,
          ...READABLE,
        }}
      />
      <LayerPaths layers={layers} />
      {selected !== null && <ReferenceLine x={selected} stroke="var(--client)" strokeDasharray="3 3" />}
    </ComposedChart>
  );
});

/** Room above the highest point, as a share of the height. */
const HEADROOM = 0.06;

function shownHeight(layers: readonly PlotLayer[], x: Stretch, isFromZero: boolean): Stretch {
  const { from, to } = heightOf(layers, x);
  const bottom = isFromZero ? Math.min(0, from) : from;
  const room = Math.max((to - bottom) * HEADROOM, to === bottom ? Math.max(1e-6, Math.abs(to) * 0.1) : 0);
  return { from: isFromZero ? bottom : bottom - room, to: to + room };
}

/** From the least to the greatest amount, with some room. */
function shownPowers(layers: readonly PlotLayer[], x: Stretch): Stretch {
  const least = leastAboveZero(layers, x);
  if (!Number.isFinite(least)) return { from: 1e-3, to: 1 };
  return { from: least / 1.5, to: Math.max(heightOf(layers, x).to, least) * 1.5 };
}

/** Series over an axis, zoomed by drag and wheel, moved by Shift and drag or the right button, and all of it by keys. */
export function Plot(props: PlotProps) {
  const { layers, extent, view, xAxis, yAxis, isFromZero = false, isLog = false, selected, onPixels } = props;
  const { element, size } = useSize();
  const { width, height } = size;
  const hasRoom = width > MARGIN.left + MARGIN.right && height > MARGIN.top + MARGIN.bottom;

  useEffect(() => {
    if (hasRoom) onPixels(plotWidth({ width, height }), plotHeight({ width, height }));
  }, [hasRoom, width, height, onPixels]);

  const frame: PlotFrame = useMemo(() => {
    const x = widened(view.x ?? extent);
    const y = view.y ?? (isLog ? shownPowers(layers, x) : widened(shownHeight(layers, x, isFromZero)));
    return { width, height, x, y, isLog };
  }, [width, height, view, extent, layers, isFromZero, isLog]);

  return (
    <div ref={element} className="plot">
      {hasRoom && (
        <>
          <Drawing
            frame={frame}
            layers={layers}
            xAxis={xAxis}
            yAxis={yAxis}
            selected={selected}
            origin={props.origin}
          />
          <PlotCursor {...props} frame={frame} />
        </>
      )}
    </div>
  );
}
