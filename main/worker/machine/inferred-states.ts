import type { Side, SocketView } from '../../analysis/dissection-context';
import type { PacketStore } from '../../analysis/store/packet-store';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import { type StateHistory, stateHistory } from '../../analysis/tcp/state-history';
import { TcpState, tcpStateName } from '../../analysis/tcp/tcp-state';
import type { ConnectionTracker } from '../../analysis/tcp/tracker';

/** What `ss` calls the states of RFC 9293 §3.3.2, and what is noted of a socket that is gone. */
const kernelNames: Readonly<Record<string, TcpState>> = {
  CLOSED: TcpState.closed,
  UNCONN: TcpState.closed,
  LISTEN: TcpState.listen,
  'SYN-SENT': TcpState.synSent,
  'SYN-RECV': TcpState.synReceived,
  ESTAB: TcpState.established,
  'FIN-WAIT-1': TcpState.finWait1,
  'FIN-WAIT-2': TcpState.finWait2,
  'CLOSE-WAIT': TcpState.closeWait,
  CLOSING: TcpState.closing,
  'LAST-ACK': TcpState.lastAck,
  'TIME-WAIT': TcpState.timeWait,
};

const mostKnown = 256;
/** The clock of a sample tells milliseconds, and asking the kernel takes some. */
export const vagueNanoseconds = 150_000_000n;

/** Holds the states inferred from packets against those that the kernel told. */
export class InferredStates {
  /** Of the connections asked for lately, as they were at their last segment. */
  private readonly known = new Map<number, { readonly lastRow: number; readonly history: StateHistory }>();

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {}

  against(kernel: string, side: Side, connection: number, time: bigint): Pick<SocketView, 'inferred' | 'differs'> {
    const said = kernelNames[kernel];
    const possible = this.around(side, connection, time);
    const inferred = possible.at(-1);
    // An end whose beginning was not captured may be in any state.
    if (said === undefined || inferred === undefined || possible.includes(TcpState.partial)) {
      return { inferred: inferred === undefined ? '' : tcpStateName(inferred), differs: false };
    }
    const agrees = possible.includes(said);
    return { inferred: tcpStateName(agrees ? said : inferred), differs: !agrees };
  }

  /** The states that the end was in about that time, in order. */
  private around(side: Side, connection: number, time: bigint): readonly number[] {
    const states: number[] = [];
    for (const { state, time: at } of this.historyOf(connection)[side]) {
      if (at > time + vagueNanoseconds) break;
      if (at < time - vagueNanoseconds) states.length = 0;
      states.push(state);
    }
    return states;
  }

  private historyOf(connection: number): StateHistory {
    const lastRow = this.tracker.tcp.records.get(connection, ConnectionWord.last);
    const known = this.known.get(connection);
    if (known?.lastRow === lastRow) return known.history;
    const history = stateHistory(this.store, this.tracker, connection);
    this.known.delete(connection);
    this.known.set(connection, { lastRow, history });
    for (const oldest of this.known.keys()) {
      if (this.known.size <= mostKnown) break;
      this.known.delete(oldest);
    }
    return history;
  }
}
