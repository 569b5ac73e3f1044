import { quantityText } from '../../format/axis';
import { formatCount } from '../../format/quantity';
import { momentText } from '../../format/time-axis';
import { type PlotPoint, placeBefore } from './nearest-point';
import type { PlotProps } from './plot';
import { type PlotFrame, plotHeight, plotWidth } from './plot-layer';

type TipProps = PlotProps & {
  readonly frame: PlotFrame;
  readonly point: PlotPoint;
  readonly left: number;
  readonly top: number;
  readonly packet: number;
};

function Nearest({ point: { layer, index }, tell }: TipProps) {
  return (
    <>
      <div>
        <i className="plot-swatch" style={{ background: layer.color }} />
        {layer.title}
      </div>
      <div className="mono">{tell(layer, index)}</div>
    </>
  );
}

function All({ layers, point, yAxis }: TipProps) {
  const x = point.layer.x[point.index] as number;
  return layers.map((layer) => {
    const at = placeBefore(layer.x, x);
    if (at < 0) return null;
    const value = layer.shape === 'areas' && layer.low ? layer.y[at]! - layer.low[at]! : (layer.y[at] as number);
    return (
      <div key={layer.id} className="plot-tip-line">
        <i className="plot-swatch" style={{ background: layer.color }} />
        <span>{layer.title}</span>
        <span className="mono">{quantityText(layer.quantity ?? yAxis.quantity, value)}</span>
      </div>
    );
  });
}

/** What is under the pointer, in words and numbers. */
export function PlotTip(props: TipProps) {
  const { frame, left, top, packet, tip, point, xAxis } = props;
  const x = point.layer.x[point.index] as number;
  const isRight = left > plotWidth(frame) / 2;
  const isLow = top > plotHeight(frame) / 2;
  return (
    <div
      className="plot-tip"
      role="status"
      style={{
        ...(isRight ? { right: plotWidth(frame) - left + 12 } : { left: left + 12 }),
        ...(tip === 'all' ? { top: 4 } : isLow ? { bottom: plotHeight(frame) - top + 8 } : { top: top + 8 }),
      }}
    >
      <div className="plot-tip-head mono">
        {xAxis.quantity === 'seconds' ? momentText(x) : quantityText(xAxis.quantity, x)}
        {packet > 0 && <span> · packet {formatCount(packet)}</span>}
      </div>
      {tip === 'nearest' ? <Nearest {...props} /> : <All {...props} />}
    </div>
  );
}
