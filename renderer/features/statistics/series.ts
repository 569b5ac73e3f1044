import { create } from 'zustand';
import type { Measure, SeriesWish, Stretch } from '../../../preload/contract/graphs';
import type { Quantity } from '../../format/axis';
import { useCapture } from '../../state/capture';

/** A line of the I/O graph as the user has it. */
export interface Series extends SeriesWish {
  readonly id: string;
  readonly color: string;
  readonly isOn: boolean;
}

/** Colors by meaning first; the user gives them the meaning here. */
export const COLORS: readonly { readonly value: string; readonly name: string }[] = [
  { value: 'var(--client)', name: 'Blue' },
  { value: 'var(--server)', name: 'Amber' },
  { value: 'var(--bad)', name: 'Red' },
  { value: 'var(--good)', name: 'Green' },
  { value: 'var(--late)', name: 'Violet' },
  { value: 'var(--window)', name: 'Pink' },
  { value: 'var(--warn)', name: 'Yellow' },
  { value: 'var(--dim)', name: 'Gray' },
];

export const MEASURES: readonly { readonly value: Measure; readonly label: string; readonly isOfField: boolean }[] = [
  { value: 'packets', label: 'Packets', isOfField: false },
  { value: 'bytes', label: 'Bytes', isOfField: false },
  { value: 'bits', label: 'Bits', isOfField: false },
  { value: 'count', label: 'Count of a field', isOfField: true },
  { value: 'sum', label: 'Sum of a field', isOfField: true },
  { value: 'average', label: 'Average of a field', isOfField: true },
  { value: 'minimum', label: 'Minimum of a field', isOfField: true },
  { value: 'maximum', label: 'Maximum of a field', isOfField: true },
];

export const isOfField = (measure: Measure): boolean =>
  MEASURES.find(({ value }) => value === measure)?.isOfField === true;

export function quantityOf(measure: Measure, isTime: boolean): Quantity {
  if (measure === 'packets' || measure === 'bytes' || measure === 'bits') return measure;
  return isTime ? 'seconds' : 'number';
}

/** `All packets`, `tcp.analysis.flags`, `Maximum of tcp.len where http`. */
export function seriesTitle({ filter, measure, field }: SeriesWish): string {
  const of = filter.trim();
  if (!isOfField(measure)) return of === '' ? 'All packets' : of;
  const what = `${MEASURES.find(({ value }) => value === measure)?.label.replace('a field', field.trim() || '…')}`;
  return of === '' ? what : `${what} where ${of}`;
}

export type StatisticsTab = 'traffic' | 'states' | 'responses' | 'lengths' | 'talkers';

interface Statistics {
  readonly tab: StatisticsTab;
  readonly series: readonly Series[];
  /** Seconds; null for one that suits the pixels. */
  readonly interval: number | null;
  /** The stretch of time that all graphs of the capture show; null for all. */
  readonly stretch: Stretch | null;
}

const FIRST: readonly Series[] = [
  { id: '1', filter: '', measure: 'packets', field: '', color: 'var(--client)', isOn: true },
  { id: '2', filter: 'tcp.analysis.flags', measure: 'packets', field: '', color: 'var(--bad)', isOn: true },
];

/** What the graphs of the whole capture show. Kept while the panel is closed. */
export const useStatistics = create<Statistics>(() => ({
  tab: 'traffic',
  series: FIRST,
  interval: null,
  stretch: null,
}));

useCapture.subscribe(({ capture }, { capture: before }) => {
  // The series stay for the next capture; its times are others.
  if (capture?.id !== before?.id) useStatistics.setState({ stretch: null });
});

let lastId = FIRST.length;

export function addSeries(): void {
  const { series } = useStatistics.getState();
  const color = COLORS.find(({ value }) => series.every((each) => each.color !== value)) ?? COLORS[0]!;
  const made: Series = {
    id: String(++lastId),
    filter: '',
    measure: series.at(-1)?.measure ?? 'packets',
    field: series.at(-1)?.field ?? '',
    color: color.value,
    isOn: true,
  };
  useStatistics.setState({ series: [...series, made] });
}

export function changeSeries(id: string, changes: Partial<Series>): void {
  const { series } = useStatistics.getState();
  useStatistics.setState({ series: series.map((each) => (each.id === id ? { ...each, ...changes } : each)) });
}

export function removeSeries(id: string): void {
  const { series } = useStatistics.getState();
  useStatistics.setState({ series: series.filter((each) => each.id !== id) });
}
