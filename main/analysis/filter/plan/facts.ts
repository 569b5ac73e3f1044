import type { Registry } from '../../registry';
import type { PacketStore } from '../../store/packet-store';
import { LayerKnowledge } from './layer-knowledge';
import { StreamCandidates } from './stream-candidates';

/** What a plan may ask of the capture beyond the store's columns. Rows count from 0. */
export interface CaptureNotes {
  readonly marked: ReadonlySet<number>;
  readonly comments: ReadonlyMap<number, readonly string[]>;
  /** The file says on which interface each frame was captured. */
  readonly numbersInterfaces: boolean;
}

/** Everything that plans over one capture share. */
export class CaptureFacts {
  readonly knowledge: LayerKnowledge;
  readonly candidates: StreamCandidates;

  constructor(
    readonly registry: Registry,
    readonly store: PacketStore,
    readonly notes: CaptureNotes,
  ) {
    this.knowledge = new LayerKnowledge(registry, store);
    this.candidates = new StreamCandidates(registry, store);
  }
}
