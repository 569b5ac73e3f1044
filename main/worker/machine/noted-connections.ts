import type { MachineFact, MachineFacts, ProcessOfEnd, Side, SocketView } from '../../analysis/dissection-context';
import { firstIndex } from '../../analysis/first-index';
import type { Pause } from '../../analysis/in-stretches';
import type { PacketStore } from '../../analysis/store/packet-store';
import { RowFlag } from '../../analysis/store/schema';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { ConnectionTracker } from '../../analysis/tcp/tracker';
import type { ConnectionNote, NotedEndpoint, ProcessNote, SocketNote } from '../../files/connection-note';
import { type ConnectionEnds, type Noted, noteKey, sidesOf, type Transport, timeOfNote } from './connection-key';
import { vagueNanoseconds } from './inferred-states';
import { KernelSamples } from './kernel-samples';

type ProcessAt = Noted<ProcessNote>;

const none: readonly ProcessOfEnd[] = [];
const billion = 1_000_000_000n;
const endOfTime = 1n << 63n;
/** A sample is taken after the connection was there, up to so much later. */
const samplingNanoseconds = 3n * billion;

/**
 * Finds what was noted of connections while they were captured: whose they are, and what the kernel said of them. Notes name
 * addresses and ports; they are looked up once a connection, not once a packet.
 */
export class NotedConnections implements MachineFacts {
  private readonly processNotes = new Map<string, ProcessAt[]>();
  private readonly samples: KernelSamples;
  /** Addresses that the capturing machine itself has. */
  private readonly own = new Set<string>(['127.0.0.1', '::1']);
  private taken = 0;
  /** By transport and number of the connection. */
  private found: Readonly<Record<Transport, (readonly ProcessOfEnd[] | undefined)[]>> = { tcp: [], udp: [] };
  private processCount = 0;
  /** How many of them the last call of `learned` knew. */
  private told = 0;

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
    /** Grows while the file does. */
    private readonly notes: readonly ConnectionNote[],
  ) {
    this.samples = new KernelSamples(store, tracker);
  }

  at(row: number): MachineFact | null {
    const transport = this.transportOf(row);
    if (transport === null) return null;
    const processes = this.processes(row);
    const sockets = transport === 'tcp' ? this.kernelNear(this.store.get('stream', row), this.store.time(row)) : [];
    return processes.length + sockets.length === 0 ? null : { processes, sockets };
  }

  processes(row: number): readonly ProcessOfEnd[] {
    this.takeUp();
    if (this.processCount === 0) return none;
    const transport = this.transportOf(row);
    return transport === null ? none : this.processesOf(transport, this.store.get('stream', row));
  }

  /** Whose a connection is: `tcp.stream` or `udp.stream`. */
  processesOf(transport: Transport, connection: number): readonly ProcessOfEnd[] {
    this.takeUp();
    if (this.processCount === 0) return none;
    const found = this.found[transport];
    let known = found[connection];
    if (known === undefined) {
      known = this.look(transport, connection);
      found[connection] = known;
    }
    return known;
  }

  /** Whose a TCP socket that listens is: `nginx (7)`; empty where that was not noted. */
  processListening(local: NotedEndpoint): string {
    this.takeUp();
    const note = this.openNotes('tcp', local)?.at(-1);
    return note === undefined ? '' : `${note.process} (${note.pid})`;
  }

  /** Whether the kernel was asked while it was captured. */
  get knowsKernel(): boolean {
    this.takeUp();
    return !this.samples.isEmpty;
  }

  /** What the kernel said of the ends of a TCP connection: last until a time, or else first after it. */
  kernelNear(connection: number, time: bigint): readonly SocketView[] {
    return this.knowsKernel ? this.samples.near(connection, this.ends('tcp', connection), time) : [];
  }

  /** What the kernel said last of the ends of a TCP connection. */
  kernelLast(connection: number): readonly SocketView[] {
    return this.kernelNear(connection, endOfTime);
  }

  /** Makes that `kernelNear` answers at once; without a time that `kernelLast` does. */
  async prepareKernel(connection: number, pause: Pause, time = endOfTime): Promise<void> {
    if (this.knowsKernel) await this.samples.prepare(connection, this.ends('tcp', connection), time, pause);
  }

  /** Makes that `at` answers at once. */
  async prepareAt(row: number, pause: Pause): Promise<void> {
    if (this.transportOf(row) !== 'tcp') return;
    await this.prepareKernel(this.store.get('stream', row), pause, this.store.time(row));
  }

  /** All that the kernel said of both ends of a TCP connection, in order; null where other work may be done first. */
  *kernelHistory(connection: number): Generator<SocketView | null> {
    if (this.knowsKernel) yield* this.samples.all(connection, this.ends('tcp', connection));
  }

  /** What the kernel said of a TCP socket that listens. */
  kernelOfListener(local: NotedEndpoint, time: bigint): Noted<SocketNote> | null {
    return this.knowsKernel ? this.samples.listener(local, time) : null;
  }

  /** Whether processes were noted since the last call: what was said of earlier packets may have become another. */
  learned(): boolean {
    this.takeUp();
    const isNew = this.processCount > this.told;
    this.told = this.processCount;
    return isNew;
  }

  private transportOf(row: number): Transport | null {
    const { store } = this;
    if (this.notes.length === 0 || store.get('stream', row) < 0) return null;
    if (store.has(row, RowFlag.tcp)) return 'tcp';
    return store.has(row, RowFlag.udp) ? 'udp' : null;
  }

  private takeUp(): void {
    if (this.taken === this.notes.length) return;
    const before = this.processCount;
    for (; this.taken < this.notes.length; this.taken++) {
      const note = this.notes[this.taken] as ConnectionNote;
      if (note.local.address !== '') this.own.add(note.local.address);
      if (note.kind === 'process') {
        this.processCount++;
        append(this.processNotes, noteKey(note.transport, note.local, note.remote), note);
      } else this.samples.add(note);
    }
    if (this.processCount > before) this.found = { tcp: [], udp: [] };
  }

  private look(transport: Transport, connection: number): readonly ProcessOfEnd[] {
    const ends = this.ends(transport, connection);
    const last = this.timeAt(transport, connection, ConnectionWord.last);
    const processes: ProcessOfEnd[] = [];
    for (const [side, local, remote] of sidesOf(ends)) {
      const note = this.exactNote(transport, connection, local, remote) ?? this.openNote(transport, side, local, last);
      if (note === null) continue;
      const { process: name, pid } = note;
      // A datagram socket without a far end has all its conversations; one that listens only begins them.
      processes.push({ side, name, pid, isInferred: transport === 'tcp' && note.remote === null });
    }
    return processes.length === 0 ? none : processes;
  }

  /** A socket between just these ends; one that was there before had another connection. */
  private exactNote(
    transport: Transport,
    connection: number,
    local: NotedEndpoint,
    remote: NotedEndpoint,
  ): ProcessAt | null {
    const first = this.timeAt(transport, connection, ConnectionWord.first);
    const last = this.timeAt(transport, connection, ConnectionWord.last);
    const notes = this.processNotes.get(noteKey(transport, local, remote)) ?? [];
    const own = notes.filter((note) => timeOfNote(note) >= first - vagueNanoseconds);
    return latest(own, last + samplingNanoseconds);
  }

  /** A socket that takes packets from anyone; of a TCP connection only its server can have had one. */
  private openNote(transport: Transport, side: Side, local: NotedEndpoint, last: bigint): ProcessAt | null {
    if (transport === 'tcp' && side === 'client') return null;
    const notes = this.openNotes(transport, local);
    return notes === undefined ? null : latest(notes, last + samplingNanoseconds);
  }

  /** At this address, or at all of the machine's. */
  private openNotes(transport: Transport, local: NotedEndpoint): readonly ProcessAt[] | undefined {
    const here = this.processNotes.get(noteKey(transport, local, null));
    if (here !== undefined || !this.own.has(local.address)) return here;
    return this.processNotes.get(noteKey(transport, { address: '', port: local.port }, null));
  }

  private ends(transport: Transport, connection: number): ConnectionEnds {
    const { records } = this.tracker[transport];
    const { addresses } = this.store;
    const ports = records.get(connection, ConnectionWord.ports);
    return {
      client: { address: addresses.text(records.get(connection, ConnectionWord.clientAddress)), port: ports >>> 16 },
      server: { address: addresses.text(records.get(connection, ConnectionWord.serverAddress)), port: ports & 0xffff },
    };
  }

  /** Of the connection's first or last packet. */
  private timeAt(transport: Transport, connection: number, word: number): bigint {
    return this.store.time(this.tracker[transport].records.get(connection, word));
  }
}

function append<Note>(map: Map<string, Note[]>, key: string, note: Note): void {
  const notes = map.get(key);
  if (notes === undefined) map.set(key, [note]);
  else notes.push(note);
}

/** The last note until then; else the first after it. Notes come in the order of their times. */
function latest<Note extends Pick<ConnectionNote, 'time'>>(notes: readonly Note[], until: bigint): Note | null {
  return notes[Math.max(0, firstIndex(notes.length, (index) => timeOfNote(notes[index] as Note) > until) - 1)] ?? null;
}
