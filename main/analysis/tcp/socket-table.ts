import { inStretches, type Pause } from '../in-stretches';
import type { Chunk } from '../store/chunk';
import type { PacketStore } from '../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../store/schema';
import { ConnectionWord, EndWord, StateBit } from './connection-record';
import { clientState, serverState, TcpState, type TcpStateName, tcpStateName, timeWaitSeconds } from './tcp-state';
import type { ConnectionTracker } from './tracker';

/** A line of the table: one end of one connection, or a socket that listens. */
export interface Socket {
  /** Number of the connection; null for a socket that listens. */
  readonly stream: number | null;
  readonly end: 'client' | 'server';
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
  readonly state: TcpStateName;
  /** Number of the connection's last packet until then; of a socket that listens, of the first packet that came to it. */
  readonly packet: number;
}

const nothing = 0xffffffff;

/** Sockets by number in typed arrays: a capture of a million connections has two million of them. */
export class SocketList {
  /** Number of the connection; of a socket that listens, the connection that shows it. */
  private readonly streams: Uint32Array;
  private readonly rows: Uint32Array;
  /** `TcpState`, with `serverSide` for the server's end. */
  private readonly codes: Uint8Array;
  private size = 0;

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
    capacity: number,
  ) {
    this.streams = new Uint32Array(capacity);
    this.rows = new Uint32Array(capacity);
    this.codes = new Uint8Array(capacity);
  }

  get count(): number {
    return this.size;
  }

  add(stream: number, isServer: boolean, state: number, row: number): void {
    this.streams[this.size] = stream;
    this.rows[this.size] = row;
    this.codes[this.size++] = state | (isServer ? serverSide : 0);
  }

  /** `TcpState` of a socket. */
  state(socket: number): number {
    return (this.codes[socket] as number) & ~serverSide;
  }

  /** -1 for a socket that listens. */
  stream(socket: number): number {
    return this.state(socket) === TcpState.listen ? -1 : (this.streams[socket] as number);
  }

  row(socket: number): number {
    return this.rows[socket] as number;
  }

  /** Number of the AddressTable, and port. */
  local(socket: number): { readonly address: number; readonly port: number } {
    return this.end(socket, this.isServer(socket));
  }

  remote(socket: number): { readonly address: number; readonly port: number } {
    return this.end(socket, !this.isServer(socket));
  }

  socket(socket: number): Socket {
    const state = this.state(socket);
    const listens = state === TcpState.listen;
    return {
      stream: listens ? null : (this.streams[socket] as number),
      end: this.isServer(socket) ? 'server' : 'client',
      local: this.written(this.local(socket)),
      remote: listens ? { address: '*', port: 0 } : this.written(this.remote(socket)),
      state: tcpStateName(state),
      packet: this.row(socket) + 1,
    };
  }

  private isServer(socket: number): boolean {
    return ((this.codes[socket] as number) & serverSide) !== 0;
  }

  private end(socket: number, isServer: boolean): { readonly address: number; readonly port: number } {
    const { records } = this.tracker.tcp;
    const stream = this.streams[socket] as number;
    const ports = records.get(stream, ConnectionWord.ports);
    return isServer
      ? { address: records.get(stream, ConnectionWord.serverAddress), port: ports & 0xffff }
      : { address: records.get(stream, ConnectionWord.clientAddress), port: ports >>> 16 };
  }

  private written({ address, port }: { readonly address: number; readonly port: number }): Socket['local'] {
    return { address: this.store.addresses.text(address), port };
  }
}

const serverSide = 16;

/**
 * The sockets of all hosts that the capture shows, as netstat on each of them would have listed them at a time. CLOSED is no
 * socket. Sockets listen that answered a SYN with SYN,ACK anywhere in the capture.
 * @param time nanoseconds since the epoch; without it the end of the capture
 */
export async function socketsAt(
  store: PacketStore,
  tracker: ConnectionTracker,
  time?: bigint,
  pause: Pause = async () => {},
): Promise<SocketList> {
  const now = time ?? (store.count === 0 ? 0n : store.time(store.count - 1));
  const lastRows = await lastRowsAt(store, tracker.tcp.count, now, pause);
  const sockets = new SocketList(store, tracker, 3 * lastRows.length);
  addListeners(sockets, tracker, lastRows);
  const addEnds = (stream: number) => {
    const row = lastRows[stream] as number;
    if (row === nothing || isTakenOver(tracker, lastRows, stream)) return;
    const states = store.get('states', row);
    addSocket(sockets, stream, false, stateAt(store, row, clientState(states), now), row);
    addSocket(sockets, stream, true, stateAt(store, row, serverState(states), now), row);
  };
  await inStretches(lastRows.length, pause, (from, to) => {
    for (let stream = from; stream < to; stream++) addEnds(stream);
  });
  return sockets;
}

/** The same with each socket described. */
export async function socketTable(store: PacketStore, tracker: ConnectionTracker, time?: bigint): Promise<Socket[]> {
  const sockets = await socketsAt(store, tracker, time);
  return Array.from({ length: sockets.count }, (_, socket) => sockets.socket(socket));
}

function addListeners(sockets: SocketList, tracker: ConnectionTracker, lastRows: Uint32Array): void {
  const { records } = tracker.tcp;
  const known = new Set<number>();
  for (let stream = 0; stream < lastRows.length; stream++) {
    const answered = records.get(stream, ConnectionWord.serverEnd + EndWord.state) & StateBit.answered;
    if (lastRows[stream] === nothing || answered === 0) continue;
    const address = records.get(stream, ConnectionWord.serverAddress);
    const key = address * 0x10000 + (records.get(stream, ConnectionWord.ports) & 0xffff);
    if (known.has(key)) continue;
    known.add(key);
    sockets.add(stream, true, TcpState.listen, records.get(stream, ConnectionWord.first));
  }
}

/** Each connection's last segment until a time; `nothing` for one that had not begun. */
async function lastRowsAt(store: PacketStore, connections: number, now: bigint, pause: Pause): Promise<Uint32Array> {
  const rows = new Uint32Array(connections).fill(nothing);
  const nowSeconds = Number(now / 1_000_000_000n);
  const nowNanoseconds = Number(now % 1_000_000_000n);
  const take = (row: number) => {
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    if (((chunk.rowFlags[at] as number) & RowFlag.tcp) === 0) return;
    const seconds = chunk.seconds[at] as number;
    const isPast =
      seconds < nowSeconds || (seconds === nowSeconds && (chunk.nanoseconds[at] as number) <= nowNanoseconds);
    if (isPast) rows[chunk.stream[at] as number] = row;
  };
  await inStretches(store.count, pause, (from, to) => {
    for (let row = from; row < to; row++) take(row);
  });
  return rows;
}

/** TIME_WAIT ends by itself. */
function stateAt(store: PacketStore, row: number, state: number, now: bigint): number {
  const over = state === TcpState.timeWait && now - store.time(row) >= BigInt(timeWaitSeconds) * 1_000_000_000n;
  return over ? TcpState.closed : state;
}

/** Whether a later connection has the same ends at that time: two cannot be open at once. */
function isTakenOver(tracker: ConnectionTracker, lastRows: Uint32Array, stream: number): boolean {
  const { records } = tracker.tcp;
  const ports = records.get(stream, ConnectionWord.ports);
  const client = records.get(stream, ConnectionWord.clientAddress);
  const server = records.get(stream, ConnectionWord.serverAddress);
  const latest = tracker.tcp.find(client, server, ports >>> 16, ports & 0xffff);
  for (let each = latest; each > stream; each = tracker.tcp.earlier(each)) {
    if (lastRows[each] !== nothing) return true;
  }
  return false;
}

function addSocket(sockets: SocketList, stream: number, isServer: boolean, state: number, row: number): void {
  if (state !== TcpState.closed && state !== TcpState.listen) sockets.add(stream, isServer, state, row);
}
