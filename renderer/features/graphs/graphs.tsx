import { ActionIcon, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { IconPinned } from '@tabler/icons-react';
import type { IDockviewPanelProps } from 'dockview-react';
import { useMemo, useState } from 'react';
import type { ConnectionGraph, ConnectionGraphKind, DataSender, Stretch } from '../../../preload/contract/graphs';
import { ConnectionOffers } from '../../components/connection-offers';
import { type PlotAxis, type PlotView, WHOLE } from '../../components/plot/plot-layer';
import { PlotSheet } from '../../components/plot/plot-sheet';
import { PlotWork } from '../../components/plot/plot-work';
import { usePixels } from '../../components/plot/use-pixels';
import { useAsking } from '../../state/asking';
import { bridge } from '../../state/bridge';
import { pinGraphs } from '../../state/commands/graphs';
import { useTcpStream } from '../../state/connection';
import { secondsBetween } from '../../state/cursor';
import { useSelection } from '../../state/selection';
import { GRAPHS, shownLayers } from './graph-kinds';

/** Where the selected packet stands on the axis; null where it is no time or the packet is of another connection. */
function useSelectedX(graph: ConnectionGraph | null, stream: number): number | null {
  const row = useSelection(({ detail }) => detail?.row ?? null);
  const origin = graph?.origin;
  if (!origin || graph.xUnit !== 'seconds' || !row?.hasTime || row.stream !== stream || row.transport !== 'tcp')
    return null;
  return secondsBetween(origin, row);
}

function axesOf(
  graph: ConnectionGraph | null,
  kind: ConnectionGraphKind,
): { readonly x: PlotAxis; readonly y: PlotAxis } {
  const time = graph?.startsWithSyn === false ? 'Since the first packet' : 'Since the SYN';
  return {
    x:
      kind === 'round-trip-by-sequence'
        ? { title: 'Sequence number', quantity: 'bytes' }
        : { title: time, quantity: 'seconds' },
    y: { title: GRAPHS.find(({ value }) => value === kind)?.y ?? '', quantity: graph?.yUnit ?? 'bytes' },
  };
}

/** Graphs of one connection: of the selected one, or of that which the panel is pinned to. */
export function Graphs({ params }: IDockviewPanelProps) {
  const selected = useTcpStream();
  const stream = typeof params?.stream === 'number' ? params.stream : selected;
  if (stream < 0)
    return <ConnectionOffers says="The selected packet is of no TCP connection, and graphs are of one." does="Graph" />;
  return <GraphsOf key={stream} stream={stream} isPinned={typeof params?.stream === 'number'} />;
}

function GraphsOf({ stream, isPinned }: { readonly stream: number; readonly isPinned: boolean }) {
  const [kind, setKind] = useState<ConnectionGraphKind>('sequence');
  const [chosen, setChosen] = useState<DataSender | null>(null);
  const [view, setView] = useState<PlotView>(WHOLE);
  const [pixels, onPixels] = usePixels();
  const wish = { stream, graph: kind, sender: chosen, x: view.x, y: view.y, ...pixels };
  const asked = useAsking(`${stream} ${kind} ${chosen}`, JSON.stringify(wish), (capture, job) =>
    bridge().graphs.connection(capture, { ...wish, job }),
  );
  const { answer: graph, fault } = asked;
  const sender = chosen ?? graph?.sender ?? 'server';
  const layers = useMemo(() => (graph ? shownLayers(graph.layers, sender) : []), [graph, sender]);
  const selected = useSelectedX(graph, stream);

  const show = (next: ConnectionGraphKind) => {
    // The stretch of time stays, for the same moment in another graph.
    const isAxisKept = next !== 'round-trip-by-sequence' && kind !== 'round-trip-by-sequence';
    setKind(next);
    setView({ x: isAxisKept ? view.x : null, y: null });
  };
  if (fault) return <div className="panel-empty">{fault}</div>;
  const title = GRAPHS.find(({ value }) => value === kind)?.label ?? '';
  const axes = axesOf(graph, kind);
  const extent: Stretch | null = graph?.extent ?? null;
  return (
    <PlotSheet
      label={`${title} of connection ${stream}, data of the ${sender}`}
      name={`connection-${stream}-${kind}-${sender}`}
      controls={
        <>
          <Select
            aria-label="Graph"
            w={180}
            data={GRAPHS.map(({ value, label }) => ({ value, label }))}
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
          <span className="plot-subject">Connection {stream}</span>
          {!isPinned && (
            <Tooltip label="Keep this connection's graphs in a panel of their own">
              <ActionIcon
                size={24}
                aria-label="Keep this connection's graphs in a panel of their own"
                onClick={() => pinGraphs(stream)}
              >
                <IconPinned size={15} />
              </ActionIcon>
            </Tooltip>
          )}
        </>
      }
      notes={
        graph && (
          <>
            <PlotWork
              done={graph.done}
              total={graph.total}
              isWorking={asked.isWorking}
              isComplete={graph.complete}
              of="segments"
              onStop={asked.stop}
              onGoOn={asked.goOn}
            />
            {graph.notes.map((note) => (
              <div key={note} className="plot-note">
                {note}
              </div>
            ))}
          </>
        )
      }
      layers={layers}
      extent={extent}
      xAxis={axes.x}
      yAxis={axes.y}
      view={view}
      onView={setView}
      onPixels={onPixels}
      isFromZero={kind !== 'sequence'}
      {...(kind.startsWith('round-trip') ? { log: 'offered' as const } : {})}
      origin={graph?.xUnit === 'seconds' ? graph.origin : null}
      selected={selected}
      tip={kind === 'throughput' ? 'all' : 'nearest'}
      empty={
        kind.startsWith('round-trip')
          ? `No ACK of data of the ${sender} here. Try the other direction.`
          : `Nothing of the ${sender} here. Try the other direction.`
      }
    />
  );
}
