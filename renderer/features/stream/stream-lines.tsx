import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { StreamExtent, StreamQuery, StreamShape, StreamSpan } from '../../../preload/contract/stream';
import { isMenuKey, menuPointOf } from '../../components/menu-key';
import { bridge } from '../../state/bridge';
import { captureId } from '../../state/capture';
import { withJob } from '../../state/jobs';
import { warn } from '../../state/notices';
import { selectPacket, useSelection } from '../../state/selection';
import { byteUnder, type LinePlace, packetAt } from './byte-under';
import { LINE_HEIGHT } from './line-height';
import { LineMenu, type LineMenuPlace } from './line-menu';
import { besides, lastOf } from './line-moves';
import { LinePages } from './line-pages';
import { StreamLineRow } from './stream-line';
import { useScaledScroll } from './use-scaled-scroll';
import { useStayAtEnd } from './use-stay-at-end';

const MARGIN = 6;

export interface LineTarget {
  readonly line: number;
  readonly spans: readonly StreamSpan[];
}

interface StreamLinesProps {
  readonly shape: StreamShape;
  readonly version: string;
  readonly query: StreamQuery | null;
  /** The match that find went to. */
  readonly match: LineTarget | null;
  /** Position of the first line on screen, for find to begin at. */
  readonly onTop: (at: number) => void;
}

const NO_SPANS: readonly StreamSpan[] = [];

/** Where the selected packet's bytes are, asked for anew with each packet and layout. */
function usePacketPlace(shape: StreamShape, version: string) {
  const packet = useSelection((selection) => selection.packet);
  const [place, setPlace] = useState<{ packet: number; line: number; spans: readonly StreamSpan[] } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is another stream
  useEffect(() => {
    if (packet === 0) return;
    let isGone = false;
    bridge()
      .stream.locate(captureId(), shape, packet)
      .then((found) => !isGone && setPlace(found && { packet, ...found }))
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [packet, shape, version]);
  return place;
}

/** How many lines there are: guessed at first, then counted. */
function useExtent(shape: StreamShape, version: string) {
  const [extent, setExtent] = useState<StreamExtent>({ lines: 0, complete: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version has other lines
  useEffect(() => {
    let isGone = false;
    withJob('Laying out the stream', (job) => bridge().stream.measure(captureId(), shape, job))
      .then((measured) => !isGone && setExtent(measured))
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [shape, version]);
  return [extent, setExtent] as const;
}

/** The lines of a stream, however many: those on screen are fetched and drawn. */
export function StreamLines({ shape, version, query, match, onTop }: StreamLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [extent, setExtent] = useExtent(shape, version);
  const [cursor, setCursor] = useState<LinePlace | null>(null);
  /** The keyboard moved last: the character that it is at is outlined. */
  const [isKeyed, setKeyed] = useState(false);
  const [menu, setMenu] = useState<LineMenuPlace | null>(null);
  const { top, height, spacer, scrollTo } = useScaledScroll(scroller, extent.lines * LINE_HEIGHT);
  const place = usePacketPlace(shape, version);
  /** The packet that a click here selected: it is in sight already. */
  const picked = useRef(0);
  const older = useRef<LinePages | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another version has other lines
  const pages = useMemo(() => {
    const fresh = new LinePages(
      captureId(),
      shape,
      query,
      (page) => {
        setExtent((known) => (known.complete && !page.extent.complete ? known : page.extent));
        redraw();
      },
      (fault) => warn('The stream could not be read', fault),
    );
    return fresh;
  }, [shape, version, query, setExtent]);
  useEffect(
    () => () => {
      pages.forget();
      older.current = pages;
    },
    [pages],
  );

  const first = Math.max(0, Math.floor(top / LINE_HEIGHT) - MARGIN);
  const end = Math.min(Math.max(extent.lines, 1), Math.ceil((top + height) / LINE_HEIGHT) + MARGIN);
  useEffect(() => {
    pages.lines = Math.max(1, extent.lines);
    pages.want(first, end);
  }, [pages, extent.lines, first, end]);
  // What an older layout of the same shape shows stays until the new one is here.
  const pageOf = (line: number) =>
    pages.peek(line) ?? (older.current?.shape === shape ? older.current.peek(line) : undefined);
  // So do the lines one comes from, until those one scrolls to are here: no picture on the way is empty.
  const isHere = pageOf(Math.floor(top / LINE_HEIGHT)) !== undefined && pageOf(end - 1) !== undefined;
  const drawn = useRef({ shape, first, end, top });
  if (isHere || drawn.current.shape !== shape) drawn.current = { shape, first, end, top };
  const shown = drawn.current;

  const reveal = useCallback(
    (line: number) => {
      const y = line * LINE_HEIGHT;
      if (y < top || y + LINE_HEIGHT > top + height) scrollTo(y - height / 3);
    },
    [top, height, scrollTo],
  );
  const revealing = useRef(reveal);
  revealing.current = reveal;
  const wasShape = useRef<StreamShape | null>(null);
  useLayoutEffect(() => {
    if (wasShape.current !== shape) setCursor(null);
    wasShape.current = shape;
  }, [shape]);
  useEffect(() => {
    if (!place || place.line < 0 || place.packet === picked.current) return;
    picked.current = place.packet;
    revealing.current(place.line);
  }, [place]);
  useEffect(() => {
    if (match) revealing.current(match.line);
  }, [match]);

  useStayAtEnd(shape, extent, { top, height, scrollTo });

  const topLine = Math.floor(top / LINE_HEIGHT);
  const topPage = pageOf(topLine);
  const topAt = topPage?.lines[topLine - topPage.start]?.at ?? 0;
  useEffect(() => onTop(topAt), [onTop, topAt]);

  const go = (to: LinePlace) => {
    setCursor(to);
    if (to.packet === 0) return;
    picked.current = to.packet;
    selectPacket(to.packet, 'jump');
  };
  const placeOfEvent = (event: React.MouseEvent): LinePlace | null => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-line]') : null;
    const number = Number(element?.dataset.line ?? -1);
    const page = number >= 0 ? pageOf(number) : undefined;
    return page ? byteUnder(event, page, number, shape) : null;
  };
  /** The start of a line, as far as that is here already. */
  const startOf = (line: number): LinePlace => {
    const page = pageOf(line);
    const there = page?.lines[line - page.start];
    if (!page || !there) return { line, at: 0, packet: 0 };
    return { line, at: there.at, packet: there.turn?.packet ?? packetAt(page, there.at) };
  };
  const moveTo = (line: number) => {
    const number = Math.max(0, Math.min(extent.lines - 1, line));
    setCursor(startOf(number));
    reveal(number);
  };
  /** A character on or back, and over the end of a line to the next one or the one before. */
  const moveAlong = (by: 1 | -1) => {
    const from = cursor ?? { line: topLine, at: topAt, packet: 0 };
    const page = pageOf(from.line);
    const beside = page && besides(page, from.line, from.at, by, shape);
    const before = by < 0 && !beside && from.line > 0 ? pageOf(from.line - 1) : undefined;
    if (beside) setCursor({ line: from.line, ...beside });
    else moveTo(from.line + by);
    if (!before) return;
    const at = lastOf(before, from.line - 1, shape);
    setCursor({ line: from.line - 1, at, packet: packetAt(before, at) });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    if (isMenuKey(event)) {
      event.preventDefault();
      const line = event.currentTarget.querySelector(`[data-line="${cursor?.line ?? topLine}"]`);
      const place = cursor?.packet ? cursor : startOf(cursor?.line ?? topLine);
      setMenu({ ...menuPointOf(line), place });
      return;
    }
    const from = cursor?.line ?? topLine;
    const screen = Math.max(1, Math.floor(height / LINE_HEIGHT) - 1);
    const moves: Record<string, number> = {
      ArrowUp: from - 1,
      ArrowDown: from + (cursor ? 1 : 0),
      PageUp: from - screen,
      PageDown: from + screen,
      Home: 0,
      End: extent.lines - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) moveTo(to);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') moveAlong(event.key === 'ArrowLeft' ? -1 : 1);
    else if (event.key === 'Enter' && cursor) go(cursor.packet === 0 ? startOf(cursor.line) : cursor);
    else return;
    setKeyed(true);
    event.preventDefault();
  };

  const rows = [];
  for (let number = shown.first; number < Math.min(shown.end, extent.lines); number += 1) {
    const page = pageOf(number);
    const line = page?.lines[number - page.start];
    if (!page || !line) continue;
    rows.push(
      <StreamLineRow
        key={number}
        line={line}
        number={number}
        page={page}
        shape={shape}
        selected={place?.spans ?? NO_SPANS}
        match={match?.spans ?? NO_SPANS}
        isCurrent={cursor?.line === number}
        caret={isKeyed && cursor?.line === number ? cursor.at : -1}
      />,
    );
  }
  return (
    <section
      ref={scroller}
      className="stream-scroller"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the region takes arrow keys and scrolls
      tabIndex={0}
      data-panel-focus
      aria-label={`Stream ${shape.stream}, ${extent.lines} lines`}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        if (!window.getSelection()?.isCollapsed || (event.target as Element).closest('button')) return;
        const to = placeOfEvent(event);
        setKeyed(false);
        if (to) go(to);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        const at = placeOfEvent(event);
        if (at) setMenu({ x: event.clientX, y: event.clientY, place: at });
      }}
    >
      <div style={{ height: Math.max(spacer, 1) }} className="stream-spacer">
        <div className="stream-window" style={{ height }}>
          <div style={{ transform: `translateY(${shown.first * LINE_HEIGHT - shown.top}px)` }} className="stream-rows">
            {rows}
          </div>
        </div>
      </div>
      <div className="visually-hidden" aria-live="polite">
        {cursor?.packet ? `Line ${cursor.line + 1}, packet ${cursor.packet}` : ''}
      </div>
      <LineMenu menu={menu} shape={shape} extent={extent} onClose={() => setMenu(null)} />
    </section>
  );
}
