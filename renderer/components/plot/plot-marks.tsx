import { useMemo } from 'react';
import { secondsBetween, useHovered } from '../../state/cursor';
import type { PlotPoint } from './nearest-point';
import type { PlotProps } from './plot';
import { type PlotFrame, type PlotLayer, pixelX, pixelY, plotHeight, plotWidth } from './plot-layer';

type MarkProps = PlotProps & { readonly frame: PlotFrame };

/** More points of one packet than anyone looks for. */
const MOST_MARKED = 8;

function pointsOf(layers: readonly PlotLayer[], packet: number): PlotPoint[] {
  if (packet === 0) return [];
  const points = layers.flatMap((layer) => {
    const isPoint = layer.shape === 'bars' || layer.shape === 'dots';
    const index = isPoint ? (layer.packet?.indexOf(packet) ?? -1) : -1;
    return index >= 0 ? [{ layer, index }] : [];
  });
  return points.slice(0, MOST_MARKED);
}

/** Rings around the points of a packet, where they are among those that are drawn. */
function Rings(props: Pick<MarkProps, 'layers' | 'frame'> & { readonly packet: number; readonly className: string }) {
  const { layers, frame, packet, className } = props;
  const points = useMemo(() => pointsOf(layers, packet), [layers, packet]);
  return points.map(({ layer, index }) => {
    const left = pixelX(frame, layer.x[index] as number);
    const top = pixelY(frame, layer.y[index] as number);
    const bottom = layer.low ? pixelY(frame, layer.low[index] as number) : top;
    const isSeen = left >= 0 && left <= plotWidth(frame) && bottom >= 0 && top <= plotHeight(frame);
    return isSeen ? (
      <div
        key={layer.id}
        className={className}
        style={{ left: left - 5, top: top - 5, height: Math.max(10, bottom - top + 10) }}
      />
    ) : null;
  });
}

export const SelectedPoints = ({ layers, frame, selectedPacket }: MarkProps) => (
  <Rings layers={layers} frame={frame} packet={selectedPacket} className="plot-selected" />
);

/** A thin line where the pointer is in another graph, the list or the ladder, and rings around that packet's points. */
export function HoveredElsewhere({ layers, frame, origin, source }: MarkProps & { readonly source: string }) {
  const packet = useHovered(({ hovered }) => (hovered && hovered.source !== source ? hovered.packet : 0));
  const left = useHovered(({ hovered }) =>
    hovered?.time && hovered.source !== source && origin
      ? Math.round(pixelX(frame, secondsBetween(origin, hovered.time)))
      : -1,
  );
  return (
    <>
      {left >= 0 && left <= plotWidth(frame) && <div className="plot-hovered" style={{ left }} />}
      <Rings layers={layers} frame={frame} packet={packet} className="plot-hovered-point" />
    </>
  );
}
