import type { ConnectionFacts } from '../dissection-context';
import type { PacketSummary } from '../packet-summary';
import type { PacketStore } from '../store/packet-store';
import { type DatagramFact, DatagramFacts } from './datagram-fact';
import { type QuoteFact, QuoteFacts } from './quote-facts';
import type { SegmentFact } from './segment-fact';
import { SegmentFacts } from './segment-facts';
import { SegmentSweep } from './segment-sweep';
import type { ConnectionTracker } from './tracker';

/** Rows asked for one after the other, before they count as a sweep through the capture. */
const sweepAfter = 64;

/**
 * What tracking tells of any frame. Who asks for frames in ascending order, to print or filter them all, is answered from a
 * sweep that goes along; who jumps about, from replays with checkpoints.
 */
export class ConnectionKnowledge implements ConnectionFacts {
  private readonly facts: SegmentFacts;
  private readonly datagrams: DatagramFacts;
  private readonly quotes: QuoteFacts;
  private sweep: SegmentSweep | null = null;
  private lastRow = -1;
  private ascending = 0;
  private lastFact: SegmentFact | null = null;

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {
    this.facts = new SegmentFacts(store, tracker);
    this.datagrams = new DatagramFacts(store, tracker);
    this.quotes = new QuoteFacts(store, tracker);
  }

  segment(frame: number): SegmentFact | null {
    const row = frame - 1;
    if (row === this.lastRow) return this.lastFact;
    const goesOn = row > this.lastRow;
    this.ascending = goesOn ? this.ascending + 1 : 0;
    if (!goesOn) this.sweep = null;
    this.lastRow = row;
    if (this.sweep === null && this.ascending >= sweepAfter) this.sweep = this.beginSweep();
    this.lastFact = this.sweep === null ? this.facts.at(row) : this.sweep.at(row);
    return this.lastFact;
  }

  /** The end of a long connection is asked for again and again while it grows. */
  private beginSweep(): SegmentSweep {
    return new SegmentSweep(this.store, this.tracker, (connection, row) => this.facts.before(connection, row));
  }

  datagram(frame: number): DatagramFact | null {
    return this.datagrams.at(frame - 1);
  }

  carriedDatagram(frame: number, summary: PacketSummary): DatagramFact | null {
    return this.datagrams.carried(frame - 1, summary);
  }

  quoted(frame: number): number {
    return this.tracker.quoted.connection(frame - 1);
  }

  quote(frame: number): QuoteFact | null {
    return this.quotes.at(frame - 1);
  }
}
