import type { PacketStore } from '../store/packet-store';
import { RowFlag } from '../store/schema';
import { ConnectionReplay } from './connection-replay';
import { SegmentFact } from './segment-fact';
import type { ConnectionTracker } from './tracker';
import { noRow } from './unacknowledged';

/** Segments between two checkpoints: replayed in a few milliseconds. */
const checkpointSegments = 8192;
const mostConnections = 32;
/** Segments that wait for an acknowledgment in all checkpoints of all connections: about 20 bytes each. */
const mostWaiting = 2_000_000;

/** A connection's replay where it stands, and copies that it left behind on its way. */
interface Replayed {
  cursor: ConnectionReplay;
  /** In ascending order of rows. */
  readonly checkpoints: ConnectionReplay[];
  sinceCheckpoint: number;
}

/**
 * Tells of any row what its segment means, in any order: for a packet that is looked at. The first question about a connection
 * replays it from its beginning, later ones from the nearest checkpoint. Readers of many rows take a `SegmentSweep`.
 */
export class SegmentFacts {
  /** The connections asked for last, the oldest first. */
  private readonly replayed = new Map<number, Replayed>();
  private waiting = 0;

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {}

  /** @returns null for a row that is no TCP segment */
  at(row: number): SegmentFact | null {
    const { store } = this;
    if (!store.has(row, RowFlag.tcp)) return null;
    const replayed = this.take(store.get('stream', row));
    this.goTo(replayed, row);
    return replayed.cursor.row === row ? new SegmentFact(store, replayed.cursor) : null;
  }

  /** A replay that stands before a row, as near as one is known without replaying more; null where none is. */
  before(connection: number, row: number): ConnectionReplay | null {
    const replayed = this.replayed.get(connection);
    if (replayed === undefined) return null;
    const checkpoint = lastBefore(replayed.checkpoints, row);
    const { cursor } = replayed;
    const isNearer = cursor.row !== noRow && cursor.row < row && cursor.row > (checkpoint?.row ?? noRow);
    return (isNearer ? cursor : checkpoint)?.copy() ?? null;
  }

  private take(connection: number): Replayed {
    const known = this.replayed.get(connection);
    const replayed = known ?? {
      cursor: new ConnectionReplay(this.store, this.tracker, connection),
      checkpoints: [],
      sinceCheckpoint: 0,
    };
    this.replayed.delete(connection);
    this.replayed.set(connection, replayed);
    if (this.replayed.size > mostConnections) {
      for (const oldest of this.replayed.keys()) {
        this.forget(oldest);
        break;
      }
    }
    return replayed;
  }

  private forget(connection: number): void {
    for (const each of this.replayed.get(connection)?.checkpoints ?? []) this.waiting -= each.details.waiting;
    this.replayed.delete(connection);
  }

  private goTo(replayed: Replayed, row: number): void {
    const checkpoint = lastBefore(replayed.checkpoints, row);
    const { cursor } = replayed;
    if (cursor.row > row || (checkpoint !== null && checkpoint.row > cursor.row)) {
      replayed.cursor = checkpoint?.copy() ?? new ConnectionReplay(this.store, this.tracker, cursor.connection);
      replayed.sinceCheckpoint = 0;
    }
    while (replayed.cursor.row < row && replayed.cursor.step()) this.leaveCheckpoint(replayed);
  }

  private leaveCheckpoint(replayed: Replayed): void {
    const { cursor, checkpoints } = replayed;
    const last = checkpoints[checkpoints.length - 1];
    if (last !== undefined && cursor.row <= last.row) return;
    // A copy costs as much as waits for acknowledgment: then the next is further off.
    const { waiting } = cursor.details;
    if (++replayed.sinceCheckpoint < Math.max(checkpointSegments, waiting >> 1)) return;
    replayed.sinceCheckpoint = 0;
    if (this.waiting + waiting > mostWaiting) return;
    this.waiting += waiting;
    checkpoints.push(cursor.copy());
  }
}

/** The last replay that stands before a row: at the row itself a copy would not know what its segment was found to be. */
function lastBefore(checkpoints: readonly ConnectionReplay[], row: number): ConnectionReplay | null {
  let low = 0;
  let high = checkpoints.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((checkpoints[middle] as ConnectionReplay).row < row) low = middle + 1;
    else high = middle;
  }
  return checkpoints[low - 1] ?? null;
}
