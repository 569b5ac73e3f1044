import type { PacketStore } from '../store/packet-store';
import { RowFlag } from '../store/schema';
import { ConnectionReplay } from './connection-replay';
import { SegmentFact } from './segment-fact';
import type { ConnectionTracker } from './tracker';

/** A replay of a connection that stands before a row, where there is one already. */
export type ReplayBefore = (connection: number, row: number) => ConnectionReplay | null;

/** Tells of many rows, asked in ascending order, what their segments mean: each connection is replayed once. */
export class SegmentSweep {
  /** The connections that are open at this place of the capture. */
  private readonly replays = new Map<number, ConnectionReplay>();
  /** The one that came to its end last: it goes on where the capture grows. */
  private ended: ConnectionReplay | null = null;

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
    private readonly before: ReplayBefore = () => null,
  ) {}

  /** @returns null for a row that is no TCP segment */
  at(row: number): SegmentFact | null {
    const { store } = this;
    if (!store.has(row, RowFlag.tcp)) return null;
    const connection = store.get('stream', row);
    const known = this.replays.get(connection);
    const replay =
      known ??
      this.endedOf(connection, row) ??
      this.before(connection, row) ??
      new ConnectionReplay(store, this.tracker, connection);
    if (known === undefined) this.replays.set(connection, replay);
    while (replay.row < row && replay.step());
    const fact = replay.row === row ? new SegmentFact(store, replay) : null;
    if (replay.atEnd) {
      this.replays.delete(connection);
      this.ended = replay;
    }
    return fact;
  }

  private endedOf(connection: number, row: number): ConnectionReplay | null {
    const { ended } = this;
    return ended !== null && ended.connection === connection && ended.row <= row ? ended : null;
  }
}
