import type { Filter } from '../analysis/filter/compile-filter';
import { Certainty } from '../analysis/filter/plan/certainty';
import type { ColumnTest } from '../analysis/filter/plan/column-test';
import { type CaptureFacts, planFacts } from '../analysis/filter/plan/facts';
import { planColumns } from '../analysis/filter/plan/plan';
import { ValueGatherer } from '../analysis/filter/running/gather-values';
import { LightValues } from '../analysis/filter/running/light-values';
import { type MessageSide, messageSide } from '../analysis/filter/running/message-side';
import { type FilterNeeds, filterNeeds } from '../analysis/filter/running/wanted-fields';
import type { Chunk } from '../analysis/store/chunk';
import { chunkMask, chunkRows, chunkShift } from '../analysis/store/schema';
import type { CaptureAnalysis, PartialReading } from './capture-analysis';
import type { RowSet } from './row-set';

/** Lets other work in, and reports how far the own is; a Job does. */
export interface Breather {
  breathe(done?: number, total?: number): Promise<void>;
}

const dissectionsPerLook = 16;

/** A filter at work on one capture: goes on where it stopped when the capture has grown. */
export class FilterRun {
  /** Rows that the columns left in doubt, and that were read again. */
  dissected = 0;
  private next = 0;
  private readonly columns: ColumnTest;
  private readonly gatherer: ValueGatherer;
  private readonly light: LightValues | null;
  private readonly reading: PartialReading | null;
  private readonly needs: FilterNeeds;
  private readonly side: MessageSide | null;
  /** What the filter says of a packet that has none of its fields. */
  private readonly withoutValues: boolean;
  private readonly certainty = new Uint8Array(chunkRows);

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly filter: Filter,
    facts: CaptureFacts,
  ) {
    this.columns = planColumns(filter.test, filter.uses, facts);
    this.gatherer = new ValueGatherer(filter.uses);
    this.side = messageSide(filter.uses);
    this.needs = filterNeeds(filter.uses, facts.knowledge);
    const { wanted, connections } = this.needs;
    this.withoutValues = filter.matches(filter.uses.map(() => []));
    this.light = LightValues.of(filter.uses, planFacts(facts), (row) => analysis.frameView(row));
    this.reading = wanted === null ? null : analysis.reading(wanted, connections);
  }

  /** Rows that were decided. */
  get done(): number {
    return this.next;
  }

  /** Decides the rows up to the last that is loaded, and adds those that match. */
  async run(found: RowSet, breather: Breather): Promise<void> {
    const { store } = this.analysis;
    while (this.next < store.count) {
      const from = this.next & chunkMask;
      const firstRow = this.next - from;
      const to = Math.min(chunkRows, store.count - firstRow);
      const chunk = store.chunks[firstRow >>> chunkShift] as Chunk;
      this.columns({ chunk, firstRow, from, to }, this.certainty);
      if (found.addWhere(this.certainty, firstRow, from, to)) this.next = firstRow + to;
      else await this.runInDoubt(found, breather, firstRow, from, to);
      await breather.breathe(this.next, store.count);
    }
  }

  /** Goes through rows of which some must be read again. */
  private async runInDoubt(
    found: RowSet,
    breather: Breather,
    firstRow: number,
    from: number,
    to: number,
  ): Promise<void> {
    const certainty = this.certainty.slice(from, to);
    const onlyInStreams = this.needs.onlyInStreams();
    const { layers } = this.analysis.store.chunks[firstRow >>> chunkShift] as Chunk;
    for (let at = from; at < to; at++) {
      const row = firstRow + at;
      const known = certainty[at - from];
      if (known === Certainty.doubt) {
        const hasNone = onlyInStreams[layers[at] as number] === 1 && !this.analysis.showsMessages(row, this.side);
        if (hasNone ? this.withoutValues : this.decide(row)) found.add(row);
        this.next = row + 1;
        if (++this.dissected % dissectionsPerLook === 0) await breather.breathe(row, this.analysis.store.count);
      } else if (known === Certainty.yes) found.add(row);
    }
    this.next = firstRow + to;
  }

  private decide(row: number): boolean {
    const values = this.light?.gather(row) ?? null;
    if (values !== null) return this.filter.matches(values);
    const { analysis, reading } = this;
    const dissection = reading === null ? analysis.dissect(row) : analysis.read(row, reading);
    return this.filter.matches(this.gatherer.gather(dissection));
  }
}
