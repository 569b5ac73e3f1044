import { Select } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { TrafficSeries } from '../../../preload/contract/graphs';
import type { PlotLayer, PlotView } from '../../components/plot/plot-layer';
import { PlotSheet } from '../../components/plot/plot-sheet';
import { PlotWork } from '../../components/plot/plot-work';
import { usePixels } from '../../components/plot/use-pixels';
import { quantityText } from '../../format/axis';
import { useAsking } from '../../state/asking';
import { bridge } from '../../state/bridge';
import { isOfField, MEASURES, quantityOf, type Series, seriesTitle, useStatistics } from './series';
import { SeriesList } from './series-list';
import { TIME_AXIS, useSelectedTime, useTimeView } from './use-capture-time';

const INTERVALS = [
  { value: '', label: 'Interval to fit' },
  ...[0.001, 0.01, 0.1, 1, 10].map((seconds) => ({ value: String(seconds), label: quantityText('seconds', seconds) })),
  { value: '60', label: '1 min' },
  ...[600, 3600, 86_400].map((seconds) => ({ value: String(seconds), label: quantityText('seconds', seconds) })),
];

const isAmount = ({ measure }: Series) => !['average', 'minimum', 'maximum'].includes(measure);

function layerOf(series: Series, answer: TrafficSeries): PlotLayer {
  const { x, y, packet, isTime } = answer;
  return {
    id: series.id,
    title: `${seriesTitle(series)}${isOfField(series.measure) ? '' : `, ${series.measure}`}`,
    shape: isAmount(series) ? 'steps' : 'line',
    color: series.color,
    width: 1.5,
    x,
    y,
    low: null,
    packet,
    quantity: quantityOf(series.measure, isTime),
  };
}

/** Packets over time: any filter as a series, in packets, bytes, bits or what a field says. */
export function Traffic({ tabs }: { readonly tabs: ReactNode }) {
  const { series, interval } = useStatistics();
  const [height, setHeight] = useState<PlotView['y']>(null);
  const time = useTimeView(height, setHeight);
  const [{ columns }, onPixels] = usePixels();
  const shown = useMemo(() => series.filter(({ isOn }) => isOn), [series]);
  const wish = {
    series: shown.map(({ filter, measure, field }) => ({ filter, measure, field })),
    x: time.view.x,
    interval,
    columns,
  };
  const asked = useAsking('traffic', JSON.stringify(wish), async (capture, job) => ({
    ...(await bridge().graphs.traffic(capture, { ...wish, job })),
    ids: shown.map(({ id }) => id),
  }));
  const { answer } = asked;
  const answers = useMemo(
    () => new Map(answer?.series.map((each, i) => [answer.ids[i] as string, each]) ?? []),
    [answer],
  );
  const layers = useMemo(
    () =>
      shown.flatMap((each) => {
        const own = answers.get(each.id);
        return own ? [layerOf(each, own)] : [];
      }),
    [shown, answers],
  );
  const selected = useSelectedTime(answer?.origin);
  const quantities = new Set(layers.map(({ quantity }) => quantity));
  const [only] = quantities;
  const measures = new Set(shown.map(({ measure }) => MEASURES.find(({ value }) => value === measure)?.label));
  const title = measures.size === 1 ? `${[...measures][0]}` : 'Amount';
  const done = Math.min(...(answer?.series.filter(({ fault }) => !fault).map((each) => each.done) ?? []));
  return (
    <>
      <PlotSheet
        label="Traffic over time"
        name="traffic"
        controls={
          <>
            {tabs}
            <Select
              aria-label="Interval"
              w={130}
              data={INTERVALS}
              value={interval === null ? '' : String(interval)}
              allowDeselect={false}
              onChange={(value) => useStatistics.setState({ interval: value ? Number(value) : null })}
            />
            {answer && <span className="plot-subject">per {quantityText('seconds', answer.interval)}</span>}
          </>
        }
        notes={
          answer && (
            <PlotWork
              done={Number.isFinite(done) ? done : answer.total}
              total={answer.total}
              isWorking={asked.isWorking}
              isComplete={answer.complete}
              of="packets"
              onStop={asked.stop}
              onGoOn={asked.goOn}
            />
          )
        }
        layers={layers}
        extent={answer?.extent ?? null}
        xAxis={TIME_AXIS}
        yAxis={{ title, quantity: quantities.size === 1 && only ? only : 'number' }}
        {...time}
        onPixels={onPixels}
        isFromZero
        origin={answer?.origin ?? null}
        hasLegend={false}
        selected={selected}
        tip="all"
        empty={shown.length === 0 ? 'Switch a series on, or add one.' : 'Nothing here.'}
      />
      {asked.fault && <div className="plot-note">{asked.fault}</div>}
      <SeriesList series={series} answers={answers} />
    </>
  );
}
