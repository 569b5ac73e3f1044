import { type ReactNode, useRef } from 'react';
import { Bar, BarChart, CartesianGrid, XAxis, YAxis } from 'recharts';
import type { LengthGroup } from '../../../preload/contract/graphs';
import { useSize } from '../../components/plot/plot';
import { PlotSaving } from '../../components/plot/plot-tools';
import { quantityText } from '../../format/axis';
import { formatCount, formatShare } from '../../format/quantity';
import { useAsking } from '../../state/asking';
import { bridge } from '../../state/bridge';
import { useStatistics } from './series';

const rangeText = ({ from, to }: LengthGroup) => (to === null ? `${from} and more` : `${from}–${to}`);

const TICK = { fill: 'var(--dim)', fontSize: 10.5 } as const;

const csvOf = (groups: readonly LengthGroup[]) =>
  [
    'bytes,packets,total bytes,shortest,longest',
    ...groups.map((group) => [rangeText(group), group.packets, group.bytes, group.minimum, group.maximum].join(',')),
    '',
  ].join('\r\n');

function LengthTable({ groups }: { readonly groups: readonly LengthGroup[] }) {
  const packets = groups.reduce((sum, group) => sum + group.packets, 0);
  return (
    <table className="statistics-table" aria-label="Packet lengths in numbers">
      <thead>
        <tr>
          <th scope="col">Bytes</th>
          <th scope="col">Packets</th>
          <th scope="col">Share</th>
          <th scope="col">Average</th>
          <th scope="col">Shortest</th>
          <th scope="col">Longest</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.from}>
            <th scope="row">{rangeText(group)}</th>
            <td>{formatCount(group.packets)}</td>
            <td>{formatShare(group.packets, packets)}</td>
            <td>
              {group.packets === 0 ? '' : quantityText('number', Math.round((group.bytes / group.packets) * 100) / 100)}
            </td>
            <td>{group.packets === 0 ? '' : formatCount(group.minimum)}</td>
            <td>{group.packets === 0 ? '' : formatCount(group.maximum)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How many packets are how long: of the stretch of time that the other graphs show. */
export function Lengths({ tabs, stretchNote }: { readonly tabs: ReactNode; readonly stretchNote: ReactNode }) {
  const stretch = useStatistics((statistics) => statistics.stretch);
  const drawing = useRef<HTMLDivElement>(null);
  const { element, size } = useSize();
  const { answer, fault } = useAsking('lengths', JSON.stringify(stretch), async (capture) => ({
    groups: await bridge().graphs.lengths(capture, stretch),
    complete: true,
  }));
  const groups = answer?.groups ?? [];
  return (
    <section className="plot-sheet" aria-label="Packet lengths">
      <div className="plot-bar">
        {tabs}
        {stretchNote}
        {answer && <PlotSaving plot={drawing} name="packet-lengths" hasPicture csv={() => csvOf(groups)} />}
      </div>
      {fault && <div className="plot-note">{fault}</div>}
      <div className="statistics-halves">
        <div ref={drawing} className="plot-place">
          <div ref={element} className="plot" aria-hidden="true">
            {answer && size.width > 80 && (
              <BarChart
                width={size.width}
                height={size.height}
                data={groups.map((group) => ({ range: rangeText(group), packets: group.packets }))}
                margin={{ top: 8, right: 14, bottom: 4, left: 0 }}
                accessibilityLayer={false}
              >
                <CartesianGrid stroke="var(--line)" vertical={false} />
                <XAxis dataKey="range" tick={TICK} stroke="var(--line-strong)" interval="preserveStartEnd" />
                <YAxis
                  tick={TICK}
                  stroke="var(--line-strong)"
                  width={64}
                  tickFormatter={formatCount}
                  allowDecimals={false}
                />
                <Bar dataKey="packets" fill="var(--client)" isAnimationActive={false} />
              </BarChart>
            )}
          </div>
        </div>
        {answer && (
          <section
            className="statistics-side"
            aria-label="Packet lengths in numbers"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls
            tabIndex={0}
          >
            <LengthTable groups={groups} />
          </section>
        )}
      </div>
    </section>
  );
}
