import type { FindSpot } from '../../../preload/contract/find';
import type { FieldNode } from '../../analysis/fields/field-node';
import type { Filter } from '../../analysis/filter/compile-filter';
import { Certainty } from '../../analysis/filter/plan/certainty';
import type { CaptureFacts } from '../../analysis/filter/plan/facts';
import { predicateOf } from '../../analysis/filter/running/evaluate';
import { fieldValue } from '../../analysis/filter/running/field-value';
import type { TypedTest } from '../../analysis/filter/typing/typed-test';
import { type Leaf, usesOf } from '../../analysis/filter/typing/uses-of';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkRows, chunkShift } from '../../analysis/store/schema';
import type { CaptureAnalysis } from '../capture-analysis';
import { FilterDecision } from '../filter-decision';
import { nowhere, type PacketMatcher } from './packet-matcher';
import { findNode } from './text-matchers';

/** What the columns tell of a chunk's rows, up to the last that was there. */
interface KnownChunk {
  readonly certainty: Uint8Array;
  rows: number;
}

const annotated: ReadonlySet<string> = new Set(['frame.marked', 'frame.comment']);

/** Packets that a display filter lets through; asked for in any order. */
export class FilterMatcher implements PacketMatcher {
  readonly isProvisional = true;
  readonly asksAnnotations: boolean;
  private readonly decision: FilterDecision;
  private readonly known: (KnownChunk | undefined)[] = [];

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly filter: Filter,
    facts: CaptureFacts,
  ) {
    this.decision = new FilterDecision(analysis, filter, facts);
    this.asksAnnotations = filter.uses.some(({ field }) => annotated.has(field.name));
  }

  matches(row: number): boolean {
    const known = this.known[row >>> chunkShift];
    const at = row & chunkMask;
    const certainty = known !== undefined && at < known.rows ? known.certainty[at] : this.learn(row);
    return certainty === Certainty.doubt ? this.decision.decide(row) : certainty === Certainty.yes;
  }

  forget(): void {
    this.known.length = 0;
  }

  spot(row: number): FindSpot | null {
    if (!this.matches(row)) return null;
    const { roots } = this.analysis.dissect(row);
    for (const part of asked(this.filter.test)) {
      const path = findNode(roots, this.testOfNode(part));
      if (path !== null) return { path, bytes: [] };
    }
    return nowhere;
  }

  private learn(row: number): number {
    const { store } = this.analysis;
    const at = row & chunkMask;
    const firstRow = row - at;
    const known = this.known[row >>> chunkShift] ?? { certainty: new Uint8Array(chunkRows), rows: 0 };
    this.known[row >>> chunkShift] = known;
    const to = Math.min(chunkRows, store.count - firstRow);
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    this.decision.columns({ chunk, firstRow, from: known.rows, to }, known.certainty);
    this.decision.refresh();
    known.rows = to;
    return known.certainty[at] as number;
  }

  /** Whether a field of the packet alone fulfils a part of the filter; of parts that ask several fields, whether it is one of them. */
  private testOfNode(part: Leaf): (node: FieldNode) => boolean {
    const uses = [...new Set(usesOf(part))];
    const fields = uses.map((use) => this.filter.uses[use]?.field);
    const [only] = uses;
    const isPlain = uses.length === 1 && only !== undefined && isPlainUse(this.filter.uses[only]);
    if (!isPlain) return ({ field }) => fields.includes(field);
    const passes = predicateOf(part);
    return ({ field, value }) => {
      if (field !== fields[0]) return false;
      const own = fieldValue(value) ?? 1;
      return passes(this.filter.uses.map((_, use) => (use === only ? [own] : [])));
    };
  }
}

const isPlainUse = (use: Filter['uses'][number] | undefined): boolean =>
  use !== undefined && !use.raw && use.layers === null && use.field.type !== 'protocol';

/** The tests that a match fulfils: not those that are negated. */
function asked(test: TypedTest): Leaf[] {
  switch (test.kind) {
    case 'not':
      return [];
    case 'and':
    case 'or':
    case 'xor':
      return test.parts.flatMap(asked);
    default:
      return [test];
  }
}
