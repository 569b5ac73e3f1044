import type { Protocol } from '../../protocol';
import type { PacketStore } from '../../store/packet-store';
import { chunkMask, chunkShift, payloadElsewhere } from '../../store/schema';
import type { CarriedData } from '../../transport/carried-data';
import { Certainty } from '../plan/certainty';
import type { LayerKnowledge } from '../plan/layer-knowledge';
import type { FieldUse } from '../typing/typed-test';

/** Transports with data beside which a packet's one header must be no other. */
const transports = ['tcp', 'udp', 'udplite', 'sctp', 'dccp'] as const;

/**
 * Where the fields of a filter stand, that only TCP and UDP carry: packets need not be read for their headers then. Tells it from
 * the columns, row by row.
 */
export class CarriedFields {
  private readonly overTcp: () => Uint8Array;
  private readonly overUdp: () => Uint8Array;

  private constructor(
    private readonly store: PacketStore,
    knowledge: LayerKnowledge,
  ) {
    this.overTcp = knowledge.single('tcp', transports);
    this.overUdp = knowledge.single('udp', transports);
  }

  /** @returns null where a field of the filter may stand elsewhere */
  static of(uses: readonly FieldUse[], store: PacketStore, knowledge: LayerKnowledge): CarriedFields | null {
    const owners = uses.flatMap(({ field }) => knowledge.ownersOf(field));
    const isCarried = uses.every(({ field }) => knowledge.ownersOf(field).length > 0) && owners.every(isOfPorts);
    return isCarried ? new CarriedFields(store, knowledge) : null;
  }

  /** @returns null where the packet must be read from its first header on */
  at(row: number): CarriedData | null {
    const { store } = this;
    const chunk = store.chunks[row >>> chunkShift] as (typeof store.chunks)[number];
    const at = row & chunkMask;
    const chain = chunk.layers[at] as number;
    const isTcp = this.overTcp()[chain] === Certainty.yes;
    const start = chunk.payloadStart[at] as number;
    if (start === payloadElsewhere || (!isTcp && this.overUdp()[chain] !== Certainty.yes)) return null;
    return {
      transport: isTcp ? 'tcp' : 'udp',
      sourcePort: chunk.sourcePort[at] as number,
      destinationPort: chunk.destinationPort[at] as number,
      sequence: chunk.sequence[at] as number,
      tcpFlags: chunk.tcpFlags[at] as number,
      start,
      length: chunk.payloadLength[at] as number,
    };
  }
}

/** A protocol that nothing leads to but a port of TCP or UDP, or what its messages look like. */
const isOfPorts = ({ registrations = [], recognize }: Protocol): boolean =>
  registrations.length + (recognize === undefined ? 0 : 1) > 0 &&
  registrations.every(({ table }) => table === 'tcp.port' || table === 'udp.port');
