import type { SocketNote } from '../../files/connection-note';
import { keyOf } from './note-key';

/** The kernel may pass over a socket while it lists thousands that come and go: one that is gone is so twice. */
const timesMissed = 2;

/** Notices which sockets the kernel no longer has: what it said of them last is not so any more. */
export class Departures {
  /** Sockets that were there, each with how often it has been missing since. */
  private readonly seen = new Map<string, { readonly note: SocketNote; missed: number }>();

  /** @returns a note in the state `CLOSED` (RFC 9293 §3.3.2: no connection at all) for each that is gone since */
  since(present: readonly SocketNote[]): readonly SocketNote[] {
    const gone: SocketNote[] = [];
    const keys = new Set<string>();
    for (const note of present) {
      const key = keyOf(note);
      keys.add(key);
      this.seen.set(key, { note, missed: 0 });
    }
    for (const [key, known] of this.seen) {
      if (keys.has(key) || ++known.missed < timesMissed) continue;
      this.seen.delete(key);
      gone.push({ ...known.note, state: 'CLOSED', receiveQueue: 0, sendQueue: 0, values: {} });
    }
    return gone;
  }
}
