import { Button, Progress, SegmentedControl, Select } from '@mantine/core';
import type { IDockviewPanelProps } from 'dockview-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ConnectionGraph, ConnectionGraphKind, DataSender } from '../../../preload/contract/graphs';
import { Plot } from '../../components/plot/plot';
import { type PlotAxis, type PlotLayer, type PlotView, WHOLE } from '../../components/plot/plot-layer';
import { PlotLegend } from '../../components/plot/plot-legend';
import { plotCsv, rowText } from '../../components/plot/plot-rows';
import { PlotTable } from '../../components/plot/plot-table';
import { PlotTools } from '../../components/plot/plot-tools';
import { useTcpStream } from '../../state/connection';
import { selectPacket, useSelection } from '../../state/selection';
import { GRAPHS, type ShownLayer, shownLayers } from './graph-kinds';
import { useConnectionGraph } from './use-connection-graph';
import './graphs.css';

interface Pixels {
  readonly columns: number;
  readonly lines: number;
}

/** Where the selected packet stands on the axis; null where it is no time or the packet is of another connection. */
function useSelectedX(graph: ConnectionGraph | null, stream: number): number | null {
  const row = useSelection(({ detail }) => detail?.row ?? null);
  const origin = graph?.origin;
  if (!origin || graph.xUnit !== 'seconds' || !row?.hasTime || row.stream !== stream || row.transport !== 'tcp')
    return null;
  return row.seconds - origin.seconds + (row.nanoseconds - origin.nanoseconds) / 1e9;
}

const axesOf = (graph: ConnectionGraph, kind: ConnectionGraphKind): { readonly x: PlotAxis; readonly y: PlotAxis } => ({
  x:
    graph.xUnit === 'bytes'
      ? { title: 'Sequence number', quantity: 'bytes' }
      : { title: graph.startsWithSyn ? 'Since the SYN' : 'Since the first packet', quantity: 'seconds' },
  y: { title: GRAPHS.find(({ value }) => value === kind)?.y ?? '', quantity: graph.yUnit },
});

const NOTHING_HIDDEN: ReadonlySet<string> = new Set();

/** Graphs of one connection: of the selected one, or of that which the panel is pinned to. */
export function Graphs({ params }: IDockviewPanelProps) {
  const selected = useTcpStream();
  const stream = typeof params?.stream === 'number' ? params.stream : selected;
  if (stream < 0)
    return <div className="panel-empty">Select a packet of a TCP connection to see the connection's graphs.</div>;
  return <GraphsOf key={stream} stream={stream} />;
}

function GraphsOf({ stream }: { readonly stream: number }) {
  const [kind, setKind] = useState<ConnectionGraphKind>('sequence');
  const [chosen, setChosen] = useState<DataSender | null>(null);
  const [view, setView] = useState<PlotView>(WHOLE);
  const [hidden, setHidden] = useState(NOTHING_HIDDEN);
  const [isTable, setTable] = useState(false);
  const [pixels, setPixels] = useState<Pixels>({ columns: 800, lines: 300 });
  const drawing = useRef<HTMLDivElement>(null);
  const onPixels = useCallback((columns: number, lines: number) => setPixels({ columns, lines }), []);
  const asked = useConnectionGraph({
    stream,
    graph: kind,
    sender: chosen,
    x: view.x,
    y: view.y,
    ...pixels,
  });
  const { graph, fault } = asked;
  const sender = chosen ?? graph?.sender ?? 'server';
  const layers = useMemo(() => (graph ? shownLayers(graph.layers, sender) : []), [graph, sender]);
  const shown = useMemo(() => layers.filter(({ id }) => !hidden.has(id)), [layers, hidden]);
  const selectedX = useSelectedX(graph, stream);
  const selectedPacket = useSelection(({ packet }) => packet);

  const show = (next: ConnectionGraphKind) => {
    setKind(next);
    // The stretch of time stays, for the same moment in another graph.
    const isAxisKept = next !== 'round-trip-by-sequence' && kind !== 'round-trip-by-sequence';
    setView({ x: isAxisKept ? view.x : null, y: null });
  };
  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setHidden(next);
  };
  const axes = graph && axesOf(graph, kind);
  const title = GRAPHS.find(({ value }) => value === kind)?.label ?? '';
  const label = `${title} of connection ${stream}, data of the ${sender}`;

  return (
    <section className="graphs" aria-label={label}>
      <div className="graphs-bar">
        <Select
          aria-label="Graph"
          size="xs"
          w={180}
          data={GRAPHS.map(({ value, label: text }) => ({ value, label: text }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => value && show(value as ConnectionGraphKind)}
        />
        <SegmentedControl
          size="xs"
          aria-label="Data of"
          data={[
            { value: 'client', label: 'Client’s data' },
            { value: 'server', label: 'Server’s data' },
          ]}
          value={sender}
          onChange={(value) => setChosen(value as DataSender)}
        />
        <span className="dim graphs-stream">Connection {stream}</span>
        {graph && axes && (
          <PlotTools
            plot={drawing}
            name={`connection-${stream}-${kind}-${sender}`}
            csv={() => plotCsv(shown, axes.x, axes.y)}
            isTable={isTable}
            onTable={setTable}
            isZoomed={view.x !== null || view.y !== null}
            onReset={() => setView(WHOLE)}
          />
        )}
      </div>
      {asked.isWorking && graph && (
        <div className="graphs-work" role="status">
          <Progress
            value={(100 * graph.done) / Math.max(1, graph.total)}
            size={3}
            aria-label="Going through the segments"
          />
          <Button size="compact-xs" onClick={asked.stop}>
            Stop
          </Button>
        </div>
      )}
      {graph && !graph.complete && !asked.isWorking && (
        <div className="graphs-note">
          Stopped: the graph shows {Math.floor((100 * graph.done) / Math.max(1, graph.total))} % of the segments.{' '}
          <Button size="compact-xs" onClick={asked.goOn}>
            Go on
          </Button>
        </div>
      )}
      {graph?.notes.map((note) => (
        <div key={note} className="graphs-note">
          {note}
        </div>
      ))}
      {fault && <div className="panel-empty">{fault}</div>}
      {graph && axes && <PlotLegend layers={layers} hidden={hidden} onToggle={toggle} />}
      {graph && axes && isTable && (
        <PlotTable
          label={label}
          layers={shown}
          xAxis={axes.x}
          yAxis={axes.y}
          selectedPacket={selectedPacket}
          onSelect={(packet) => selectPacket(packet, 'step')}
        />
      )}
      <div ref={drawing} className="graphs-plot" hidden={isTable && graph !== null}>
        {graph && axes && (
          <Plot
            label={label}
            layers={shown}
            extent={graph.extent}
            xAxis={axes.x}
            yAxis={axes.y}
            view={view}
            onView={setView}
            isFromZero={kind !== 'sequence'}
            selected={selectedX}
            selectedPacket={selectedPacket}
            onSelect={(packet) => selectPacket(packet, 'jump')}
            onPixels={onPixels}
            tip={kind === 'throughput' ? 'all' : 'nearest'}
            tell={(layer: PlotLayer, index: number) => rowText({ layer, index }, axes.x, axes.y).y}
          />
        )}
        {graph && isEmpty(layers) && <div className="graphs-nothing">{emptyText(kind, sender)}</div>}
      </div>
    </section>
  );
}

const isEmpty = (layers: readonly ShownLayer[]) => layers.every(({ points }) => points === 0);

function emptyText(kind: ConnectionGraphKind, sender: DataSender): string {
  if (kind === 'round-trip' || kind === 'round-trip-by-sequence')
    return `No ACK of data of the ${sender} was captured; try the other direction.`;
  return `Nothing of the ${sender} here; try the other direction, or 0 to show all.`;
}
