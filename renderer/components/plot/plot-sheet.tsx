import { Button } from '@mantine/core';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { Timestamp } from '../../../preload/contract/capture';
import type { Stretch } from '../../../preload/contract/graphs';
import { limitTime } from '../../state/filter';
import { selectPacket, useSelection } from '../../state/selection';
import { rangeSince } from '../../state/time-range';
import { Plot } from './plot';
import { type PlotAxis, type PlotLayer, type PlotView, WHOLE } from './plot-layer';
import { PlotLegend } from './plot-legend';
import { plotCsv, rowText } from './plot-rows';
import { PlotTable } from './plot-table';
import { PlotTools } from './plot-tools';

interface SheetProps {
  /** What is plotted, for who does not see it. */
  readonly label: string;
  /** Begins the names of files. */
  readonly name: string;
  /** What chooses what is plotted. */
  readonly controls: ReactNode;
  /** Stands between the legend and the plot: notes, progress. */
  readonly notes?: ReactNode;
  readonly layers: readonly (PlotLayer & { readonly points?: number })[];
  /** Null while nothing is known yet. */
  readonly extent: Stretch | null;
  readonly xAxis: PlotAxis;
  readonly yAxis: PlotAxis;
  readonly view: PlotView;
  readonly onView: (view: PlotView) => void;
  readonly onPixels: (columns: number, lines: number) => void;
  readonly isFromZero: boolean;
  readonly hasLegend?: boolean;
  /** Amounts that are best seen by their powers of ten can be, or are to begin with. */
  readonly log?: 'offered' | 'at-first';
  /** What x counts seconds from; null where it counts none. */
  readonly origin: Timestamp | null;
  readonly selected: number | null;
  readonly tip: 'nearest' | 'all';
  /** Said in place of the points where there are none. */
  readonly empty: string;
}

const NOTHING_HIDDEN: ReadonlySet<string> = new Set();

/** A plot with everything around it: its controls, a legend that switches series, a table, and ways to save it. */
export function PlotSheet(props: SheetProps) {
  const {
    label,
    name,
    controls,
    notes,
    layers,
    extent,
    xAxis,
    yAxis,
    view,
    onView,
    hasLegend = true,
    empty,
    log,
    origin,
  } = props;
  const [hidden, setHidden] = useState(NOTHING_HIDDEN);
  const [isTable, setTable] = useState(false);
  const [isLog, setLog] = useState(log === 'at-first');
  const drawing = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => layers.filter(({ id }) => !hidden.has(id)), [layers, hidden]);
  const isZoomed = view.x !== null || view.y !== null;
  const selectedPacket = useSelection(({ packet }) => packet);

  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setHidden(next);
  };
  return (
    <section className="plot-sheet" aria-label={label}>
      <div className="plot-bar">
        {controls}
        {log && (
          <Button
            size="compact-xs"
            variant={isLog ? 'light' : 'default'}
            aria-pressed={isLog}
            onClick={() => setLog(!isLog)}
          >
            Log scale
          </Button>
        )}
        {extent && (
          <PlotTools
            plot={drawing}
            name={name}
            csv={() => plotCsv(shown, xAxis, yAxis)}
            isTable={isTable}
            onTable={setTable}
            isZoomed={isZoomed}
            onReset={() => onView(WHOLE)}
            {...(origin && view.x ? { onLimit: () => limitTime(rangeSince(origin, view.x!.from, view.x!.to)) } : {})}
          />
        )}
      </div>
      {hasLegend && layers.length > 0 && <PlotLegend layers={layers} hidden={hidden} onToggle={toggle} />}
      {notes}
      {isTable && (
        <PlotTable
          label={label}
          layers={shown}
          xAxis={xAxis}
          yAxis={yAxis}
          selectedPacket={selectedPacket}
          onSelect={(packet) => selectPacket(packet, 'step')}
        />
      )}
      <div ref={drawing} className="plot-place" hidden={isTable}>
        {extent && (
          <Plot
            label={label}
            layers={shown}
            extent={extent}
            xAxis={xAxis}
            yAxis={yAxis}
            view={view}
            onView={onView}
            isFromZero={props.isFromZero}
            isLog={isLog && log !== undefined}
            origin={origin}
            selected={props.selected}
            selectedPacket={selectedPacket}
            onSelect={(packet) => selectPacket(packet, 'jump')}
            onPixels={props.onPixels}
            tip={props.tip}
            tell={(layer, index) => rowText({ layer, index }, xAxis, yAxis).y}
          />
        )}
        {extent && shown.every(({ x }) => x.length === 0) && (
          <div className="plot-nothing">
            {empty}
            {isZoomed && ' Press 0 to show all.'}
          </div>
        )}
      </div>
    </section>
  );
}
