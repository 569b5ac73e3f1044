import { memo } from 'react';
import type { FlowLane } from '../../../preload/contract/flow';
import { drawLanes } from './draw-lanes';
import { type Frame, laneOf, laneWidth, trackOf } from './frame';
import { ShapeList } from './shape-view';

interface LanesViewProps {
  readonly lanes: readonly FlowLane[];
  readonly frame: Frame;
  /** Where the place 0 is, where the drawn part begins, and how high it is. */
  readonly origin: number;
  readonly top: number;
  readonly height: number;
  readonly capturePoint: number | null;
  /** Connection of the selected packet. */
  readonly kin: number;
}

/** Nearer to an end than this share of the way, the capture point is that end. */
const BESIDE_END = 0.03;

/** Why an end is in a state. */
export function laneHelp({ state, why, doubt, packet, isInferred, isKernel, differs }: FlowLane): string {
  if (isKernel) {
    const otherwise = differs ? ` The packets say otherwise of: ${doubt}.` : '';
    return `The kernel, after packet ${packet}: ${state}; ${why}.${otherwise}`;
  }
  const by = packet > 0 ? ` (packet ${packet})` : '';
  const inferred = isInferred ? ' No packet shows it.' : '';
  return `${state}: ${why}${by}.${doubt ? ` Not certain: ${doubt}.` : ''}${inferred}`;
}

/** What is under the pointer on lanes that lie below the lines: nothing is drawn. */
export const LaneTargets = memo(function LaneTargets({
  lanes,
  frame,
  origin,
}: Pick<LanesViewProps, 'lanes' | 'frame' | 'origin'>) {
  const width = laneWidth(frame) + 2;
  return lanes.map((lane) => (
    <rect
      key={`${lane.node} ${lane.stream} ${lane.state} ${lane.top}`}
      className="lad-lane lad-lane-target"
      data-packet={lane.packet}
      x={trackOf(frame, lane.node, lane.track) - width / 2}
      y={origin + lane.top * frame.spacing}
      width={width}
      height={(lane.bottom - lane.top) * frame.spacing}
    >
      <title>{`Connection ${lane.stream}, ${laneHelp(lane)}`}</title>
    </rect>
  ));
});

/** The wires of all ends, with what each end is in along them. */
export const LanesView = memo(function LanesView({
  lanes,
  frame,
  origin,
  top,
  height,
  capturePoint,
  kin,
}: LanesViewProps) {
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
        <g
          key={`${lane.node} ${lane.stream} ${lane.isKernel} ${lane.state} ${lane.top}`}
          className={lane.stream === kin ? 'lad-lane-group is-kin' : 'lad-lane-group'}
        >
          <title>{laneHelp(lane)}</title>
          <ShapeList shapes={shapes} />
        </g>
      ))}
    </g>
  );
});
