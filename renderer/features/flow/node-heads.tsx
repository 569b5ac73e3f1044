import { useEffect, useRef } from 'react';
import type { FlowLane, FlowNode } from '../../../preload/contract/flow';
import { visibleText } from '../../format/visible-text';
import { type Frame, laneOf, middleOf } from './frame';
import type { Scroll } from './use-scroll';

interface NodeHeadsProps {
  readonly nodes: readonly FlowNode[];
  readonly frame: Frame;
  /** How far the ladder is scrolled to the right. */
  readonly left: number;
  readonly lanes: readonly FlowLane[];
  readonly scroll: Scroll;
  readonly capturePoint: number | null;
}

export const nodeName = ({ address, port }: FlowNode): string => {
  if (port < 0) return visibleText(address);
  return visibleText(address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
};

/** Widths of letters in pixels, of names with their states and of where the capture was made. */
const NAME_LETTER = 7;
const POINT_LETTER = 5.6;
/** ESTABLISHED and the space before it. */
const STATE_LETTERS = 13;

const ROLES = ['client', 'server'];

/** Who is who, over the lanes. */
export function NodeHeads({ nodes, frame, left, lanes, scroll, capturePoint }: NodeHeadsProps) {
  const isPair = !frame.isOfHosts;
  const states = useRef<(HTMLSpanElement | null)[]>([]);
  const { watch, top } = scroll;
  const { spacing } = frame;
  // The state at the top of what is seen stands here when its name has been scrolled away.
  useEffect(() => {
    const show = (pixels: number) => {
      for (const node of [0, 1]) {
        const element = states.current[node];
        const state = stateAt(lanes, node, pixels / spacing);
        if (element && element.textContent !== state) element.textContent = state;
      }
    };
    watch.current = show;
    show(top());
    return () => {
      watch.current = null;
    };
  }, [lanes, spacing, watch, top]);
  const point = isPair && capturePoint !== null ? pointText(capturePoint) : null;
  const hasRoom = point !== null && roomBetween(nodes, frame) > point.length * POINT_LETTER + 16;
  return (
    <div className="lad-heads" {...(point !== null && { title: point })}>
      {nodes.map((node, index) => {
        const x = laneOf(frame, index) - left;
        if (x < -120 || x > frame.width + 120) return null;
        const style = isPair ? `lad-head-node is-${ROLES[index]}` : 'lad-head-node';
        const name = nodeName(node);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: nodes are named by their place
          <div key={index} className={style} style={{ left: Math.max(8, Math.min(frame.width - 8, x)) }} title={name}>
            {name}
            {isPair && (
              <span
                className="lad-head-state"
                ref={(element) => {
                  states.current[index] = element;
                }}
              />
            )}
          </div>
        );
      })}
      {hasRoom && (
        <div className="lad-head-point" style={{ left: middleOf(frame) }}>
          {point}
        </div>
      )}
    </div>
  );
}

/** Pixels between the names of both ends, which stand over the middles of their lanes. */
function roomBetween(nodes: readonly FlowNode[], frame: Frame): number {
  const letters = nodes.reduce((sum, node) => sum + nodeName(node).length + STATE_LETTERS, 0);
  return laneOf(frame, 1) - laneOf(frame, 0) - (letters * NAME_LETTER) / 2;
}

function stateAt(lanes: readonly FlowLane[], node: number, top: number): string {
  const lane = lanes.find((each) => each.node === node && each.top < top && each.bottom > top);
  return lane ? `  ${lane.state}` : '';
}

function pointText(point: number): string {
  if (point < 0.03) return 'captured next to the client';
  if (point > 0.97) return 'captured next to the server';
  return `captured ${Math.round(point * 100)} % of the way to the server`;
}
