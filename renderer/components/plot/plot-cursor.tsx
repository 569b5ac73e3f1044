import { useEffect, useId, useRef, useState } from 'react';
import type { Stretch } from '../../../preload/contract/graphs';
import { hover, timeAfter, unhover } from '../../state/cursor';
import { nearestPoint, neighborPoint, type PlotPoint, placeBefore } from './nearest-point';
import type { PlotProps } from './plot';
import {
  MARGIN,
  type PlotFrame,
  type PlotView,
  pixelX,
  pixelY,
  plotHeight,
  plotWidth,
  valueX,
  WHOLE,
} from './plot-layer';
import { HoveredElsewhere, SelectedPoints } from './plot-marks';
import { type Box, panned, zoomedBy, zoomedTo } from './plot-moves';
import { PlotTip } from './plot-tip';

/** How far off a point may be and still be meant, in pixels. */
const REACH = 24;
/** A press that moves less is a click. */
const STILL = 4;
const ZOOM_STEP = 0.7;
const PAN_STEP = 0.15;

interface Press {
  readonly left: number;
  readonly top: number;
  readonly pans: boolean;
  readonly box: Box | null;
}

const boxOf = (one: { left: number; top: number }, left: number, top: number): Box => ({
  left: Math.min(one.left, left),
  top: Math.min(one.top, top),
  right: Math.max(one.left, left),
  bottom: Math.max(one.top, top),
});

/** The nearest point; where a tip tells of all series, a point of the first that has one at that x. */
function pointAt({ layers, tip }: PlotProps, frame: PlotFrame, left: number, top: number): PlotPoint | null {
  if (tip === 'nearest') return nearestPoint(layers, frame, left, top, REACH);
  const x = valueX(frame, left);
  for (const layer of layers) {
    const index = placeBefore(layer.x, x);
    if (index >= 0) return { layer, index };
  }
  return null;
}

/** A packet of any layer at the same x: of what one is pointed at, some layers may have none. */
function packetOf({ layers, tip }: PlotProps, { layer, index }: PlotPoint): number {
  const own = layer.packet?.[index] ?? 0;
  if (own > 0 || tip === 'nearest') return own;
  const x = layer.x[index] as number;
  for (const each of layers) {
    const at = placeBefore(each.x, x);
    const packet = at >= 0 ? (each.packet?.[at] ?? 0) : 0;
    if (packet > 0) return packet;
  }
  return 0;
}

/** What a key makes of what is shown; null for a key that does nothing to it. */
function viewAfter(key: string, frame: PlotFrame, view: PlotView, extent: Stretch): PlotView | null {
  const middle = { left: plotWidth(frame) / 2, top: plotHeight(frame) / 2 };
  const across = plotWidth(frame) * PAN_STEP;
  const down = plotHeight(frame) * PAN_STEP;
  switch (key) {
    case 'ArrowLeft':
      return panned(frame, view, extent, -across, 0);
    case 'ArrowRight':
      return panned(frame, view, extent, across, 0);
    case 'ArrowUp':
      return panned(frame, view, extent, 0, -down);
    case 'ArrowDown':
      return panned(frame, view, extent, 0, down);
    case '+':
    case '=':
      return zoomedBy(frame, view, extent, middle, ZOOM_STEP);
    case '-':
      return zoomedBy(frame, view, extent, middle, 1 / ZOOM_STEP);
    case '0':
      return WHOLE;
    default:
      return null;
  }
}

/** What the pointer and the keys do over a plot. */
export function PlotCursor(props: PlotProps & { readonly frame: PlotFrame }) {
  const { frame, view, onView, extent, onSelect, label, origin } = props;
  const source = useId();
  const element = useRef<HTMLDivElement>(null);
  const help = useId();
  const [pointed, setPointed] = useState<PlotPoint | null>(null);
  const [press, setPress] = useState<Press | null>(null);

  const place = (event: { clientX: number; clientY: number }) => {
    const { left = 0, top = 0 } = element.current?.getBoundingClientRect() ?? {};
    return {
      left: Math.max(0, Math.min(plotWidth(frame), event.clientX - left)),
      top: Math.max(0, Math.min(plotHeight(frame), event.clientY - top)),
    };
  };

  const latest = useRef({ frame, view, extent, onView });
  latest.current = { frame, view, extent, onView };
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    // React listens to wheels passively, and the page would scroll.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const now = latest.current;
      const { left, top } = target.getBoundingClientRect();
      const at = { left: event.clientX - left, top: event.clientY - top };
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        now.onView(panned(now.frame, now.view, now.extent, event.deltaX || event.deltaY, 0));
        return;
      }
      now.onView(zoomedBy(now.frame, now.view, now.extent, at, event.deltaY > 0 ? 1 / ZOOM_STEP : ZOOM_STEP));
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, []);

  useEffect(() => () => unhover(source), [source]);

  /** Points at a point; where there is none near, at the time alone. */
  const pointTo = (point: PlotPoint | null, x = Number.NaN) => {
    setPointed(point);
    const at = point ? (point.layer.x[point.index] as number) : x;
    const time = origin && Number.isFinite(at) ? timeAfter(origin, at) : null;
    const packet = point ? packetOf(props, point) : 0;
    if (packet > 0 || time) hover({ source, packet, time });
    else unhover(source);
  };

  const onPointerDown = (event: React.PointerEvent) => {
    if (event.button === 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setPress({ ...place(event), pans: event.shiftKey || event.button === 2, box: null });
  };
  const onPointerMove = (event: React.PointerEvent) => {
    const { left, top } = place(event);
    if (!press) {
      pointTo(pointAt(props, frame, left, top), valueX(frame, left));
      return;
    }
    pointTo(null);
    if (press.pans) {
      onView(panned(frame, view, extent, press.left - left, press.top - top));
      setPress({ ...press, left, top });
    } else setPress({ ...press, box: boxOf(press, left, top) });
  };
  const onPointerUp = (event: React.PointerEvent) => {
    if (!press) return;
    setPress(null);
    const { left, top } = place(event);
    if (press.pans) return;
    const box = boxOf(press, left, top);
    if (box.right - box.left >= STILL) {
      onView(zoomedTo(frame, view, box));
      return;
    }
    const point = pointAt(props, frame, left, top);
    const packet = point ? packetOf(props, point) : 0;
    if (packet > 0) onSelect(packet);
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = viewAfter(event.key, frame, view, extent);
    if (next) onView(next);
    else if (event.key === '.') pointTo(neighborPoint(props.layers, pointed, 1) ?? pointed);
    else if (event.key === ',') pointTo(neighborPoint(props.layers, pointed, -1) ?? pointed);
    else if (event.key === 'Escape') pointTo(null);
    else if (event.key === 'Enter' && pointed && packetOf(props, pointed) > 0) onSelect(packetOf(props, pointed));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const box = press?.box ?? null;
  return (
    <div
      ref={element}
      className="plot-cursor"
      style={{ left: MARGIN.left, top: MARGIN.top, width: plotWidth(frame), height: plotHeight(frame) }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the plot takes keys and the pointer
      tabIndex={0}
      role="application"
      aria-roledescription="graph"
      aria-label={label}
      aria-describedby={help}
      data-panel-focus
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerLeave={() => !press && pointTo(null)}
      onContextMenu={(event) => event.preventDefault()}
      onDoubleClick={() => onView(WHOLE)}
      onKeyDown={onKeyDown}
    >
      <span id={help} hidden>
        Arrows move, plus and minus zoom, 0 shows all, full stop and comma go from point to point, Enter selects the
        packet. The table view lists the points.
      </span>
      {box && (
        <div
          className="plot-box"
          style={{ left: box.left, top: box.top, width: box.right - box.left, height: box.bottom - box.top }}
        />
      )}
      <SelectedPoints {...props} />
      <HoveredElsewhere {...props} source={source} />
      {pointed && !press && <Pointed {...props} point={pointed} />}
    </div>
  );
}

function Pointed(props: PlotProps & { readonly frame: PlotFrame; readonly point: PlotPoint }) {
  const { frame, point, tip } = props;
  const { layer, index } = point;
  const left = pixelX(frame, layer.x[index] as number);
  const top = pixelY(frame, layer.y[index] as number);
  const bottom = layer.low ? pixelY(frame, layer.low[index] as number) : top;
  return (
    <>
      {tip === 'nearest' ? (
        <div className="plot-pointed" style={{ left: left - 4, top: top - 4, height: Math.max(8, bottom - top + 8) }} />
      ) : (
        <div className="plot-here" style={{ left }} />
      )}
      <PlotTip {...props} left={left} top={top} packet={packetOf(props, point)} />
    </>
  );
}
