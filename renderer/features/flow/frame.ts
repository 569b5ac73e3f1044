import type { FlowShape } from '../../../preload/contract/flow';

/** Where things stand across a ladder of a certain width, and how far apart its lines are. In pixels. */
export interface Frame {
  readonly width: number;
  /** Pixels of a step. */
  readonly spacing: number;
  /** The lanes' middles, by node. */
  readonly lanes: readonly number[];
  /** How many lanes stand side by side, by node. */
  readonly tracks: readonly number[];
  /** Names of states stand beside the lanes. */
  readonly showsStates: boolean;
  /** Left edge of packet numbers, right edge of times and of times since the line before; null where there is no room. */
  readonly numberEdge: number | null;
  readonly timeEdge: number | null;
  readonly pauseEdge: number | null;
  /** Right edge of the connections' numbers, where there are several. */
  readonly streamEdge: number | null;
  /** How far down an arrow goes on its way, in pixels, and the share of the way before the capture point from the client. */
  readonly slope: number;
  readonly capturePoint: number;
  /** More than two lanes, or lanes without states. */
  readonly isOfHosts: boolean;
  /** From the left to behind the last node. */
  readonly sheetWidth: number;
  /** What is seen of it, from the left. */
  readonly seen: { readonly left: number; readonly right: number };
}

export const LANE = 10;
/** Of several lanes side by side, and from the middle of one to that of the next. */
const TRACK = 5;
const TRACK_DISTANCE = 7;
const STATE_WIDTH = 104;
const TIME_WIDTH = 74;
const NUMBER_WIDTH = 62;
const PAUSE_WIDTH = 70;
const STREAM_WIDTH = 72;
/** Arrows need that much for their labels. */
const ARROW_WIDTH = 300;
const NODE_WIDTH = 190;
/** Evenly spaced, an arrow goes down by this share of a step. */
const EVEN_SLOPE = 0.2;
const MOST_SLOPE_STEPS = 3;

export interface FrameOptions {
  readonly width: number;
  readonly spacing: number;
  readonly isEven: boolean;
  /** How far the ladder is scrolled to the right; null where all of it is seen, as in a file. */
  readonly left?: number | null;
}

export function frameOf(shape: FlowShape, options: FrameOptions): Frame {
  const { width, spacing, isEven, left: scrolled = 0 } = options;
  const isOfHosts = shape.nodes.length !== 2 || shape.nodes.some(({ port }) => port < 0);
  const knowsTrip = shape.roundTripNanoseconds !== null;
  const steps = isEven ? EVEN_SLOPE : Math.min(MOST_SLOPE_STEPS, shape.halfRoundTrip);
  const room = width - ARROW_WIDTH - LANE;
  const showsTime = room >= TIME_WIDTH;
  const showsStates = !isOfHosts && room >= TIME_WIDTH + 2 * STATE_WIDTH;
  const states = showsStates ? STATE_WIDTH : 14;
  const left = (showsTime ? TIME_WIDTH : 0) + states;
  const spare = width - ARROW_WIDTH - left - states;
  const showsNumber = spare >= NUMBER_WIDTH;
  const showsPause = !isOfHosts && spare >= NUMBER_WIDTH + PAUSE_WIDTH + 60;
  const showsStream = isOfHosts && spare >= NUMBER_WIDTH + STREAM_WIDTH && shape.tracks.some((count) => count > 0);
  const first = left + (showsNumber ? NUMBER_WIDTH : 0) + (showsStream ? STREAM_WIDTH : 0);
  const last = width - states - (showsPause ? PAUSE_WIDTH : 0);
  const count = shape.nodes.length;
  const distance = count > 1 ? Math.max(isOfHosts ? NODE_WIDTH : 60, (last - first) / (count - 1)) : 0;
  const start = isOfHosts ? first + 50 : first;
  const lanes = Array.from({ length: count }, (_, node) =>
    isOfHosts
      ? start + node * Math.max(NODE_WIDTH, (last - 50 - start) / Math.max(1, count - 1))
      : first + node * distance,
  );
  return {
    width,
    spacing,
    lanes,
    tracks: shape.tracks,
    showsStates,
    numberEdge: showsNumber ? 8 : null,
    timeEdge: showsTime ? (showsNumber ? NUMBER_WIDTH : 0) + TIME_WIDTH - 8 : null,
    pauseEdge: showsPause ? width - 10 : null,
    streamEdge: showsStream ? NUMBER_WIDTH + TIME_WIDTH + STREAM_WIDTH - 12 : null,
    slope: knowsTrip && !isOfHosts ? steps * spacing : 0,
    capturePoint: shape.capturePoint ?? 0.5,
    isOfHosts,
    sheetWidth: isOfHosts ? Math.max(width, (lanes.at(-1) ?? 0) + 120) : width,
    seen: scrolled === null ? { left: 0, right: Infinity } : { left: scrolled, right: scrolled + width },
  };
}

export const laneOf = (frame: Frame, node: number): number =>
  node < 0 ? middleOf(frame) : (frame.lanes[Math.min(node, frame.lanes.length - 1)] ?? 0);

/** Width of a lane. */
export const laneWidth = (frame: Frame): number => (frame.isOfHosts ? TRACK : LANE);

/** From the middle of a node to the edge of its outermost lane. */
export function halfWidth(frame: Frame, node: number): number {
  const count = frame.tracks[Math.max(0, Math.min(node, frame.tracks.length - 1))] ?? 0;
  if (count === 0 || node < 0) return 0;
  return frame.isOfHosts ? ((count - 1) * TRACK_DISTANCE + TRACK) / 2 : LANE / 2;
}

/** Middle of one of the lanes of a node. */
export function trackOf(frame: Frame, node: number, track: number): number {
  const count = frame.tracks[node] ?? 0;
  return laneOf(frame, node) + (track < 0 ? 0 : (track - (count - 1) / 2) * TRACK_DISTANCE);
}

/** Where an arrow leaves a node or comes to it: beside its connection's own lane. */
export function edgeOf(frame: Frame, node: number, track: number, side: 1 | -1): number {
  if (node < 0) return laneOf(frame, node);
  if (!frame.isOfHosts) return laneOf(frame, node) + side * (halfWidth(frame, node) + 1);
  return trackOf(frame, node, track) + side * (track < 0 ? 1 : TRACK / 2 + 1);
}

export const middleOf = ({ lanes }: Frame): number => ((lanes[0] ?? 0) + (lanes[lanes.length - 1] ?? 0)) / 2;

/** Where an arrow begins and ends, relative to the moment at which its packet was captured. */
export function slopeOf(frame: Frame, from: number): { readonly sent: number; readonly arrives: number } {
  const before = from === 0 ? frame.capturePoint : 1 - frame.capturePoint;
  return { sent: -frame.slope * before, arrives: frame.slope * (1 - before) };
}
