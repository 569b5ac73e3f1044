import { useEffect, useRef } from 'react';
import type { FlowLane, FlowNode } from '../../../preload/contract/flow';
import { visibleText } from '../../format/visible-text';
import { type Frame, laneOf, middleOf } from './frame';
import { lettersOver, NAME_LETTER, shortName } from './short-name';
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

/** Width of a letter of where the capture was made, in pixels. */
const POINT_LETTER = 5.6;
/** ESTABLISHED and the space before it. */
const STATE_LETTERS = 13;

const ROLES = ['client', 'server'];

/** Who is who, over the lanes. */
export function NodeHeads({ nodes, frame, left, lanes, scroll, capturePoint }: NodeHeadsProps) {
  const isPair = !frame.isOfHosts;
  const states = useRef<(HTMLSpanElement | null)[]>([]);
  const pointHead = useRef<HTMLDivElement | null>(null);
  const { watch, top } = scroll;
  const { spacing } = frame;
  const point = isPair && capturePoint !== null ? pointText(capturePoint) : null;
  const pointWidth = point === null ? Number.POSITIVE_INFINITY : point.length * POINT_LETTER + 16;
  const hasRoom = roomBetween(nodes, frame, left, false) > pointWidth;
  const hasRoomBesideStates = roomBetween(nodes, frame, left, true) > pointWidth;
  // The state at the top of what is seen stands here when its name has been scrolled away.
  useEffect(() => {
    const show = (pixels: number) => {
      for (const node of [0, 1]) {
        const element = states.current[node];
        const state = stateAt(lanes, node, pixels / spacing);
        if (element && element.textContent !== state) element.textContent = state;
      }
      const showsState = states.current.some((element) => element?.textContent);
      if (pointHead.current) pointHead.current.hidden = showsState && !hasRoomBesideStates;
    };
    watch.current = show;
    show(top());
    return () => {
      watch.current = null;
    };
  }, [lanes, spacing, watch, top, hasRoomBesideStates]);
  return (
    <div className="lad-heads" {...(point !== null && { title: point })}>
      {nodes.map((node, index) => {
        const x = laneOf(frame, index) - left;
        if (x < -120 || x > frame.width + 120) return null;
        const name = nodeName(node);
        const state = isPair && hasStateRoom(index, x, name, frame.width) && (
          <span
            className="lad-head-state"
            ref={(element) => {
              states.current[index] = element;
            }}
          />
        );
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: nodes are named by their place
            key={index}
            className={isPair ? `lad-head-node is-${ROLES[index]}` : 'lad-head-node is-host'}
            style={isPair ? pairStyle(index, x, name, frame.width) : { left: x }}
            title={name}
          >
            {index === 1 && state}
            <span className="lad-head-name">
              {shortName(name, isPair ? lettersBeside(index, x, name, frame.width) : lettersOver(frame))}
            </span>
            {index === 0 && state}
          </div>
        );
      })}
      {hasRoom && (
        <div className="lad-head-point" ref={pointHead} style={{ left: middleOf(frame) }}>
          {point}
        </div>
      )}
    </div>
  );
}

/** A name stands over the middle of its lane as far as the panel has room, and its state inward of it. */
function pairStyle(node: number, x: number, name: string, width: number): React.CSSProperties {
  const half = (name.length * NAME_LETTER) / 2;
  const outward = Math.max(8, (node === 0 ? x : width - x) - half);
  return { [node === 0 ? 'left' : 'right']: outward, maxWidth: Math.max(0, width / 2 - outward - 6) };
}

/** Letters that the half of the panel has room for. */
const lettersBeside = (node: number, x: number, name: string, width: number): number =>
  Math.floor(Number(pairStyle(node, x, name, width).maxWidth) / NAME_LETTER);

/** Half of a narrow panel is for the name alone: the lane's color says what state it is. */
function hasStateRoom(node: number, x: number, name: string, width: number): boolean {
  const half = (name.length * NAME_LETTER) / 2;
  const inward = width / 2 - Math.max(8, (node === 0 ? x : width - x) - half);
  return inward > 2 * half + STATE_LETTERS * NAME_LETTER + 20;
}

/** Pixels that a text in the middle may take up between the names of both ends, and their states where they are shown. */
function roomBetween(nodes: readonly FlowNode[], frame: Frame, left: number, areStatesShown: boolean): number {
  const free = nodes.map((node, index) => {
    const name = nodeName(node);
    const x = laneOf(frame, index) - left;
    const half = (name.length * NAME_LETTER) / 2;
    const outward = Math.max(8, (index === 0 ? x : frame.width - x) - half);
    const state = areStatesShown && hasStateRoom(index, x, name, frame.width) ? STATE_LETTERS * NAME_LETTER : 0;
    const middle = index === 0 ? middleOf(frame) : frame.width - middleOf(frame);
    return middle - outward - 2 * half - state;
  });
  return 2 * Math.min(...free);
}

function stateAt(lanes: readonly FlowLane[], node: number, top: number): string {
  const lane = lanes.find((each) => !each.isKernel && each.node === node && each.top < top && each.bottom > top);
  return lane?.state ?? '';
}

function pointText(point: number): string {
  if (point < 0.03) return 'captured next to the client';
  if (point > 0.97) return 'captured next to the server';
  return `captured ${Math.round(point * 100)} % of the way to the server`;
}
