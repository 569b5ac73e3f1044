import type { PacketStore } from '../store/packet-store';
import { TcpFlag } from '../transport/tcp-flags';
import type { StateHistory } from './state-history';
import { TcpState } from './tcp-state';
import type { Transition } from './transition';

/** How a connection began: `partial` where some of the handshake was seen, `none` where nothing was. */
export type Handshake = 'complete' | 'partial' | 'none' | 'simultaneous';

/** How a connection ended: `half` where one end only closed, `open` where none did. */
export type Close = 'four-segment' | 'three-segment' | 'simultaneous' | 'reset' | 'half' | 'open';

export function handshakeOf({ client, server }: StateHistory): Handshake {
  const opensBoth = entered(client, TcpState.synSent) !== null && entered(server, TcpState.synSent) !== null;
  if (opensBoth) return 'simultaneous';
  const synAck = entered(server, TcpState.synReceived);
  const established = entered(server, TcpState.established);
  const isComplete =
    entered(client, TcpState.synSent) !== null &&
    synAck !== null &&
    established !== null &&
    established.row > synAck.row;
  if (isComplete) return 'complete';
  return entered(client, TcpState.synSent) === null && synAck === null ? 'none' : 'partial';
}

export function closeOf(store: PacketStore, history: StateHistory): Close {
  const clientFin = finSent(history.client);
  const serverFin = finSent(history.server);
  const wasReset = isReset(store, history.client) || isReset(store, history.server);
  if (clientFin !== null && serverFin !== null && !(wasReset && !isDone(history))) {
    return orderOfClose(history, clientFin, serverFin);
  }
  if (wasReset) return 'reset';
  return clientFin === null && serverFin === null ? 'open' : 'half';
}

/** RFC 9293 §3.6: figure 12 has four segments; where the FIN of the second carries the ACK of the first there are three. */
function orderOfClose({ client, server }: StateHistory, clientFin: Transition, serverFin: Transition): Close {
  if (entered(client, TcpState.closing) !== null || entered(server, TcpState.closing) !== null) return 'simultaneous';
  const first = clientFin.row < serverFin.row ? client : server;
  const second = clientFin.row < serverFin.row ? serverFin : clientFin;
  const acknowledged = entered(first, TcpState.finWait2) ?? entered(first, TcpState.timeWait);
  return acknowledged !== null && acknowledged.row < second.row ? 'four-segment' : 'three-segment';
}

/** Both FINs were acknowledged: a reset behind them resets nothing. */
function isDone({ client, server }: StateHistory): boolean {
  const waits = entered(client, TcpState.timeWait) ?? entered(server, TcpState.timeWait);
  const last = entered(client, TcpState.lastAck) ?? entered(server, TcpState.lastAck);
  if (waits === null) return false;
  return last === null || entered(client, TcpState.closed) !== null || entered(server, TcpState.closed) !== null;
}

function isReset(store: PacketStore, transitions: readonly Transition[]): boolean {
  return transitions.some(
    ({ state, row, inferred }) =>
      (state === TcpState.closed || state === TcpState.listen) &&
      !inferred &&
      (store.get('tcpFlags', row) & TcpFlag.rst) !== 0,
  );
}

const entered = (transitions: readonly Transition[], state: number): Transition | null =>
  transitions.find((each) => each.state === state) ?? null;

const finSent = (transitions: readonly Transition[]): Transition | null =>
  entered(transitions, TcpState.finWait1) ?? entered(transitions, TcpState.lastAck);
