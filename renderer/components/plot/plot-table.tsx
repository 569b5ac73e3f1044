import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { formatCount } from '../../format/quantity';
import type { PlotAxis, PlotLayer } from './plot-layer';
import { PlotRows, rowText } from './plot-rows';

interface TableProps {
  readonly label: string;
  readonly layers: readonly PlotLayer[];
  readonly xAxis: PlotAxis;
  readonly yAxis: PlotAxis;
  readonly selectedPacket: number;
  readonly onSelect: (packet: number) => void;
}

const ROW_HEIGHT = 22;

/** The points of a plot as a table, for who would rather read than see. */
export function PlotTable({ label, layers, xAxis, yAxis, selectedPacket, onSelect }: TableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => new PlotRows(layers), [layers]);
  const [cursor, setCursor] = useState(0);
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });

  const goTo = (row: number) => {
    const next = Math.max(0, Math.min(rows.count - 1, row));
    setCursor(next);
    virtual.scrollToIndex(next);
    const { packet } = rowText(rows.at(next), xAxis, yAxis);
    if (packet > 0) onSelect(packet);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const to = {
      ArrowUp: cursor - 1,
      ArrowDown: cursor + 1,
      PageUp: cursor - page,
      PageDown: cursor + page,
      Home: 0,
      End: rows.count - 1,
    }[event.key];
    if (to === undefined || rows.count === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  };

  if (rows.count === 0) return <div className="panel-empty">No points in what is shown.</div>;
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      className="plot-table"
      aria-label={`Points of ${label}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the region takes arrow keys and scrolls
      tabIndex={0}
      data-panel-focus
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const row = (event.target as Element).closest('tr')?.dataset.row;
        if (row !== undefined) goTo(Number(row));
      }}
    >
      <table aria-rowcount={rows.count + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Series</th>
            <th scope="col">{xAxis.title}</th>
            <th scope="col">{yAxis.title}</th>
            <th scope="col">Packet</th>
          </tr>
        </thead>
        <tbody>
          <tr aria-hidden style={{ height: above }} />
          {items.map(({ index }) => {
            const text = rowText(rows.at(index), xAxis, yAxis);
            const isSelected = text.packet > 0 && text.packet === selectedPacket;
            return (
              <tr
                key={index}
                data-row={index}
                aria-rowindex={index + 2}
                aria-current={index === cursor ? 'true' : undefined}
                className={isSelected ? 'is-selected' : ''}
              >
                <td>{text.series}</td>
                <td>{text.x}</td>
                <td>{text.y}</td>
                <td>{text.packet > 0 ? formatCount(text.packet) : ''}</td>
              </tr>
            );
          })}
          <tr aria-hidden style={{ height: below }} />
        </tbody>
      </table>
    </section>
  );
}
