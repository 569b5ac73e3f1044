import type { SeriesWish } from '../../../preload/contract/graphs';
import type { Field } from '../../analysis/fields/field';
import type { Filter } from '../../analysis/filter/compile-filter';
import { FilterError } from '../../analysis/filter/filter-error';
import { planFacts } from '../../analysis/filter/plan/facts';
import { ValueGatherer } from '../../analysis/filter/running/gather-values';
import { LightValues } from '../../analysis/filter/running/light-values';
import { filterNeeds } from '../../analysis/filter/running/wanted-fields';
import type { Value } from '../../analysis/filter/typing/typed-test';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkRows, chunkShift } from '../../analysis/store/schema';
import type { SegmentFact } from '../../analysis/tcp/segment-fact';
import { SegmentSweep } from '../../analysis/tcp/segment-sweep';
import type { CaptureAnalysis, PartialReading } from '../capture-analysis';
import { type Breather, FilterRun } from '../filter-rows';
import type { FilterShelf } from '../filter-shelf';
import { ColumnValues } from './column-values';
import { floats, wholes } from './number-list';
import { RowBits } from './row-bits';
import { WindowSizes } from './window-sizes';

export type SeriesFault = { readonly of: 'filter' | 'field'; readonly message: string };

const readingsPerLook = 16;
/** Rows of which the columns are read between two looks at what else is to do. */
const rowsAtOnce = 8192;
/** What a user changes without the file being read again. */
const changing: ReadonlySet<string> = new Set([
  'frame.marked',
  'frame.comment',
  'frame.coloring_rule.name',
  'frame.coloring_rule.string',
]);
const wholeNumber = /^(u?int\d+|float|double|framenum|boolean)$/;

/** Fields of segments that tracking tells, as numbers: times in seconds. */
const trackedFields: Readonly<Record<string, (fact: SegmentFact) => number | null>> = {
  'tcp.analysis.ack_rtt': ({ roundTrip }) => inSeconds(roundTrip),
  'tcp.analysis.bytes_in_flight': ({ bytesInFlight }) => bytesInFlight,
  'tcp.window_size': ({ windowSize }) => windowSize,
};

const inSeconds = (nanoseconds: bigint | null): number | null =>
  nanoseconds === null ? null : Number(nanoseconds) / 1e9;

/** What a series is of; no filter for all packets, no field for packets themselves. */
export interface SeriesPlan {
  readonly filter: Filter | null;
  readonly field: Field | null;
}

/** Reads a wish. @returns what is wrong with it, where something is */
export function planSeries(analysis: CaptureAnalysis, shelf: FilterShelf, wish: SeriesWish): SeriesPlan | SeriesFault {
  const text = wish.filter.trim();
  try {
    const filter = text === '' ? null : shelf.compiled(text);
    if (!isOfField(wish)) return { filter, field: null };
    const field = analysis.registry.field(wish.field.trim());
    if (field === undefined) return { of: 'field', message: unknownField(shelf, wish.field) };
    const fault = unfitField(field, wish);
    if (fault !== null) return { of: 'field', message: fault };
    // What tracking tells needs no dissection to know whether it is there.
    if (field.name in trackedFields) return { filter, field };
    return { filter: shelf.compiled(text === '' ? field.name : `(${text}) and ${field.name}`), field };
  } catch (error) {
    if (error instanceof FilterError) return { of: 'filter', message: error.message };
    throw error;
  }
}

/** The packets of a series, and the values of its field in each: found once, and further when the capture has grown. */
export class SeriesSource {
  readonly rows = new RowBits();
  /** The field's values in ascending rows; of one packet there may be several. */
  readonly valueRows = wholes(64);
  readonly values = floats(64);
  readonly field: Field | null;
  private readonly filter: Filter | null;
  /** Rows whose values were read, and how many of them had any. */
  private read = 0;
  private withValues = 0;
  private readonly run: FilterRun | null;
  private readonly reader: ValueReader | null;
  private readonly wasLoading: boolean;

  constructor(
    private readonly analysis: CaptureAnalysis,
    shelf: FilterShelf,
    { filter, field }: SeriesPlan,
  ) {
    this.filter = filter;
    this.field = field;
    this.wasLoading = analysis.isLoading;
    this.run = filter === null ? null : new FilterRun(analysis, filter, shelf.facts);
    this.reader = field === null ? null : new ValueReader(analysis, shelf, field);
  }

  /** Names what a source is of: wishes that differ only in how they measure share one. */
  static key(wish: SeriesWish): string {
    return JSON.stringify([wish.filter.trim(), isOfField(wish) ? wish.field.trim() : '']);
  }

  /** Whether what was found may be wrong by now: messages of several segments are not known while loading, marks are set. */
  get isStale(): boolean {
    const isProvisional = this.wasLoading && !this.analysis.isLoading && (this.run?.dissected ?? 0) > 0;
    return isProvisional || this.filter?.uses.some(({ field }) => changing.has(field.name)) === true;
  }

  /** Rows that were decided and read. */
  get done(): number {
    const decided = this.run?.done ?? this.analysis.store.count;
    return this.reader === null ? decided : Math.min(decided, this.read);
  }

  get isComplete(): boolean {
    return this.done >= this.analysis.store.count;
  }

  /** How many packets count. */
  get packets(): number {
    if (this.reader !== null) return this.withValues;
    return this.run === null ? this.analysis.store.count : this.rows.count;
  }

  has(row: number): boolean {
    return this.run === null || this.rows.has(row);
  }

  /** All packets count: no row needs to be asked about. */
  get isEverything(): boolean {
    return this.run === null;
  }

  /** @throws JobCancelled, keeping what was found */
  async advance(breather: Breather): Promise<void> {
    await this.run?.run(this.rows, breather);
    if (this.reader === null) return;
    const total = this.run?.done ?? this.analysis.store.count;
    const { columns } = this.reader;
    if (columns !== null) await this.readColumns(this.reader, columns, total, breather);
    else await this.readRows(this.reader, total, breather);
  }

  private async readRows(reader: ValueReader, total: number, breather: Breather): Promise<void> {
    let looks = 0;
    while (this.read < total) {
      const row = this.read++;
      if (!this.has(row)) continue;
      this.add(row, reader.valuesAt(row));
      if (++looks % readingsPerLook === 0) await breather.breathe(row, total);
    }
  }

  /** Reads from the columns, a stretch of rows at a time, and only what they do not know packet by packet. */
  private async readColumns(
    reader: ValueReader,
    columns: ColumnValues,
    total: number,
    breather: Breather,
  ): Promise<void> {
    let looks = 0;
    while (this.read < total) {
      const from = this.read & chunkMask;
      const firstRow = this.read - from;
      const to = Math.min(chunkRows, from + rowsAtOnce, total - firstRow);
      columns.turnTo(this.analysis.store.chunks[firstRow >>> chunkShift] as Chunk, firstRow, from, to);
      for (let at = from; at < to; at++) {
        const row = firstRow + at;
        if (!this.has(row)) continue;
        if (!columns.knows(at)) {
          this.read = row + 1;
          this.add(row, reader.valuesAt(row));
          if (++looks % readingsPerLook === 0) await breather.breathe(row, total);
          continue;
        }
        const count = columns.count(at);
        for (let index = 0; index < count; index++) this.push(row, columns.value(at, index));
        if (count > 0) this.withValues++;
      }
      this.read = firstRow + to;
      await breather.breathe(this.read, total);
    }
  }

  private add(row: number, values: readonly number[]): void {
    for (const value of values) this.push(row, value);
    if (values.length > 0) this.withValues++;
  }

  private push(row: number, value: number): void {
    this.valueRows.push(row);
    this.values.push(value);
  }
}

const isOfField = ({ measure }: SeriesWish): boolean => !['packets', 'bytes', 'bits'].includes(measure);

/** The sentence with the nearest names that the filter language has for a name that is none. */
function unknownField(shelf: FilterShelf, name: string): string {
  if (name.trim() === '') return 'Name the field whose values are meant, as tcp.len.';
  const { error } = shelf.check(name);
  return error?.message ?? `There is no field ${name}.`;
}

function unfitField(field: Field, { measure }: SeriesWish): string | null {
  if (measure === 'count' || wholeNumber.test(field.type) || field.type === 'relative-time') return null;
  return `${field.name} holds no numbers (${field.type}): only its occurrences can be counted.`;
}

/** Reads a field's values of single packets: from the columns or straight from the bytes where that will do. */
class ValueReader {
  private readonly tracked: ((fact: SegmentFact) => number | null) | null;
  /** What needs no sweep of most connections. */
  private readonly windows: WindowSizes | null;
  /** Rows are asked for in ascending order. */
  private readonly sweep: SegmentSweep;
  private readonly light: LightValues | null;
  /** Where the columns hold the field as numbers. */
  readonly columns: ColumnValues | null;
  private readonly gatherer: ValueGatherer;
  private readonly reading: PartialReading | null;
  private readonly factor: number;

  constructor(
    private readonly analysis: CaptureAnalysis,
    shelf: FilterShelf,
    field: Field,
  ) {
    const { facts } = shelf;
    this.tracked = trackedFields[field.name] ?? null;
    this.windows = field.name === 'tcp.window_size' ? new WindowSizes(analysis) : null;
    this.sweep = new SegmentSweep(analysis.store, analysis.connections);
    const { uses } = shelf.compiled(field.name);
    const plan = planFacts(facts);
    this.light = LightValues.of(uses, plan, (row) => analysis.frameView(row));
    this.columns = this.tracked === null ? ColumnValues.of(field, plan) : null;
    this.gatherer = new ValueGatherer(uses);
    const { wanted, connections } = filterNeeds(uses, facts.knowledge);
    this.reading = wanted === null ? null : analysis.reading(wanted, connections);
    this.factor = field.type === 'relative-time' ? 1e-9 : 1;
  }

  valuesAt(row: number): number[] {
    const { analysis, reading, factor } = this;
    if (this.tracked !== null) return this.trackedAt(row, this.tracked);
    const light = this.light?.gather(row) ?? null;
    const values =
      light ?? this.gatherer.gather(reading === null ? analysis.dissect(row) : analysis.read(row, reading));
    return (values[0] ?? []).map((value: Value) =>
      typeof value === 'bigint' ? Number(value) * factor : typeof value === 'number' ? value * factor : 1,
    );
  }

  private trackedAt(row: number, read: (fact: SegmentFact) => number | null): number[] {
    const size = this.windows?.at(row) ?? null;
    if (size !== null) return [size];
    const fact = this.sweep.at(row);
    const value = fact === null ? null : read(fact);
    return value === null ? [] : [value];
  }
}
