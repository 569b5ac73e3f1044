import type { PacketStore } from '../store/packet-store';
import { RowFlag } from '../store/schema';
import { ConnectionReplay } from './connection-replay';
import { SegmentFact } from './segment-fact';
import type { ConnectionTracker } from './tracker';

/** Tells of many rows, asked in ascending order, what their segments mean: each connection is replayed once. */
export class SegmentSweep {
  /** The connections that are open at this place of the capture. */
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
    const known = this.replays.get(connection);
    const replay = known ?? new ConnectionReplay(store, this.tracker, connection);
    if (known === undefined) this.replays.set(connection, replay);
    while (replay.row < row && replay.step());
    const fact = replay.row === row ? new SegmentFact(store, replay) : null;
    if (replay.atEnd) this.replays.delete(connection);
    return fact;
  }
}
