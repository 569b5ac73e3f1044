import { type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { FlowLine, FlowPlace, FlowShape } from '../../../preload/contract/flow';
import { leaveBehind } from '../../components/left-behind';
import { useConnection } from '../../state/connection';
import { useSelection } from '../../state/selection';
import { crossesOthers, drawArrow, labelled } from './draw-line';
import { drawLinks } from './draw-links';
import { frameOf } from './frame';
import { LanesView, LaneTargets } from './lanes-view';
import { LineView, lineId } from './line-view';
import { NodeHeads } from './node-heads';
import { ShapeList } from './shape-view';
import type { Cursor } from './use-cursor';
import { useHoveredLine } from './use-hovered-line';
import type { LadderState } from './use-ladder';
import { useLineTip } from './use-line-tip';
import { baseOf, type Scroll } from './use-scroll';
import { useSideways } from './use-sideways';
import './ladder.css';
import './lines.css';
import './lanes.css';

interface LadderViewProps {
  readonly ladder: LadderState;
  /** Name of the panel. */
  readonly panel: string;
  readonly shape: FlowShape;
  readonly spacing: number;
  readonly scroll: Scroll;
  readonly cursor: Cursor;
  readonly names: readonly string[];
  readonly title: string;
  readonly onToggle: (line: FlowLine) => void;
  readonly onMenu: (line: FlowLine, x: number, y: number) => void;
  readonly onKeyDown: (event: React.KeyboardEvent) => void;
  readonly children?: ReactNode;
}

/** Labels follow sideways scrolling by this, in pixels. */
const LABEL_STRIDE = 80;
/** A line is about as much to draw as that many rows of a list. */
const ROWS_PER_LINE = 4;
/** Width of the scroll bar. */
const BAR = 14;

/** Width of an element, followed. */
function useWidth(): [React.RefCallback<HTMLDivElement>, number] {
  const [width, setWidth] = useState(0);
  const watch = useRef<ResizeObserver | null>(null);
  const attach = (element: HTMLDivElement | null) => {
    watch.current?.disconnect();
    if (!element) return;
    watch.current = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.current.observe(element);
  };
  const kept = useRef(attach);
  return [kept.current, width];
}

/**
 * Gives every line a slot that no other line in sight has, and that goes to the next one when it is scrolled away: elements are
 * filled anew, not made anew. Those thrown away by the thousand stay in memory until somebody collects them.
 */
function useSlots(lines: readonly FlowLine[]): readonly { readonly slot: number; readonly line: FlowLine }[] {
  const count = useRef(0);
  return useMemo(() => {
    // No more slots than are filled, or one that gets empty would not be the next line's.
    if (count.current < lines.length) count.current = Math.ceil(lines.length / 8) * 8;
    const slots = lines.map((line) => ({ slot: line.line % count.current, line }));
    // Elements that stay where they are are not taken out and put in again.
    return slots.sort((one, other) => one.slot - other.slot);
  }, [lines]);
}

/** The ladder: lanes, arrows and what they point at, as much of it as is seen. */
export function LadderView(props: LadderViewProps) {
  const { ladder, panel, shape, spacing, scroll, cursor, names, title, onToggle, onMenu, onKeyDown } = props;
  const id = useId();
  const [attach, width] = useWidth();
  const isEven = ladder.request.spacing === 'even';
  const { onScroll, ...sideways } = useSideways(scroll.viewport);
  const { left } = sideways;
  const labelsLeft = Math.round(left / LABEL_STRIDE) * LABEL_STRIDE;
  const frame = useMemo(
    () => frameOf(shape, { width: Math.max(240, width - BAR), spacing, isEven, left: labelsLeft }),
    [shape, width, spacing, isEven, labelsLeft],
  );
  const { part } = scroll;
  // biome-ignore lint/correctness/useExhaustiveDependencies: news says that more lines are here
  const { lines, lanes } = useMemo(
    () => ladder.pages?.between(part.top, part.bottom) ?? { lines: [], lanes: [] },
    [ladder.pages, ladder.news, part],
  );
  const shown = useMemo(() => labelled(lines, frame), [lines, frame]);
  const selected = useSelection(({ packet }) => packet);
  const { transport, stream } = useConnection();
  const kin = transport === 'tcp' ? stream : -1;
  // Coordinates are counted from a place that seldom changes: what is drawn already is then only moved.
  const origin = scroll.padding - baseOf(part) * spacing;
  const height = Math.max(1, (part.bottom - part.top) * spacing + 2 * scroll.padding);
  const { sheetWidth } = frame;
  const expanded = useMemo(() => new Set(ladder.request.expanded), [ladder.request]);
  const byLine = useRef(new Map<number, FlowLine>());
  useLayoutEffect(() => {
    byLine.current = new Map(lines.map((line) => [line.line, line]));
    leaveBehind(lines.length * ROWS_PER_LINE);
  }, [lines]);

  const lineUnder = (event: { target: EventTarget }): FlowLine | null => {
    const element = event.target instanceof Element ? event.target.closest('[data-line]') : null;
    const number = element?.getAttribute('data-line');
    return number == null ? null : (byLine.current.get(Number(number)) ?? null);
  };
  const isShown = (line: FlowLine) =>
    line.packet > 0 &&
    (line.packet === selected || (line.kind === 'run' && selected > line.packet && selected <= line.last));
  const links = lines
    .map((line) => ({ line, shapes: drawLinks(line, frame, origin, part.bottom) }))
    .filter(({ shapes }) => shapes.length > 0);
  const slots = useSlots(lines);
  const at = cursor.place ? lines.find((line) => line.line === cursor.place?.line) : undefined;
  const showTip = useLineTip();
  const onHover = useHoveredLine(scroll.viewport, lines, shape.start, panel);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a line that is gone to is brought into sight
  useEffect(() => {
    if (at) sideways.reveal(at, frame);
  }, [at?.line]);

  // Between many hosts arrows and labels cross lanes, and must be read above them.
  const drawnLanes = (
    <LanesView
      lanes={lanes}
      frame={frame}
      origin={origin}
      top={origin + part.top * spacing - scroll.padding}
      height={height}
      capturePoint={shape.capturePoint}
      kin={kin}
    />
  );

  return (
    <div className="lad-frame" ref={attach}>
      <NodeHeads
        nodes={shape.nodes}
        frame={frame}
        left={left}
        lanes={lanes}
        scroll={scroll}
        capturePoint={shape.capturePoint}
      />
      <div className="lad-stage">
        <div
          ref={scroll.viewport}
          className="lad-viewport"
          role="listbox"
          tabIndex={0}
          data-panel-focus
          aria-label={title}
          aria-activedescendant={at ? lineId(id, at) : undefined}
          onKeyDown={(event) => {
            if (!sideways.onKey(event)) onKeyDown(event);
          }}
          onPointerOver={(event) => {
            onHover(lineUnder(event));
            showTip(event.target instanceof Element ? event.target.closest('[data-line]') : null);
          }}
          onPointerLeave={() => {
            onHover(null);
            showTip(null);
          }}
          onClick={(event) => {
            const line = lineUnder(event);
            const state = event.target instanceof Element ? event.target.closest('.lad-lane') : null;
            const packet = Number(state?.getAttribute('data-packet') ?? 0);
            if (packet > 0) cursor.goToPacket(packet);
            else if (line) cursor.take(placeOf(line));
          }}
          onDoubleClick={(event) => {
            const line = lineUnder(event);
            if (line) onToggle(line);
          }}
          onContextMenu={(event) => {
            const line = lineUnder(event);
            if (!line) return;
            event.preventDefault();
            cursor.take(placeOf(line));
            onMenu(line, event.clientX, event.clientY);
          }}
        >
          <div ref={scroll.sheet} className="lad-carriage">
            <svg
              className={`lad-sheet${isEven ? '' : ' is-timed'}${frame.isOfHosts ? ' is-of-hosts' : ''}${kin >= 0 ? ' has-kin' : ''}`}
              width={sheetWidth}
              height={1}
              style={{ left: -left }}
              role="presentation"
            >
              {frame.isOfHosts && drawnLanes}
              <g className="lad-crossings">
                {lines.filter(crossesOthers).map((line) => (
                  <g key={line.line} transform={`translate(0 ${origin + line.top * spacing})`}>
                    <ShapeList shapes={drawArrow(line, frame)} />
                  </g>
                ))}
              </g>
              {slots.map(({ slot, line }) => (
                <LineView
                  key={slot}
                  ladder={id}
                  line={line}
                  frame={frame}
                  y={origin + line.top * spacing}
                  names={names}
                  isSelected={isShown(line)}
                  isCursor={line.line === cursor.place?.line}
                  hasLabel={shown.has(line)}
                  isKin={line.stream >= 0 && line.stream === kin}
                  isExpanded={line.kind === 'segment' && expanded.has(line.packet)}
                />
              ))}
              {frame.isOfHosts ? <LaneTargets lanes={lanes} frame={frame} origin={origin} /> : drawnLanes}
              <g className="lad-links">
                {links.map(({ line, shapes }) => (
                  <g key={line.line} className={line.stream === kin ? 'is-kin' : undefined}>
                    <ShapeList shapes={shapes} />
                  </g>
                ))}
              </g>
            </svg>
          </div>
        </div>
        <div ref={scroll.bar} className="lad-bar" aria-hidden="true" tabIndex={-1}>
          <div style={{ height: scroll.barHeight }} />
        </div>
      </div>
      {sheetWidth > frame.width && (
        <div ref={sideways.bar} className="lad-side-bar" aria-hidden="true" onScroll={onScroll}>
          <div style={{ width: sheetWidth }} />
        </div>
      )}
    </div>
  );
}

export const placeOf = ({ line, top, packet, kind, sinceStart }: FlowLine): FlowPlace => ({
  line,
  top,
  packet,
  kind,
  sinceStart,
});
