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

/**
 * The sockets of all hosts that the capture shows, as netstat on each of them would have listed them at a time. CLOSED is no
 * socket. Sockets listen that answered a SYN with SYN,ACK anywhere in the capture.
 * @param time nanoseconds since the epoch; without it the end of the capture
 */
export function socketTable(store: PacketStore, tracker: ConnectionTracker, time?: bigint): Socket[] {
  const now = time ?? (store.count === 0 ? 0n : store.time(store.count - 1));
  const lastRows = lastRowsAt(store, tracker.tcp.count, now);
  const sockets: Socket[] = listeners(store, tracker, lastRows);
  for (let stream = 0; stream < lastRows.length; stream++) {
    const row = lastRows[stream] as number;
    if (row === nothing || isTakenOver(tracker, lastRows, stream)) continue;
    const states = store.get('states', row);
    addSocket(store, tracker, sockets, stream, 'client', stateAt(store, row, clientState(states), now), row);
    addSocket(store, tracker, sockets, stream, 'server', stateAt(store, row, serverState(states), now), row);
  }
  return sockets;
}

function listeners(store: PacketStore, tracker: ConnectionTracker, lastRows: Uint32Array): Socket[] {
  const { records } = tracker.tcp;
  const known = new Set<number>();
  const sockets: Socket[] = [];
  for (let stream = 0; stream < lastRows.length; stream++) {
    const answered = records.get(stream, ConnectionWord.serverEnd + EndWord.state) & StateBit.answered;
    if (lastRows[stream] === nothing || answered === 0) continue;
    const address = records.get(stream, ConnectionWord.serverAddress);
    const port = records.get(stream, ConnectionWord.ports) & 0xffff;
    const key = address * 0x10000 + port;
    if (known.has(key)) continue;
    known.add(key);
    sockets.push({
      stream: null,
      end: 'server',
      local: { address: store.addresses.text(address), port },
      remote: { address: '*', port: 0 },
      state: tcpStateName(TcpState.listen),
      packet: records.get(stream, ConnectionWord.first) + 1,
    });
  }
  return sockets;
}

/** Each connection's last segment until a time; `nothing` for one that had not begun. */
function lastRowsAt(store: PacketStore, connections: number, now: bigint): Uint32Array {
  const rows = new Uint32Array(connections).fill(nothing);
  const nowSeconds = Number(now / 1_000_000_000n);
  const nowNanoseconds = Number(now % 1_000_000_000n);
  for (let row = 0; row < store.count; row++) {
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    if (((chunk.rowFlags[at] as number) & RowFlag.tcp) === 0) continue;
    const seconds = chunk.seconds[at] as number;
    const isPast =
      seconds < nowSeconds || (seconds === nowSeconds && (chunk.nanoseconds[at] as number) <= nowNanoseconds);
    if (isPast) rows[chunk.stream[at] as number] = row;
  }
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

function addSocket(
  store: PacketStore,
  tracker: ConnectionTracker,
  sockets: Socket[],
  stream: number,
  end: 'client' | 'server',
  state: number,
  row: number,
): void {
  if (state === TcpState.closed || state === TcpState.listen) return;
  const { records } = tracker.tcp;
  const ports = records.get(stream, ConnectionWord.ports);
  const client = {
    address: store.addresses.text(records.get(stream, ConnectionWord.clientAddress)),
    port: ports >>> 16,
  };
  const server = {
    address: store.addresses.text(records.get(stream, ConnectionWord.serverAddress)),
    port: ports & 0xffff,
  };
  const local = end === 'client' ? client : server;
  const remote = end === 'client' ? server : client;
  sockets.push({ stream, end, local, remote, state: tcpStateName(state), packet: row + 1 });
}
