import type { PacketStore } from '../store/packet-store';
import { RowFlag } from '../store/schema';
import { elapsedNanoseconds } from './clock';
import { ConnectionReplay } from './connection-replay';
import { type SegmentFact, segmentFact } from './segment-fact';
import type { ConnectionTracker } from './tracker';

/** Tells of any row what its segment means. Works it out by replaying the connection. */
export class SegmentFacts {
  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {}

  /** For a reader that goes through many rows in ascending order: each connection is replayed once. */
  sweep(): SegmentSweep {
    return new SegmentSweep(this.store, this.tracker);
  }

  datagram(row: number): any {
    const { store } = this;
    if (!store.has(row, RowFlag.udp)) return null;
    const conversation = store.get('stream', row);
    const first = this.tracker.udp.records.get(conversation, 3);
    let previous = first;
    for (let at = first; at < row && at !== row; at = store.get('nextInStream', at)) previous = at;
    return {
      conversation,
      sinceFirst: elapsedNanoseconds(store, first, row),
      sincePrevious: elapsedNanoseconds(store, previous, row),
    };
  }
}

/** Facts of rows in ascending order. */
export class SegmentSweep {
  private readonly replays = new Map<number, ConnectionReplay>();

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {}

  /** @returns null for a row that is no TCP segment */
  at(row: number): SegmentFact | null {
    const { store } = this;
    if (!store.has(row, RowFlag.tcp)) return null;
    const connection = store.get('stream', row);
    let replay = this.replays.get(connection);
    if (replay === undefined) {
      replay = new ConnectionReplay(store, this.tracker, connection);
      this.replays.set(connection, replay);
    }
    while (replay.row < row && replay.step());
    if (replay.atEnd) this.replays.delete(connection);
    return replay.row === row ? segmentFact(store, replay) : null;
  }
}
