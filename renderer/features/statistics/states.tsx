import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { StatesOverTime } from '../../../preload/contract/graphs';
import type { PlotLayer, PlotView } from '../../components/plot/plot-layer';
import { PlotSheet } from '../../components/plot/plot-sheet';
import { usePixels } from '../../components/plot/use-pixels';
import { useAsking } from '../../state/asking';
import { bridge } from '../../state/bridge';
import { TIME_AXIS, useSelectedTime, useTimeView } from './use-capture-time';

const mixed = (color: string, percent: number) => `color-mix(in srgb, var(--${color}) ${percent}%, var(--panel))`;

/** As in the lanes of the flow graph: yellow opens, green is open, violet closes. */
const COLORS: Readonly<Record<string, string>> = {
  PARTIAL: mixed('good', 50),
  SYN_SENT: 'var(--warn)',
  SYN_RCVD: mixed('warn', 60),
  ESTABLISHED: 'var(--good)',
  FIN_WAIT_1: 'var(--late)',
  FIN_WAIT_2: mixed('late', 70),
  CLOSE_WAIT: 'var(--bad)',
  CLOSING: mixed('window', 70),
  LAST_ACK: 'var(--window)',
  TIME_WAIT: 'var(--line-strong)',
};

/** One state's count on top of the other's. */
function stacked({ x, states, packet }: StatesOverTime): PlotLayer[] {
  let below = new Float64Array(x.length);
  return states.map(({ state, counts }) => {
    const low = below;
    const y = counts.map((count, i) => count + (low[i] as number));
    below = y as Float64Array<ArrayBuffer>;
    return { id: state, title: state, shape: 'areas', color: COLORS[state] ?? 'var(--dim)', x, y, low, packet };
  });
}

type Ends = 'both' | 'client' | 'server';

/** How many ends of TCP connections are in which state, over time. */
export function States({ tabs }: { readonly tabs: ReactNode }) {
  const [ends, setEnds] = useState<Ends>('both');
  const [height, setHeight] = useState<PlotView['y']>(null);
  const time = useTimeView(height, setHeight);
  const [{ columns }, onPixels] = usePixels();
  const wish = { ends, x: time.view.x, columns };
  const { answer, fault } = useAsking(`states ${ends}`, JSON.stringify(wish), async (capture) => ({
    ...(await bridge().graphs.states(capture, wish)),
    complete: true,
  }));
  const layers = useMemo(() => (answer ? stacked(answer) : []), [answer]);
  const selected = useSelectedTime(answer?.origin);
  return (
    <PlotSheet
      label="Connections by state over time"
      name="connection-states"
      controls={
        <>
          {tabs}
          <SegmentedControl
            size="xs"
            aria-label="Ends that are counted"
            data={[
              { value: 'both', label: 'Both ends' },
              { value: 'client', label: 'Clients' },
              { value: 'server', label: 'Servers' },
            ]}
            value={ends}
            onChange={(value) => setEnds(value as Ends)}
          />
        </>
      }
      notes={fault && <div className="plot-note">{fault}</div>}
      layers={layers}
      extent={answer?.extent ?? null}
      xAxis={TIME_AXIS}
      yAxis={{ title: 'Sockets', quantity: 'packets' }}
      {...time}
      onPixels={onPixels}
      isFromZero
      origin={answer?.origin ?? null}
      selected={selected}
      tip="all"
      empty="No TCP connection is open here."
    />
  );
}
