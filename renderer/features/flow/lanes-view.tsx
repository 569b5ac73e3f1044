import { memo } from 'react';
import type { FlowLane } from '../../../preload/contract/flow';
import { drawLanes } from './draw-lanes';
import { type Frame, laneOf } from './frame';
import { ShapeList } from './shape-view';

interface LanesViewProps {
  readonly lanes: readonly FlowLane[];
  readonly frame: Frame;
  /** Where the place 0 is, where the drawn part begins, and how high it is. */
  readonly origin: number;
  readonly top: number;
  readonly height: number;
  readonly capturePoint: number | null;
}

/** Nearer to an end than this share of the way, the capture point is that end. */
const BESIDE_END = 0.03;

/** Why an end is in a state. */
export function laneHelp({ state, why, doubt, packet, isInferred }: FlowLane): string {
  const by = packet > 0 ? ` (packet ${packet})` : '';
  const inferred = isInferred ? ' No packet shows it.' : '';
  return `${state}: ${why}${by}.${doubt ? ` Not certain: ${doubt}.` : ''}${inferred}`;
}

/** The wires of all ends, with what each end is in along them. */
export const LanesView = memo(function LanesView({ lanes, frame, origin, top, height, capturePoint }: LanesViewProps) {
  const [first = 0, second = 0] = [laneOf(frame, 0), laneOf(frame, 1)];
  const isBetween = capturePoint !== null && capturePoint > BESIDE_END && capturePoint < 1 - BESIDE_END;
  const point = first + (second - first) * (capturePoint ?? 0);
  return (
    <g className="lad-lanes">
      {frame.lanes.map((x) => (
        <line key={x} className="lad-wire" x1={x} x2={x} y1={top} y2={top + height} />
      ))}
      {!frame.isOfHosts && isBetween && (
        <line className="lad-capture-point" x1={point} x2={point} y1={top} y2={top + height} />
      )}
      {drawLanes(lanes, frame, origin).map(({ lane, shapes }) => (
        <g key={`${lane.node} ${lane.state} ${lane.top}`} className="lad-lane-group">
          <title>{laneHelp(lane)}</title>
          <ShapeList shapes={shapes} />
        </g>
      ))}
    </g>
  );
});
