import type { MachineFact, MachineFacts, ProcessOfEnd, Side, SocketView } from '../../analysis/dissection-context';
import { firstIndex } from '../../analysis/first-index';
import type { PacketStore } from '../../analysis/store/packet-store';
import { RowFlag } from '../../analysis/store/schema';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { ConnectionTracker } from '../../analysis/tcp/tracker';
import type { ConnectionNote, NotedEndpoint, ProcessNote, SocketNote } from '../../files/connection-note';
import { InferredFigures } from './inferred-figures';
import { InferredStates } from './inferred-states';

type Transport = 'tcp' | 'udp';
type ProcessAt = ProcessNote & Pick<ConnectionNote, 'time'>;
type SocketAt = SocketNote & Pick<ConnectionNote, 'time'>;

const none: readonly ProcessOfEnd[] = [];
const billion = 1_000_000_000n;
/** A sample is taken after the connection was there, up to so much later. */
const samplingNanoseconds = 3n * billion;

/**
 * Finds what was noted of connections while they were captured: whose they are, and what the kernel said of them. Notes name
 * addresses and ports; they are looked up once a connection, not once a packet.
 */
export class NotedConnections implements MachineFacts {
  private readonly processNotes = new Map<string, ProcessAt[]>();
  private readonly socketNotes = new Map<string, SocketAt[]>();
  /** Addresses that the capturing machine itself has. */
  private readonly own = new Set<string>(['127.0.0.1', '::1']);
  private taken = 0;
  /** By transport and number of the connection. */
  private found: Readonly<Record<Transport, (readonly ProcessOfEnd[] | undefined)[]>> = { tcp: [], udp: [] };
  private processCount = 0;
  /** How many of them the last call of `learned` knew. */
  private told = 0;
  private readonly states: InferredStates;
  private readonly figures: InferredFigures;
  /** Of samples that were looked at, with the last row of their connection then. */
  private readonly views = new WeakMap<SocketAt, { readonly lastRow: number; readonly view: SocketView }>();

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
    /** Grows while the file does. */
    private readonly notes: readonly ConnectionNote[],
  ) {
    this.states = new InferredStates(store, tracker);
    this.figures = new InferredFigures(store, tracker);
  }

  at(row: number): MachineFact | null {
    const transport = this.transportOf(row);
    if (transport === null) return null;
    const processes = this.processes(row);
    const sockets = transport === 'tcp' ? this.sockets(row) : [];
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
        append(this.processNotes, keyOf(note.transport, note.local, note.remote), note);
      } else append(this.socketNotes, keyOf('tcp', note.local, note.remote), note);
    }
    if (this.processCount > before) this.found = { tcp: [], udp: [] };
  }

  private look(transport: Transport, connection: number): readonly ProcessOfEnd[] {
    const { client, server } = this.ends(transport, connection);
    const last = this.lastTime(transport, connection);
    const processes: ProcessOfEnd[] = [];
    for (const [side, local, remote] of sides(client, server)) {
      const note = this.processNote(transport, local, remote, last);
      if (note === null) continue;
      const { process: name, pid } = note;
      // A datagram socket without a far end has all its conversations; one that listens only begins them.
      processes.push({ side, name, pid, isInferred: transport === 'tcp' && note.remote === null });
    }
    return processes.length === 0 ? none : processes;
  }

  /** A socket between just these ends, else one that takes packets from anyone: at this address, or at all of the machine's. */
  private processNote(
    transport: Transport,
    local: NotedEndpoint,
    remote: NotedEndpoint,
    last: bigint,
  ): ProcessAt | null {
    const exact = this.processNotes.get(keyOf(transport, local, remote));
    const listening = this.processNotes.get(keyOf(transport, local, null));
    const anywhere = this.own.has(local.address)
      ? this.processNotes.get(keyOf(transport, { address: '', port: local.port }, null))
      : undefined;
    for (const notes of [exact, listening, anywhere]) {
      const note = notes && latest(notes, last + samplingNanoseconds);
      if (note) return note;
    }
    return null;
  }

  private sockets(row: number): readonly SocketView[] {
    this.takeUp();
    if (this.socketNotes.size === 0) return [];
    const connection = this.store.get('stream', row);
    const { client, server } = this.ends('tcp', connection);
    const time = this.store.time(row);
    return sides(client, server).flatMap(([side, local, remote]) => {
      const notes = this.socketNotes.get(keyOf('tcp', local, remote));
      const note = notes && latest(notes, time);
      return note && this.isOf(note, connection) ? [this.view(note, side, connection)] : [];
    });
  }

  /** Whether a note is on this connection and not on an earlier or later one between the same ends. */
  private isOf(note: SocketAt, connection: number): boolean {
    const first = this.store.time(this.tracker.tcp.records.get(connection, ConnectionWord.first));
    const time = timeOf(note);
    return time >= first && time <= this.lastTime('tcp', connection) + 60n * billion;
  }

  private view(note: SocketAt, side: Side, connection: number): SocketView {
    const lastRow = this.tracker.tcp.records.get(connection, ConnectionWord.last);
    const known = this.views.get(note);
    if (known?.lastRow === lastRow) return known.view;
    const { state, receiveQueue, sendQueue, values } = note;
    const time = timeOf(note);
    const figures = this.figures.against(note, side, connection, time);
    const against = this.states.against(state, side, connection, time);
    const view = { side, time, state, receiveQueue, sendQueue, values, figures, ...against };
    this.views.set(note, { lastRow, view });
    return view;
  }

  private ends(transport: Transport, connection: number) {
    const { records } = this.tracker[transport];
    const { addresses } = this.store;
    const ports = records.get(connection, ConnectionWord.ports);
    return {
      client: { address: addresses.text(records.get(connection, ConnectionWord.clientAddress)), port: ports >>> 16 },
      server: { address: addresses.text(records.get(connection, ConnectionWord.serverAddress)), port: ports & 0xffff },
    };
  }

  private lastTime(transport: Transport, connection: number): bigint {
    return this.store.time(this.tracker[transport].records.get(connection, ConnectionWord.last));
  }
}

const sides = (client: NotedEndpoint, server: NotedEndpoint) =>
  [
    ['client', client, server],
    ['server', server, client],
  ] as const;

function keyOf(transport: Transport, local: NotedEndpoint, remote: NotedEndpoint | null): string {
  const near = `${transport} ${local.address} ${local.port}`;
  return remote === null || remote.port === 0 ? near : `${near} ${remote.address} ${remote.port}`;
}

function append<Note>(map: Map<string, Note[]>, key: string, note: Note): void {
  const notes = map.get(key);
  if (notes === undefined) map.set(key, [note]);
  else notes.push(note);
}

const timeOf = ({ time }: Pick<ConnectionNote, 'time'>): bigint =>
  time === null ? 0n : BigInt(time.seconds) * billion + BigInt(time.nanoseconds);

/** The last note until then; else the first after it. Notes come in the order of their times. */
function latest<Note extends Pick<ConnectionNote, 'time'>>(notes: readonly Note[], until: bigint): Note | null {
  return notes[Math.max(0, firstIndex(notes.length, (index) => timeOf(notes[index] as Note) > until) - 1)] ?? null;
}
