import type { MachineFacts } from '../../dissection-context';
import type { Registry } from '../../registry';
import type { PacketStore } from '../../store/packet-store';
import type { RecordTable } from '../../tcp/record-table';
import { LayerKnowledge } from './layer-knowledge';
import { RelativeNumbers } from './sequence-columns';
import { StreamCandidates } from './stream-candidates';

/** What a plan may ask of the capture beyond the store's columns. Rows count from 0. */
export interface CaptureNotes {
  readonly marked: ReadonlySet<number>;
  readonly comments: ReadonlyMap<number, readonly string[]>;
  /** Number of an interface of the store in its section, -1 for none; null where the file numbers none. */
  readonly interfaceNumbers: { of(index: number): number } | null;
  /** Which processes of the capturing machine had the connections; null where nothing was noted. */
  readonly machine: Pick<MachineFacts, 'processes'> | null;
}

/** Everything that plans over one capture share. */
export class CaptureFacts {
  readonly knowledge: LayerKnowledge;
  readonly candidates: StreamCandidates;

  constructor(
    readonly registry: Registry,
    readonly store: PacketStore,
    readonly notes: CaptureNotes,
    /** The records of the TCP connections. */
    readonly connections: RecordTable,
  ) {
    this.knowledge = new LayerKnowledge(registry, store);
    this.candidates = new StreamCandidates(registry, store, connections);
  }
}

/** The same, with what one plan keeps while it goes through the rows. */
export interface PlanFacts extends CaptureFacts {
  readonly relativeNumbers: RelativeNumbers;
  /** The domain of address columns: one function, so that fields of one domain are known by it. */
  readonly addressCount: () => number;
}

export const planFacts = (facts: CaptureFacts): PlanFacts => ({
  registry: facts.registry,
  store: facts.store,
  notes: facts.notes,
  connections: facts.connections,
  knowledge: facts.knowledge,
  candidates: facts.candidates,
  relativeNumbers: new RelativeNumbers(facts.store, facts.connections),
  addressCount: () => facts.store.addresses.count,
});
