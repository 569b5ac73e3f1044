import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { isMenuKey, menuPointOf } from '../../components/menu-key';
import { visibleText } from '../../format/visible-text';
import { deepestAt, nodeAt } from '../../state/detail-tree';
import { hoverField, selectByte, useFieldFocus } from '../../state/field-focus';
import { useFind } from '../../state/find';
import { useSelection } from '../../state/selection';
import { ByteMenu, type ByteMenuPlace } from './byte-menu';
import { ByteRow, type ByteSpan } from './byte-row';
import { SourceTabs } from './source-tabs';
import { useLineBytes } from './use-line-bytes';
import './byte-view.css';

const ROW_HEIGHT = 19;
const NO_BYTES = new Uint8Array();
const NOT_FOUND: readonly ByteSpan[] = [];
const NOWHERE: ByteSpan = { start: 0, end: 0 };

/** Bytes of a node in the source that is shown; none where it was read from another. */
function useSpan(path: string | null, source: number): ByteSpan {
  const detail = useSelection((selection) => selection.detail);
  return useMemo(() => {
    const node = detail ? nodeAt(detail.tree, path) : null;
    return node && node.source === source && node.length > 0
      ? { start: node.start, end: node.start + node.length }
      : NOWHERE;
  }, [detail, path, source]);
}

/** What a search found in the source that is shown. */
function useFoundSpans(packet: number, source: number): readonly ByteSpan[] {
  const spot = useFind((find) => find.spot);
  return useMemo(() => {
    if (spot?.packet !== packet) return NOT_FOUND;
    const spans = spot.bytes.filter((each) => each.source === source);
    return spans.map(({ start, length }) => ({ start, end: start + length }));
  }, [spot, packet, source]);
}

function byteUnder(event: { target: EventTarget }): number | null {
  const at = event.target instanceof HTMLElement ? event.target.dataset.at : undefined;
  return at === undefined ? null : Number(at);
}

/** The packet's bytes as hex and text: the selected field's are lit, a byte selects its field. */
export function ByteView() {
  const detail = useSelection((selection) => selection.detail);
  const source = useFieldFocus((focus) => focus.source);
  const path = useFieldFocus((focus) => focus.path);
  const hoveredPath = useFieldFocus((focus) => focus.hovered);
  const selected = useSpan(path, source);
  const hovered = useSpan(hoveredPath, source);
  const found = useFoundSpans(detail?.number ?? 0, source);
  const [menu, setMenu] = useState<ByteMenuPlace | null>(null);
  /** The byte that arrow keys move from. */
  const [cursor, setCursor] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const bytes = detail?.sources[source]?.bytes ?? NO_BYTES;
  const lineBytes = useLineBytes(scroller, detail !== null);
  const virtual = useVirtualizer({
    count: Math.ceil(bytes.length / lineBytes),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });

  useEffect(() => {
    if (selected.end > 0) virtual.scrollToIndex(Math.floor(selected.start / lineBytes), { align: 'auto' });
  }, [selected, virtual, lineBytes]);
  // The match may stand far into the field's bytes.
  useEffect(() => {
    const [first] = found;
    if (first) virtual.scrollToIndex(Math.floor(first.start / lineBytes), { align: 'auto' });
  }, [found, virtual, lineBytes]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a byte of another packet or source is another byte
  useEffect(() => setCursor(null), [detail, source]);

  if (!detail) return <div className="panel-empty">Select a packet to see its bytes.</div>;

  const pick = (offset: number) => {
    setCursor(offset);
    selectByte(source, offset);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (isMenuKey(event)) {
      event.preventDefault();
      const byte = scroller.current?.querySelector(`[data-at="${cursor ?? selected.start}"]`);
      setMenu(menuPointOf(byte ?? scroller.current));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = cursor ?? selected.start;
    const moves: Record<string, number> = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from - lineBytes,
      ArrowDown: from + lineBytes,
      Home: 0,
      End: bytes.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0 || to >= bytes.length) return;
    pick(to);
    virtual.scrollToIndex(Math.floor(to / lineBytes), { align: 'auto' });
  };
  const node = nodeAt(detail.tree, path);
  return (
    <div className="byte-view">
      <SourceTabs sources={detail.sources} shown={source} />
      <section
        ref={scroller}
        className="byte-rows"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the region takes arrow keys and scrolls
        tabIndex={0}
        data-panel-focus
        aria-label={`Bytes of packet ${detail.number}`}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const at = byteUnder(event);
          if (at !== null) pick(at);
        }}
        onMouseMove={(event) => {
          const at = byteUnder(event);
          hoverField(at === null ? null : deepestAt(detail.tree, source, at));
        }}
        onMouseLeave={() => hoverField(null)}
        onContextMenu={(event) => {
          event.preventDefault();
          const at = byteUnder(event);
          if (at !== null && !(at >= selected.start && at < selected.end)) pick(at);
          setMenu({ x: event.clientX, y: event.clientY });
        }}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => (
            <ByteRow
              key={item.index}
              bytes={bytes}
              row={item.index}
              lineBytes={lineBytes}
              top={item.start}
              selected={selected}
              hovered={hovered}
              found={found}
              cursor={cursor}
            />
          ))}
        </div>
      </section>
      <div className="visually-hidden" aria-live="polite">
        {cursor === null ? '' : `Byte ${cursor}, ${node ? visibleText(node.text) : 'no field'}`}
      </div>
      <ByteMenu
        place={menu}
        bytes={bytes}
        selected={selected}
        term={node?.filter ?? ''}
        number={detail.number}
        onClose={() => setMenu(null)}
      />
    </div>
  );
}
