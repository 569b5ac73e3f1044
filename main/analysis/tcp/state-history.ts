import type { Chunk } from '../store/chunk';
import type { PacketStore } from '../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../store/schema';
import { TcpFlag } from '../transport/tcp-flags';
import { ConnectionWord } from './connection-record';
import { noConnection } from './connection-table';
import { clientState, serverState, TcpState, tcpStateName, timeWaitSeconds } from './tcp-state';
import type { ConnectionTracker } from './tracker';
import { reason, type Transition } from './transition';
import { noRow } from './unacknowledged';

const opensOrCloses = TcpFlag.syn | TcpFlag.fin | TcpFlag.rst;

/** The states that each end of a connection went through, in order. */
export interface StateHistory {
  readonly client: readonly Transition[];
  readonly server: readonly Transition[];
}

/** One end while its history is put together. */
class EndHistory {
  readonly transitions: Transition[] = [];
  state: number = TcpState.closed;
  /** Kinds of SYN and FIN segments that it sent. */
  readonly sent = new Set<number>();
  /** It sent its SYN when one of the other end had already passed. */
  crossed = false;
  /** Row of the last FIN that it received or that may have started TIME_WAIT again. */
  timeWaitRow = noRow;

  add(transition: Transition): void {
    this.transitions.push(transition);
    this.state = transition.state;
  }

  /** Takes back what was only presumed and turned out otherwise. */
  takeBack(state: number): void {
    if (this.transitions[this.transitions.length - 1]?.state === state) this.transitions.pop();
  }

  /** Casts doubt on the states that the end entered by what may not have arrived. */
  doubt(states: readonly number[], text: string): void {
    for (const each of this.transitions) if (states.includes(each.state) && each.doubt === '') each.doubt = text;
  }
}

/** Works out the history of a connection from the states that the tracker left with its segments. */
export function stateHistory(store: PacketStore, tracker: ConnectionTracker, connection: number): StateHistory {
  const client = new EndHistory();
  const server = new EndHistory();
  let row = tracker.tcp.records.get(connection, ConnectionWord.first);
  let states = -1;
  do {
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    if ((chunk.rowFlags[at] as number) & RowFlag.tcp) {
      // Only these change states or cast doubt on them; a connection of millions has few.
      const tells = chunk.states[at] !== states || ((chunk.tcpFlags[at] as number) & opensOrCloses) !== 0;
      if (tells) passSegment(store, row, client, server);
      states = chunk.states[at] as number;
    }
    row = chunk.nextInStream[at] as number;
  } while (row !== 0);
  const end = timeWaitEnd(store, tracker, connection);
  expire(store, client, end);
  expire(store, server, end);
  return { client: client.transitions, server: server.transitions };
}

function passSegment(store: PacketStore, row: number, client: EndHistory, server: EndHistory): void {
  const states = store.get('states', row);
  const fromServer = store.has(row, RowFlag.fromServer);
  const flags = store.get('tcpFlags', row);
  noteDoubt(flags, fromServer ? server : client, fromServer ? client : server);
  change(store, row, client, clientState(states), !fromServer, flags);
  change(store, row, server, serverState(states), fromServer, flags);
  if (flags & TcpFlag.fin) {
    if (client.state === TcpState.timeWait) client.timeWaitRow = row;
    if (server.state === TcpState.timeWait) server.timeWaitRow = row;
  }
  if (client.timeWaitRow === noRow && client.state === TcpState.timeWait) client.timeWaitRow = row;
  if (server.timeWaitRow === noRow && server.state === TcpState.timeWait) server.timeWaitRow = row;
}

function change(store: PacketStore, row: number, end: EndHistory, to: number, sent: boolean, flags: number): void {
  const from = end.state;
  // A reset leaves an end in CLOSED of which nothing else was seen, too.
  const isResetUnseen = to === TcpState.closed && (flags & TcpFlag.rst) !== 0 && end.transitions.length === 0;
  if (from === to && !isResetUnseen) return;
  const time = store.time(row);
  const make = (state: number, why: string): Transition => ({ state, row, time, why, doubt: '', inferred: false });
  // The FINs crossed: the other end's had not arrived, although it had passed.
  if (to === TcpState.finWait1 && from === TcpState.closeWait) end.takeBack(TcpState.closeWait);
  // The SYNs crossed: the end did not listen.
  if (to === TcpState.synSent && from === TcpState.listen) {
    end.takeBack(TcpState.listen);
    end.crossed = true;
  }
  // The SYN that passed first arrived before the SYN,ACK.
  const opensBoth = from === TcpState.synSent && to === TcpState.established && !sent && end.crossed;
  if (opensBoth) end.add(make(TcpState.synReceived, reason({ from, to: TcpState.synReceived, sent, flags })));
  end.add(make(to, reason({ from, to, sent, flags })));
}

/** A SYN or FIN sent again says that it, or the answer to it, may not have arrived. */
function noteDoubt(flags: number, sender: EndHistory, receiver: EndHistory): void {
  const kind = flags & (TcpFlag.fin | TcpFlag.syn | TcpFlag.ack);
  if (flags & TcpFlag.rst) return;
  if (flags & TcpFlag.syn && sender.sent.has(kind)) {
    const isAnswer = (flags & TcpFlag.ack) !== 0;
    const text = isAnswer ? 'SYN,ACK was sent again' : 'SYN was sent again';
    receiver.doubt([isAnswer ? TcpState.established : TcpState.listen], text);
    if (isAnswer) sender.doubt([TcpState.established], text);
  }
  if (flags & TcpFlag.fin && sender.sent.has(kind)) {
    receiver.doubt([TcpState.closeWait, TcpState.closing, TcpState.timeWait], 'FIN was sent again');
    sender.doubt([TcpState.finWait2, TcpState.closed], 'FIN was sent again');
  }
  if (flags & (TcpFlag.syn | TcpFlag.fin)) sender.sent.add(kind);
}

/** When and why a TIME_WAIT ends that no segment of the connection ends. */
interface TimeWaitEnd {
  /** Time of the capture's last packet. */
  readonly captureEnd: bigint;
  /** First row of the connection that took the ports over; `noRow` for none. */
  readonly reusedAt: number;
}

function timeWaitEnd(store: PacketStore, tracker: ConnectionTracker, connection: number): TimeWaitEnd {
  const { records } = tracker.tcp;
  const ports = records.get(connection, ConnectionWord.ports);
  const client = records.get(connection, ConnectionWord.clientAddress);
  const server = records.get(connection, ConnectionWord.serverAddress);
  let later = noConnection;
  let each = tracker.find(client, server, ports >>> 16, ports & 0xffff);
  for (; each !== noConnection && each !== connection; each = tracker.tcp.earlier(each)) later = each;
  return {
    captureEnd: store.time(store.count - 1),
    reusedAt: later === noConnection ? noRow : records.get(later, ConnectionWord.first),
  };
}

function expire(store: PacketStore, end: EndHistory, { captureEnd, reusedAt }: TimeWaitEnd): void {
  if (end.state !== TcpState.timeWait) return;
  const over = store.time(end.timeWaitRow) + BigInt(timeWaitSeconds) * 1_000_000_000n;
  if (reusedAt !== noRow && store.time(reusedAt) < over) {
    const why = `a new connection takes its ports before ${tcpStateName(TcpState.timeWait)} is over`;
    end.add({ state: TcpState.closed, row: reusedAt, time: store.time(reusedAt), why, doubt: '', inferred: true });
  } else if (over <= captureEnd) {
    const why = `${timeWaitSeconds} s in ${tcpStateName(TcpState.timeWait)} are over`;
    end.add({ state: TcpState.closed, row: noRow, time: over, why, doubt: '', inferred: true });
  }
}
