import type { FlowLane } from '../../../preload/contract/flow';
import { type Frame, laneWidth, slopeOf, trackOf } from './frame';
import { rect, type Shape, text } from './shape';

const ROOM_FOR_NAME = 12;
const KERNEL_WIDTH = 3;
const KERNEL_GAP = 1.5;

const styles: Readonly<Record<string, string>> = {
  CLOSED: 'lad-state-closed',
  LISTEN: 'lad-state-closed',
  SYN_SENT: 'lad-state-opening',
  SYN_RCVD: 'lad-state-opening',
  ESTABLISHED: 'lad-state-open',
  PARTIAL: 'lad-state-partial',
  'zero window': 'lad-state-zero',
};

/** Whether the end is there because the connection was reset. */
const wasReset = ({ state, why }: FlowLane): boolean => state === 'CLOSED' && /RST/.test(why);

/** RFC 9293 name of a state that `ss` writes in its own way. */
const stateOf = ({ state, isKernel }: FlowLane): string => {
  if (!isKernel) return state;
  const name = state.replaceAll('-', '_');
  return { ESTAB: 'ESTABLISHED', SYN_RECV: 'SYN_RCVD', UNCONN: 'CLOSED' }[name] ?? name;
};

export function laneStyle(lane: FlowLane): string {
  if (wasReset(lane)) return 'lad-state-reset';
  return styles[stateOf(lane)] ?? 'lad-state-closing';
}

/** How far from its packet's line a state begins: where the arrow leaves or comes in. */
function shift(frame: Frame, { node, isSender, packet }: FlowLane): number {
  if (packet === 0) return 0;
  const { sent, arrives } = slopeOf(frame, isSender ? node : 1 - node);
  return isSender ? sent : arrives;
}

/** The lane that goes on where one ends; a closed window lies over the states and is none of them. */
function nextOf(lanes: readonly FlowLane[], lane: FlowLane): FlowLane | undefined {
  const isState = ({ state, isKernel }: FlowLane) => state !== 'zero window' && isKernel === lane.isKernel;
  return lanes.find(
    (each) =>
      each.node === lane.node &&
      each.stream === lane.stream &&
      each.top === lane.bottom &&
      each !== lane &&
      isState(each),
  );
}

/**
 * Draws the lanes of all ends.
 *
 * @param y - of the place 0, in pixels
 */
export function drawLanes(lanes: readonly FlowLane[], frame: Frame, y: number): { lane: FlowLane; shapes: Shape[] }[] {
  return lanes.map((lane) => {
    const isZero = lane.state === 'zero window';
    const next = lane.ends && !isZero ? nextOf(lanes, lane) : undefined;
    const top = y + lane.top * frame.spacing + (lane.begins ? shift(frame, lane) + 1 : 0);
    const bottom = y + lane.bottom * frame.spacing + (next?.begins ? shift(frame, next) : 0);
    return { lane, shapes: drawLane(lane, frame, top, bottom) };
  });
}

/** A slim strip on the lane's outer side, with its state's name where the packets say otherwise. */
function drawKernelLane(lane: FlowLane, frame: Frame, top: number, bottom: number): Shape[] {
  const isLeft = lane.node === 0;
  const lanes = trackOf(frame, lane.node, lane.track) + ((isLeft ? -1 : 1) * laneWidth(frame)) / 2;
  const x = isLeft ? lanes - KERNEL_GAP - KERNEL_WIDTH : lanes + KERNEL_GAP;
  const data = { state: lane.state, node: lane.node, packet: lane.packet, stream: lane.stream };
  const style = `lad-lane lad-kernel ${lane.differs ? 'lad-kernel-differs' : laneStyle(lane)}`;
  const shapes = [rect(x, top, KERNEL_WIDTH, bottom - top, style, data)];
  if (!lane.differs || !lane.begins || bottom - top < ROOM_FOR_NAME || !frame.showsStates) return shapes;
  const side = isLeft ? x - 5 : x + KERNEL_WIDTH + 5;
  // Of several differences the state is told, the rest on hover.
  const words = lane.doubt.startsWith('state') ? lane.state : lane.doubt;
  const says = text(side, top + 9.5, isLeft ? 'end' : 'start', 'lad-state lad-kernel-says', [
    { text: `≠ ${words}`, style: '' },
  ]);
  return [...shapes, says];
}

function drawLane(lane: FlowLane, frame: Frame, top: number, bottom: number): Shape[] {
  if (lane.isKernel) return drawKernelLane(lane, frame, top, bottom);
  const width = laneWidth(frame);
  const x = trackOf(frame, lane.node, lane.track) - width / 2;
  const isZero = lane.state === 'zero window';
  const unsure = lane.doubt !== '' || lane.isInferred ? ' lad-unsure' : '';
  const data = { state: lane.state, node: lane.node, packet: lane.packet, stream: lane.stream };
  const wide = isZero ? (frame.isOfHosts ? 1 : 3) : 0;
  const shapes = [rect(x - wide, top, width + 2 * wide, bottom - top, `lad-lane ${laneStyle(lane)}${unsure}`, data)];
  if (!lane.begins || bottom - top < ROOM_FOR_NAME || !frame.showsStates) return shapes;
  const isLeft = lane.node === 0;
  const name = `${lane.state}${wasReset(lane) ? ' (reset)' : ''}${unsure ? ' ?' : ''}`;
  const side = isLeft ? x - 8 : x + width + 8;
  const style = isZero ? 'lad-state lad-window' : 'lad-state';
  return [...shapes, text(side, top + 9.5, isLeft ? 'end' : 'start', style, [{ text: name, style: '' }])];
}
