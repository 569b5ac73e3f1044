import type { FlowLine, FlowSegment } from '../../../preload/contract/flow';
import { edgeOf, type Frame, LANE, laneOf, middleOf, slopeOf } from './frame';
import { labelOf, sinceStartText, spanText } from './line-label';
import { line as drawn, path, rect, type Shape, type TextPart, tenth, text } from './shape';

/** Width of a character of the labels' font at their size. */
export const CHARACTER = 6.63;
/** Lines closer than this carry no label. */
const LABEL_SPACING = 13;
/** A part of an arrow shorter than this, in pixels, is no place for its label. */
const LEAST_SEEN = 120;
const HEAD = 7;
/** Numbers and times stand as high as the label of a level arrow. */
const MARGIN_BASE = -1;
/** And the words of a pause in the middle of its line. */
const PAUSE_BASE = 3.5;
/** A late segment's way is drawn this many steps up at most. */
const MOST_STEPS_LATE = 6;
/** Where between the capture point and the receiver a segment is drawn to be lost: nobody knows. */
const BREAK = 0.62;

/** Ends of an arrow. */
interface Way {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** 1 to the right, -1 to the left. */
  readonly direction: 1 | -1;
}

function wayOf(line: FlowLine, frame: Frame): Way {
  const start = laneOf(frame, line.from);
  const end = laneOf(frame, line.to);
  const direction = end >= start ? 1 : -1;
  const { sent, arrives } = slopeOf(frame, line.from);
  const late = line.kind === 'segment' && line.tone === 'late' ? (line.original?.top ?? null) : null;
  const up = late === null ? 0 : (Math.min(MOST_STEPS_LATE, line.top - late) + 0.4) * frame.spacing;
  return {
    x1: edgeOf(frame, line.from, line.fromTrack, direction),
    y1: line.from < 0 ? arrives : sent - Math.max(0, up),
    x2: edgeOf(frame, line.to, line.toTrack, direction === 1 ? -1 : 1),
    y2: arrives,
    direction,
  };
}

const at = (way: Way, share: number) => ({
  x: way.x1 + (way.x2 - way.x1) * share,
  y: way.y1 + (way.y2 - way.y1) * share,
});

const head = ({ x2, y2, y1, x1, direction }: Way, style: string): Shape => {
  const lean = ((y2 - y1) / Math.max(1, Math.abs(x2 - x1))) * HEAD;
  const back = tenth(x2 - direction * HEAD);
  return path(
    `M${tenth(x2)} ${tenth(y2)}L${back} ${tenth(y2 - lean - 3.5)}L${back} ${tenth(y2 - lean + 3.5)}Z`,
    `lad-head ${style}`,
  );
};

const cross = (x: number, y: number): Shape =>
  path(`M${tenth(x - 5)} ${tenth(y - 5)}l10 10m0 -10l-10 10`, 'lad-cross', { mark: 'lost' });

const toneStyle = (line: FlowLine): string => {
  if (line.tone !== 'plain' && line.tone !== 'good' && line.tone !== 'note') return `lad-${line.tone}`;
  return line.kind === 'pause' ? '' : `lad-${line.sender}`;
};

/** A broken arrow: whole as far as the segment was seen, then to where it must have been lost. */
function broken(line: FlowLine, fate: FlowSegment['fate'], way: Way, frame: Frame, style: string): Shape[] {
  const seen = line.from === 0 ? frame.capturePoint : 1 - frame.capturePoint;
  const wasSeen = fate === 'lost-later';
  const share = wasSeen ? seen + (1 - seen) * BREAK : Math.max(0.3, seen * BREAK);
  const end = at(way, share);
  const marks = { fate, lost: 'true' };
  const shapes = [drawn(way.x1, way.y1, end.x, end.y, `lad-arrow ${style}${wasSeen ? '' : ' lad-inferred'}`, marks)];
  if (fate === 'not-captured') {
    // It did arrive: all of its way is inferred, and nothing is broken.
    return [
      drawn(way.x1, way.y1, way.x2, way.y2, `lad-arrow ${style} lad-inferred`, marks),
      head(way, `${style} lad-inferred`),
    ];
  }
  return [...shapes, drawn(end.x, end.y, way.x2, way.y2, `lad-arrow ${style} lad-gone`), cross(end.x, end.y)];
}

/** The arrow alone. */
export function drawArrow(line: FlowLine, frame: Frame): Shape[] {
  const way = wayOf(line, frame);
  const style = toneStyle(line);
  if (line.kind === 'lost') return broken(line, line.fate, way, frame, style);
  if (line.kind === 'segment' && line.fate !== 'arrived') return broken(line, line.fate, way, frame, style);
  const isRun = line.kind === 'run';
  const isSelf = line.from === line.to;
  if (isSelf) return [path(`M${tenth(way.x1)} -4h18v8h-18`, `lad-arrow ${style}`)];
  const shapes = [drawn(way.x1, way.y1, way.x2, way.y2, `lad-arrow ${style}${isRun ? ' lad-bulk' : ''}`)];
  if (line.kind === 'segment' && line.from < 0)
    shapes.push(path(`M${tenth(way.x1)} ${tenth(way.y1 - 4)}l4 4l-4 4l-4 -4Z`, `lad-head ${style}`));
  return [...shapes, head(way, style)];
}

/** The ranges that a receiver holds beyond what it acknowledges, to scale between that and the furthest of them. */
function sackRanges(segment: FlowSegment, frame: Frame): Shape[] {
  const { blocks, acknowledgment } = segment;
  if (blocks.length === 0 || acknowledgment === null || frame.spacing < 20) return [];
  const least = Math.min(acknowledgment, ...blocks.map(({ left }) => left));
  const most = Math.max(acknowledgment, ...blocks.map(({ right }) => right));
  const [start, end] = [laneOf(frame, segment.from), laneOf(frame, segment.to)];
  const width = Math.min(180, Math.abs(end - start) * 0.45);
  const x = (start + end) / 2 - width / 2;
  const y = 2;
  const scale = width / Math.max(1, most - least);
  return [
    rect(x, y, width, 3, 'lad-sack-hole', { sack: 'whole' }),
    ...blocks.map(({ left, right, isDuplicate }) =>
      rect(
        x + (left - least) * scale,
        y,
        Math.max(2, (right - left) * scale),
        3,
        isDuplicate ? 'lad-sack-again' : 'lad-sack',
        {
          sack: `${left}-${right}`,
        },
      ),
    ),
  ];
}

function label(line: FlowLine, frame: Frame, isExpanded: boolean): Shape[] {
  const { left, right } = seenOf(line, frame);
  const room = right - left - 2 * LANE - 16;
  const isWide = frame.isOfHosts;
  const parts: TextPart[] = [...labelOf(line, Math.floor(Math.max(room, isWide ? 260 : 60) / CHARACTER))];
  if (line.kind === 'run') parts.push({ text: '▸', style: 'lad-fold' });
  if (isExpanded) parts.unshift({ text: '▾', style: 'lad-fold' });
  const y = labelHeight(line, frame);
  return [text((left + right) / 2, y, 'middle', `lad-label ${toneStyle(line)}`, spaced(parts))];
}

/** Where a line's label stands, from where its packet was captured: over the middle of the arrow, however that slopes. */
function labelHeight(line: FlowLine, frame: Frame): number {
  if (line.kind === 'pause') return PAUSE_BASE;
  const way = wayOf(line, frame);
  const isLate = line.kind === 'segment' && line.tone === 'late';
  return (isLate ? way.y2 - frame.slope / 2 : (way.y1 + way.y2) / 2) - 6;
}

/** The part of a line over which its label stands: of an arrow that leaves the window, what is seen of it. */
function seenOf(line: FlowLine, frame: Frame): { readonly left: number; readonly right: number } {
  const { seen } = frame;
  const whole = {
    left: Math.min(laneOf(frame, line.from), laneOf(frame, line.to)),
    right: Math.max(laneOf(frame, line.from), laneOf(frame, line.to)),
  };
  const part = { left: Math.max(whole.left, seen.left), right: Math.min(whole.right, seen.right) };
  return part.right - part.left >= Math.min(LEAST_SEEN, whole.right - whole.left) ? part : whole;
}

const spaced = (parts: readonly TextPart[]): TextPart[] =>
  parts.map((part, index) => (index === 0 ? part : { ...part, text: `  ${part.text}` }));

/** Lines closer than this have no room for states under them. */
const STATE_SPACING = 22;
const STATE_BASE = 9.5;

/** Among several connections lanes are too thin for names: what an end enters stands at the arrow that brings it there. */
function enteredStates(line: FlowLine, frame: Frame): Shape[] {
  if (line.kind !== 'segment' || !frame.isOfHosts || frame.spacing < STATE_SPACING || line.from === line.to) return [];
  const way = wayOf(line, frame);
  return line.changes.map(({ node, state, isReset, isDoubtful }) => {
    const isSender = node === line.from;
    const inward = isSender ? way.direction : -way.direction;
    const x = (isSender ? way.x1 : way.x2) + inward * (isSender ? 4 : HEAD + 4);
    const name = `${state}${isReset ? ' (reset)' : ''}${isDoubtful ? ' ?' : ''}`;
    const style = `lad-entered ${isReset ? 'lad-problem' : ''}`;
    return text(x, STATE_BASE, inward > 0 ? 'start' : 'end', style, [{ text: name, style: '' }]);
  });
}

function margins(line: FlowLine, { numberEdge, timeEdge, pauseEdge, streamEdge }: Frame): Shape[] {
  const shapes: Shape[] = [];
  const plain = (words: string): TextPart[] => [{ text: words, style: '' }];
  if (timeEdge !== null && (line.packet > 0 || line.kind === 'lost')) {
    const time = line.kind === 'lost' ? '' : sinceStartText(line.sinceStart);
    if (time) shapes.push(text(timeEdge, MARGIN_BASE, 'end', 'lad-time', plain(time)));
  }
  if (numberEdge !== null && line.packet > 0)
    shapes.push(text(numberEdge, MARGIN_BASE, 'start', 'lad-packet', plain(String(line.packet))));
  if (streamEdge !== null && line.stream >= 0)
    shapes.push(text(streamEdge, MARGIN_BASE, 'end', 'lad-stream', plain(`conn ${line.stream}`)));
  if (pauseEdge !== null && line.packet > 0 && line.sinceStart !== 0) {
    shapes.push(
      text(pauseEdge, MARGIN_BASE, 'end', 'lad-time', plain(`+${spanText(line.sincePrevious)}`.replace('+−', '−'))),
    );
  }
  return shapes;
}

function pause(line: FlowLine, frame: Frame): Shape[] {
  const { left, right } = frame.seen;
  const middle = frame.isOfHosts && right < Infinity ? (left + right) / 2 + 40 : middleOf(frame);
  const parts = labelOf(line, 60);
  const half = (parts.reduce((sum, part) => sum + part.text.length, 0) * CHARACTER) / 2 + 8;
  const style = line.tone === 'warning' ? 'lad-pause lad-warning' : 'lad-pause';
  return [
    drawn(middle - half - 26, 0, middle - half, 0, style),
    drawn(middle + half, 0, middle + half + 26, 0, style),
    text(middle, PAUSE_BASE, 'middle', line.tone === 'warning' ? 'lad-label lad-warning' : 'lad-label', parts),
  ];
}

/** Steps after which the choice of labels begins anew, so that it does not depend on where the drawn part begins. */
const LABEL_STRETCH = 16;

/** The lines that get a label: those with a problem first, then whichever has room. */
export function labelled(lines: readonly FlowLine[], frame: Frame): ReadonlySet<FlowLine> {
  const isLevel = frame.spacing - frame.slope >= LABEL_SPACING;
  if (isLevel && lines.every(({ top }, index) => index === 0 || isApart(lines, index, top))) return new Set(lines);
  const shown = new Set<FlowLine>();
  /** Where numbers and times stand, and where labels do. */
  const taken: { readonly margin: number; readonly label: number }[] = [];
  const isNear = (one: number, other: number) => Math.abs(one - other) < LABEL_SPACING;
  const take = (line: FlowLine) => {
    const margin = line.top * frame.spacing;
    const label = margin + labelHeight(line, frame);
    if (taken.some((other) => isNear(other.margin, margin) || isNear(other.label, label))) return;
    taken.push({ margin, label });
    shown.add(line);
  };
  for (let from = 0; from < lines.length; ) {
    const stretch = Math.floor((lines[from] as FlowLine).top / LABEL_STRETCH);
    let end = from;
    while (end < lines.length && Math.floor((lines[end] as FlowLine).top / LABEL_STRETCH) === stretch) end++;
    const part = lines.slice(from, end);
    taken.splice(0, Math.max(0, taken.length - LABEL_STRETCH * 4));
    for (const line of part) if (line.tone !== 'plain' && line.tone !== 'note') take(line);
    for (const line of part) if (!shown.has(line)) take(line);
    from = end;
  }
  return shown;
}

const isApart = (lines: readonly FlowLine[], index: number, top: number): boolean =>
  top - (lines[index - 1] as FlowLine).top >= 1;

interface Drawing {
  readonly isExpanded?: boolean;
  readonly hasLabel?: boolean;
  /** Its arrow is drawn by itself, below the others: see `crossesOthers`. */
  readonly isArrowApart?: boolean;
}

/** Whether a line's arrow goes across those before it: it must not strike through what they say. */
export const crossesOthers = (line: FlowLine): boolean =>
  line.kind === 'segment' && line.tone === 'late' && line.original !== null && line.original.top !== null;

/** Draws a line of a ladder around the height at which its packet was captured. */
export function drawLine(
  line: FlowLine,
  frame: Frame,
  { isExpanded = false, hasLabel = true, isArrowApart = false }: Drawing = {},
): Shape[] {
  if (line.kind === 'pause') return pause(line, frame);
  const ownArrow = isArrowApart ? [] : drawArrow(line, frame);
  if (!hasLabel) return ownArrow;
  const sack = line.kind === 'segment' ? sackRanges(line, frame) : [];
  const words = [...label(line, frame, isExpanded), ...enteredStates(line, frame), ...margins(line, frame)];
  return [...ownArrow, ...sack, ...words];
}

/** How far above and below its middle a line is drawn. */
export function reachOf(line: FlowLine, frame: Frame): { readonly above: number; readonly below: number } {
  if (line.kind === 'pause') return { above: 8, below: 8 };
  const way = wayOf(line, frame);
  return { above: Math.max(18, -way.y1 + 6), below: Math.max(10, way.y2 + 6) };
}
