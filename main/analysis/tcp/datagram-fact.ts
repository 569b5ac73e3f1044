import { type PacketSummary, Transport } from '../packet-summary';
import type { PacketStore } from '../store/packet-store';
import { RowFlag } from '../store/schema';
import { exactNanoseconds } from './clock';
import { ConnectionWord } from './connection-record';
import { noConnection } from './connection-table';
import { RowTrail } from './row-trail';
import type { ConnectionTracker } from './tracker';
import { noRow } from './unacknowledged';

/** What a datagram means within its conversation; times in nanoseconds. */
export interface DatagramFact {
  /** udp.stream */
  readonly conversation: number;
  readonly fromServer: boolean;
  /** udp.time_relative; null for an error that quotes the datagram */
  readonly sinceFirst: bigint | null;
  /** udp.time_delta: since the datagram with data before it, as in tshark, or since the first; null like `sinceFirst` */
  readonly sincePrevious: bigint | null;
}

/** Conversations whose trail is kept. */
const mostTrails = 4096;

/** Tells of any row what its datagram means. For a packet in a tunnel over UDP it tells of the outermost datagram. */
export class DatagramFacts {
  private readonly trails = new Map<number, RowTrail>();

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {}

  /** @returns null for a row without a UDP datagram */
  at(row: number): DatagramFact | null {
    const { store, tracker } = this;
    const enclosing = tracker.enclosing.conversation(row);
    if (enclosing !== noConnection) return this.fact(row, enclosing, tracker.enclosing.previous(row) - 1);
    if (tracker.quoted.connection(row) !== noConnection && tracker.quoted.transport(row) === Transport.udp) {
      const conversation = tracker.quoted.connection(row);
      return { conversation, fromServer: false, sinceFirst: null, sincePrevious: null };
    }
    return store.has(row, RowFlag.udp) ? this.innermost(row) : null;
  }

  /**
   * Tells of a datagram that another carries.
   * @param summary has its addresses and ports
   */
  carried(row: number, summary: PacketSummary): DatagramFact | null {
    const { store, tracker } = this;
    const { addressFamily: family, addressBytes: bytes, sourceAt, destinationAt } = summary;
    const source = store.addresses.find(bytes.subarray(sourceAt), family);
    const destination = store.addresses.find(bytes.subarray(destinationAt), family);
    const conversation = tracker.udp.find(source, destination, summary.sourcePort, summary.destinationPort);
    if (conversation === noConnection) return null;
    if (store.has(row, RowFlag.udp) && store.get('stream', row) === conversation) return this.innermost(row);
    return { conversation, fromServer: false, sinceFirst: null, sincePrevious: null };
  }

  private innermost(row: number): DatagramFact {
    const conversation = this.store.get('stream', row);
    return this.fact(row, conversation, this.trail(conversation).before(row));
  }

  private fact(row: number, conversation: number, previous: number): DatagramFact {
    const { store, tracker } = this;
    const opener = tracker.udp.records.get(conversation, ConnectionWord.first);
    // An error that quotes a datagram is no packet of its conversation; a tunnel's datagram is.
    const first = tracker.quoted.has(opener) ? this.firstRow(conversation) : opener;
    return {
      conversation,
      fromServer: store.has(row, RowFlag.fromServer),
      sinceFirst: exactNanoseconds(store, first, row),
      sincePrevious: exactNanoseconds(store, previous === noRow ? first : previous, row),
    };
  }

  /** Where a tunnel's datagram or an error opened the conversation, its own datagrams begin later. */
  private firstRow(conversation: number): number {
    const { tracker } = this;
    return tracker.firstDatagrams.get(conversation) ?? tracker.udp.records.get(conversation, ConnectionWord.first);
  }

  private trail(conversation: number): RowTrail {
    let trail = this.trails.get(conversation);
    if (trail === undefined) {
      trail = new RowTrail(this.store, this.firstRow(conversation));
      if (this.trails.size >= mostTrails) this.trails.clear();
      this.trails.set(conversation, trail);
    }
    return trail;
  }
}
