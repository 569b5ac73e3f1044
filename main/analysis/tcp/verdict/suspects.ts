import { ConnectionWord, EndWord, StateBit } from '../connection-record';
import type { RecordTable } from '../record-table';

/** The connections in which anything may want a verdict of ours, as the follower finds them: see `isNewSuspect` of the assembly. */
export class Suspects {
  /** Connections that have become suspect or gained segments since `take`. */
  private changed: number[] = [];

  constructor(private readonly records: RecordTable) {}

  /** Adds the first `count` of the connections. */
  add(connections: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) this.changed.push(connections[i] as number);
  }

  /** The suspects that have changed since the last call. */
  take(): number[] {
    const { changed, records } = this;
    for (const connection of changed) {
      const word = ConnectionWord.clientEnd + EndWord.state;
      records.set(connection, word, records.get(connection, word) & ~StateBit.listed);
    }
    this.changed = [];
    return changed;
  }
}
