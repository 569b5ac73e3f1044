import type { Dissection } from '../analysis/dissection';
import type { Filter } from '../analysis/filter/compile-filter';
import type { ColumnTest } from '../analysis/filter/plan/column-test';
import { type CaptureFacts, planFacts } from '../analysis/filter/plan/facts';
import { planColumns } from '../analysis/filter/plan/plan';
import { CarriedFields } from '../analysis/filter/running/carried-fields';
import { ValueGatherer } from '../analysis/filter/running/gather-values';
import { LightValues } from '../analysis/filter/running/light-values';
import { type MessageSide, messageSide } from '../analysis/filter/running/message-side';
import { type FilterNeeds, filterNeeds } from '../analysis/filter/running/wanted-fields';
import type { Chunk } from '../analysis/store/chunk';
import { chunkMask, chunkShift } from '../analysis/store/schema';
import type { CaptureAnalysis, PartialReading } from './capture-analysis';
import { showsMessages } from './message-sight';

/** Decides packets of one capture by a filter: by their columns, and those that columns leave in doubt by their bytes. */
export class FilterDecision {
  readonly columns: ColumnTest;
  private readonly gatherer: ValueGatherer;
  private readonly light: LightValues | null;
  private readonly reading: PartialReading | null;
  private readonly needs: FilterNeeds;
  private readonly side: MessageSide | null;
  /** What the filter says of a packet that has none of its fields. */
  private readonly withoutValues: boolean;
  private readonly carried: CarriedFields | null;
  private onlyInStreams = new Uint8Array(0);

  constructor(
    private readonly analysis: CaptureAnalysis,
    readonly filter: Filter,
    facts: CaptureFacts,
  ) {
    this.columns = planColumns(filter.test, filter.uses, facts);
    this.gatherer = new ValueGatherer(filter.uses);
    this.side = messageSide(filter.uses);
    this.needs = filterNeeds(filter.uses, facts.knowledge);
    const { wanted, connections } = this.needs;
    this.withoutValues = filter.matches(filter.uses.map(() => []));
    this.light = LightValues.of(filter.uses, planFacts(facts), (row) => analysis.frameView(row));
    this.carried = wanted === null ? null : CarriedFields.of(filter.uses, analysis.store, facts.knowledge);
    this.reading = wanted === null ? null : analysis.reading(wanted, connections);
  }

  /** To be called now and then while the capture grows: learns which layers there are by now. */
  refresh(): void {
    this.onlyInStreams = this.needs.onlyInStreams() as Uint8Array<ArrayBuffer>;
  }

  /** Decides a row that the columns left in doubt. */
  decide(row: number): boolean {
    const { layers } = this.analysis.store.chunks[row >>> chunkShift] as Chunk;
    const standsInStream = this.onlyInStreams[layers[row & chunkMask] as number] === 1;
    if (standsInStream && !showsMessages(this.analysis, row, this.side)) return this.withoutValues;
    const values = this.light?.gather(row) ?? null;
    if (values !== null) return this.filter.matches(values);
    return this.filter.matches(this.gatherer.gather(this.read(row)));
  }

  /** Reads no more of the packet than the filter asks for. */
  private read(row: number): Dissection {
    const { analysis, reading } = this;
    if (reading === null) return analysis.dissect(row);
    const data = this.carried?.at(row) ?? null;
    return data === null ? analysis.read(row, reading) : analysis.readCarried(row, data, reading);
  }
}
