import type { Side, SocketView } from '../../analysis/dissection-context';
import { firstIndex } from '../../analysis/first-index';
import type { Pause } from '../../analysis/in-stretches';
import type { PacketStore } from '../../analysis/store/packet-store';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { ConnectionTracker } from '../../analysis/tcp/tracker';
import type { NotedEndpoint, SocketNote } from '../../files/connection-note';
import { type ConnectionEnds, type Noted, noteKey, sidesOf, timeOfNote } from './connection-key';
import { InferredFigures } from './inferred-figures';
import { InferredStates, vagueNanoseconds } from './inferred-states';

type SocketAt = Noted<SocketNote>;

interface Viewed {
  readonly lastRow: number;
  readonly isSettled: boolean;
  readonly view: SocketView;
}

const preparingMilliseconds = 10;

/** What the kernel said of sockets while they were captured, each sample held against the packets of its moment. */
export class KernelSamples {
  private readonly notes = new Map<string, SocketAt[]>();
  private readonly states: InferredStates;
  private readonly figures: InferredFigures;
  /** Of samples that were looked at, with the last row of their connection then. */
  private readonly views = new WeakMap<SocketAt, Viewed>();

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {
    this.states = new InferredStates(store, tracker);
    this.figures = new InferredFigures(store, tracker);
  }

  get isEmpty(): boolean {
    return this.notes.size === 0;
  }

  add(note: SocketAt): void {
    const key = noteKey('tcp', note.local, note.remote);
    const notes = this.notes.get(key);
    if (notes === undefined) this.notes.set(key, [note]);
    else notes.push(note);
  }

  /** Of each end that is the machine's own, the last sample until a time, or else the first after it. */
  near(connection: number, ends: ConnectionEnds, time: bigint): readonly SocketView[] {
    return sidesOf(ends).flatMap(([side]) => this.nearOf(connection, ends, side, time) ?? []);
  }

  nearOf(connection: number, ends: ConnectionEnds, side: Side, time: bigint): SocketView | null {
    const note = nearest(this.notesOf(connection, ends, side), time);
    return note === null ? null : this.view(note, side, connection);
  }

  /** Makes that `near` answers at once, however long the connection is. */
  async prepare(connection: number, ends: ConnectionEnds, time: bigint, pause: Pause): Promise<void> {
    const notes = sidesOf(ends).flatMap(([side]) => {
      const note = nearest(this.notesOf(connection, ends, side), time);
      return note === null ? [] : [{ side, note }];
    });
    for (const each of this.viewed(notes, connection)) if (each === null) await pause();
  }

  /** All samples of both ends, in the order of their times; null where other work may be done first. */
  all(connection: number, ends: ConnectionEnds): Generator<SocketView | null> {
    const notes = sidesOf(ends).flatMap(([side]) =>
      this.notesOf(connection, ends, side).map((note) => ({ side, note })),
    );
    return this.viewed(notes, connection);
  }

  private *viewed(
    notes: readonly { readonly side: Side; readonly note: SocketAt }[],
    connection: number,
  ): Generator<SocketView | null> {
    const ordered = notes.toSorted((one, other) => Number(timeOfNote(one.note) - timeOfNote(other.note)));
    for (const { side, note } of ordered) {
      const time = timeOfNote(note);
      if (!this.known(note, connection)) {
        while (!this.figures.prepare(note, connection, time, preparingMilliseconds)) yield null;
      }
      yield this.view(note, side, connection);
    }
  }

  /** What was said once is not looked at again: another row may only tell something where none was there that late. */
  private known(note: SocketAt, connection: number): SocketView | null {
    const known = this.views.get(note);
    const lastRow = this.lastRow(connection);
    return known !== undefined && (known.isSettled || known.lastRow === lastRow) ? known.view : null;
  }

  private lastRow(connection: number): number {
    return this.tracker.tcp.records.get(connection, ConnectionWord.last);
  }

  /** What was said of a socket that listens: at this address, or at all of the machine's. */
  listener(local: NotedEndpoint, time: bigint): SocketAt | null {
    const keyAt = (address: string) => noteKey('tcp', { address, port: local.port }, null);
    return nearest(this.notes.get(keyAt(local.address)) ?? this.notes.get(keyAt('')) ?? [], time);
  }

  /** Those on this connection, and not on an earlier or later one between the same ends. */
  private notesOf(connection: number, ends: ConnectionEnds, side: Side): readonly SocketAt[] {
    const own = sidesOf(ends).find(([each]) => each === side);
    const notes = own && this.notes.get(noteKey('tcp', own[1], own[2]));
    if (notes === undefined) return [];
    const first = this.firstTime(connection);
    const next = this.nextBetween(connection);
    const from = countBefore(notes, first);
    const until = next === null ? notes.length : countBefore(notes, this.firstTime(next));
    return from === 0 && until === notes.length ? notes : notes.slice(from, until);
  }

  /** The connection that came next between the same ends. */
  private nextBetween(connection: number): number | null {
    const { tcp } = this.tracker;
    const ports = tcp.records.get(connection, ConnectionWord.ports);
    const client = tcp.records.get(connection, ConnectionWord.clientAddress);
    const server = tcp.records.get(connection, ConnectionWord.serverAddress);
    let next: number | null = null;
    const latest = tcp.find(client, server, ports >>> 16, ports & 0xffff);
    for (let each = latest; each > connection; each = tcp.earlier(each)) next = each;
    return next;
  }

  private firstTime(connection: number): bigint {
    return this.store.time(this.tracker.tcp.records.get(connection, ConnectionWord.first));
  }

  private view(note: SocketAt, side: Side, connection: number): SocketView {
    const known = this.known(note, connection);
    if (known !== null) return known;
    const lastRow = this.lastRow(connection);
    const { state, receiveQueue, sendQueue, values } = note;
    const time = timeOfNote(note);
    const figures = this.figures.against(note, side, connection, time);
    const against = this.states.against(state, side, connection, time);
    const view = { side, time, state, receiveQueue, sendQueue, values, figures, ...against };
    this.views.set(note, { lastRow, isSettled: this.store.time(lastRow) > time + vagueNanoseconds, view });
    return view;
  }
}

/** The last until a time, else the first after it. Notes come in the order of their times. */
const nearest = (notes: readonly SocketAt[], time: bigint): SocketAt | null =>
  notes[Math.max(0, countBefore(notes, time + 1n) - 1)] ?? null;

const countBefore = (notes: readonly SocketAt[], time: bigint): number =>
  firstIndex(notes.length, (index) => timeOfNote(notes[index] as SocketAt) >= time);
