import { type ReactNode, useMemo, useState } from 'react';
import type { LayerKind, ResponseSummary } from '../../../preload/contract/graphs';
import type { PlotLayer, PlotView } from '../../components/plot/plot-layer';
import { PlotSheet } from '../../components/plot/plot-sheet';
import { PlotWork } from '../../components/plot/plot-work';
import { usePixels } from '../../components/plot/use-pixels';
import { quantityText } from '../../format/axis';
import { formatCount } from '../../format/quantity';
import { useAsking } from '../../state/asking';
import { bridge } from '../../state/bridge';
import { TIME_AXIS, useSelectedTime, useTimeView } from './use-capture-time';

const LOOKS: Partial<Record<LayerKind, Pick<PlotLayer, 'title' | 'help' | 'color' | 'mark'>>> = {
  'tcp-response': {
    title: 'TCP',
    color: 'var(--client)',
    mark: 'dot',
    help: 'From the last byte of what the client sends to the first byte of the answer',
  },
  'http-response': { title: 'HTTP', color: 'var(--good)', mark: 'dot', help: 'From the request to its response' },
  'dns-response': { title: 'DNS', color: 'var(--server)', mark: 'dot', help: 'From the query to its response' },
};

const timeText = (seconds: number | null) => (seconds === null ? '' : quantityText('seconds', seconds));

/** What was neither asked nor answered needs no line, unless nothing was. */
function worthALine(summary: readonly ResponseSummary[]): readonly ResponseSummary[] {
  const seen = summary.filter(({ answered, unanswered }) => answered + unanswered > 0);
  return seen.length > 0 ? seen : summary;
}

function Summary({ summary }: { readonly summary: readonly ResponseSummary[] }) {
  return (
    <table className="statistics-table" aria-label="Response times in numbers">
      <thead>
        <tr>
          <th scope="col">Protocol</th>
          <th scope="col">Answered</th>
          <th scope="col">Unanswered</th>
          <th scope="col">Median</th>
          <th scope="col">95 % within</th>
          <th scope="col">Longest</th>
        </tr>
      </thead>
      <tbody>
        {worthALine(summary).map(({ kind, answered, unanswered, median, percentile95, maximum }) => (
          <tr key={kind}>
            <th scope="row">{LOOKS[kind]?.title}</th>
            <td>{formatCount(answered)}</td>
            <td>{formatCount(unanswered)}</td>
            <td>{timeText(median)}</td>
            <td>{timeText(percentile95)}</td>
            <td>{timeText(maximum)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How long answers let wait, over time and in numbers. */
export function ResponseTimes({ tabs }: { readonly tabs: ReactNode }) {
  const [height, setHeight] = useState<PlotView['y']>(null);
  const time = useTimeView(height, setHeight);
  const [{ columns }, onPixels] = usePixels();
  const wish = { x: time.view.x, columns };
  const asked = useAsking('responses', JSON.stringify(wish), (capture, job) =>
    bridge().graphs.responses(capture, { ...wish, job }),
  );
  const { answer } = asked;
  const layers = useMemo(
    () =>
      answer?.layers.flatMap((layer) => {
        const look = LOOKS[layer.kind];
        return look ? [{ ...layer, ...look, id: layer.kind }] : [];
      }) ?? [],
    [answer],
  );
  const selected = useSelectedTime(answer?.origin);
  return (
    <>
      <PlotSheet
        label="Response times"
        name="response-times"
        controls={tabs}
        notes={
          <>
            {asked.fault && <div className="plot-note">{asked.fault}</div>}
            {answer && (
              <PlotWork
                done={answer.done}
                total={answer.total}
                isWorking={asked.isWorking}
                isComplete={answer.complete}
                of="packets"
                onStop={asked.stop}
                onGoOn={asked.goOn}
              />
            )}
          </>
        }
        layers={layers}
        extent={answer?.extent ?? null}
        xAxis={TIME_AXIS}
        yAxis={{ title: 'Until the answer', quantity: 'seconds' }}
        {...time}
        onPixels={onPixels}
        isFromZero
        log="at-first"
        origin={answer?.origin ?? null}
        selected={selected}
        tip="nearest"
        empty="No request was answered here."
      />
      {answer && <Summary summary={answer.summary} />}
    </>
  );
}
