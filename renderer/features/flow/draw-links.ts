import type { FlowDuplicate, FlowLine, FlowReference } from '../../../preload/contract/flow';
import { type Frame, halfWidth, laneOf, slopeOf } from './frame';
import { path, type Shape, tenth } from './shape';

/** A curve from a resend back to what it repeats reaches this far beyond the sender's lane at most. */
const FURTHEST = 52;
/** Where no names of states stand beside the lanes, the times are this near. */
const FURTHEST_BESIDE_TIMES = 26;
const furthest = (frame: Frame): number => (frame.showsStates || frame.isOfHosts ? FURTHEST : FURTHEST_BESIDE_TIMES);
/** What lies further off is pointed at from the edge. */
const FAR_STEPS = 60;

/** Beside the lane of one end, away from that of the other. */
const outside = (frame: Frame, node: number, other: number): 1 | -1 =>
  laneOf(frame, node) <= laneOf(frame, other) ? -1 : 1;

/** Something that is pointed at and that the ladder shows. */
type Place = FlowReference & { readonly top: number };
const isShown = (reference: FlowReference | null): reference is Place => reference !== null && reference.top !== null;

function curve(x: number, from: number, to: number, reach: number, style: string, data: Shape['data']): Shape {
  const bend = tenth(x + reach);
  return path(
    `M${tenth(x)} ${tenth(from)}C${bend} ${tenth(from)} ${bend} ${tenth(to)} ${tenth(x)} ${tenth(to)}`,
    style,
    data,
  );
}

const tip = (x: number, y: number, side: 1 | -1, style: string): Shape =>
  path(`M${tenth(x)} ${tenth(y)}l${6 * side} -3.5v7Z`, style);

const nearer = (top: number, to: number): number => Math.min(top, to + FAR_STEPS);
const near = (top: number, from: number): number => Math.max(from - FAR_STEPS, Math.min(top, from + FAR_STEPS));

/** From a resend to the transmission that it repeats, outside of the sender's lane. */
function resendLink(line: FlowLine, original: Place, frame: Frame, y: number): Shape[] {
  const side = outside(frame, line.from, line.to);
  const x = laneOf(frame, line.from) + side * (halfWidth(frame, line.from) + 2);
  const { sent } = slopeOf(frame, line.from);
  const from = y + nearer(line.top, original.top) * frame.spacing + sent;
  const to = y + original.top * frame.spacing + sent;
  const reach = side * Math.min(furthest(frame), 14 + (from - to) * 0.12);
  const style = line.kind === 'segment' && line.tone === 'warning' ? 'lad-warning' : 'lad-problem';
  const data = { link: 'resend', from: line.packet, to: original.packet };
  return [curve(x, from, to, reach, `lad-link ${style}`, data), tip(x, to, side, `lad-head ${style}`)];
}

/** From an ICMP error to the segment that it is about, outside of the lane of who sent that. */
function aboutLink(line: FlowLine, about: Place, frame: Frame, y: number): Shape[] {
  const side = outside(frame, line.to, line.from);
  const x = laneOf(frame, line.to) + side * (halfWidth(frame, line.to) + 2);
  const from = y + nearer(line.top, about.top) * frame.spacing + slopeOf(frame, 1 - line.to).arrives;
  const to = y + about.top * frame.spacing + slopeOf(frame, line.to).sent;
  const reach = side * Math.min(furthest(frame), 14 + (from - to) * 0.12);
  const data = { link: 'about', from: line.packet, to: about.packet };
  return [curve(x, from, to, reach, 'lad-link lad-problem', data), tip(x, to, side, 'lad-head lad-problem')];
}

/** From a duplicate acknowledgment to the first, and from the last of them shown to the hole that it asks for. */
function duplicateLinks(line: FlowLine, { first, hole }: FlowDuplicate, frame: Frame, y: number): Shape[] {
  return [
    ...(isShown(first) ? [firstLink(line, first, frame, y)] : []),
    ...(isShown(hole) ? [holeLink(line, hole, frame, y)] : []),
  ];
}

function firstLink(line: FlowLine, first: Place, frame: Frame, y: number): Shape {
  const side = -outside(frame, line.from, line.to) as 1 | -1;
  const { sent } = slopeOf(frame, line.from);
  const x = laneOf(frame, line.from) + side * (halfWidth(frame, line.from) + 3);
  const from = y + line.top * frame.spacing + sent;
  const to = y + near(first.top, line.top) * frame.spacing + sent;
  return curve(x, from, to, side * Math.min(34, 12 + (from - to) * 0.06), 'lad-link lad-dotted lad-warning', {
    link: 'first',
    from: line.packet,
    to: first.packet,
  });
}

function holeLink(line: FlowLine, hole: Place, frame: Frame, y: number): Shape {
  const { arrives } = slopeOf(frame, line.from);
  const back = -outside(frame, line.to, line.from) as 1 | -1;
  const edge = laneOf(frame, line.to) + back * (halfWidth(frame, line.to) + 3);
  const down = y + line.top * frame.spacing + arrives;
  const isLate = hole.top > line.top;
  const to = y + near(hole.top, line.top) * frame.spacing + (isLate ? arrives : 0);
  const bend = back * Math.min(46, 16 + Math.abs(down - to) * 0.08);
  return curve(edge, down, to, bend, 'lad-link lad-dotted lad-problem', {
    link: 'hole',
    from: line.packet,
    to: hole.packet,
  });
}

/**
 * Draws what a line points at.
 *
 * @param y - of the place 0, in pixels
 * @param bottom - where the drawn part ends, in steps: what repeats a line from behind that is drawn with the line
 */
export function drawLinks(line: FlowLine, frame: Frame, y: number, bottom: number): Shape[] {
  if (line.from === line.to) return [];
  const resend = line.kind === 'segment' || line.kind === 'lost' ? line.resend : null;
  if (isShown(resend) && resend.top >= bottom) {
    return resendLink({ ...line, top: resend.top, packet: resend.packet }, line, frame, y);
  }
  if (line.kind !== 'segment') return [];
  const { original, duplicate, about } = line;
  const shapes: Shape[] = [];
  // A late segment's own arrow crosses what overtook it.
  if (isShown(original) && line.tone !== 'late') shapes.push(...resendLink(line, original, frame, y));
  if (isShown(about)) shapes.push(...aboutLink(line, about, frame, y));
  if (duplicate) shapes.push(...duplicateLinks(line, duplicate, frame, y));
  return shapes;
}
