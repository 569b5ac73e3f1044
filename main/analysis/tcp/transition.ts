import { TcpFlag } from '../transport/tcp-flags';
import { TcpState } from './tcp-state';

/** An end enters a state. */
export interface Transition {
  /** `TcpState` */
  readonly state: number;
  /** The segment that causes it; `noRow` where none does. */
  readonly row: number;
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  readonly why: string;
  /** Why the end may have entered the state later, or not at all; empty where nothing speaks against it. */
  doubt: string;
  /** No segment shows it. */
  readonly inferred: boolean;
}

/** What a segment made of an end. */
export interface Change {
  readonly from: number;
  readonly to: number;
  /** The end sent the segment itself. */
  readonly sent: boolean;
  /** TCP flags of the segment. */
  readonly flags: number;
}

/** The cause of a change in words. */
export function reason(change: Change): string {
  return change.sent ? sendingReason(change) : receivingReason(change);
}

function sendingReason({ from, to, flags }: Change): string {
  switch (to) {
    case TcpState.synSent:
      return 'sends SYN';
    case TcpState.synReceived:
      return 'answers a SYN with SYN,ACK';
    case TcpState.established:
      return 'sends as one that is connected; what led to it was not captured';
    case TcpState.partial:
      return beganBefore;
    case TcpState.finWait1:
      return from === TcpState.closed ? 'sends FIN; the connection began before the capture' : 'sends FIN';
    case TcpState.lastAck:
      return 'sends FIN after it received one';
    case TcpState.closed:
      if (!(flags & TcpFlag.rst)) return 'has nothing open any more';
      return from === TcpState.listen ? 'refuses the SYN with RST' : 'sends RST';
    default:
      return 'acknowledges the FIN of the other end';
  }
}

function receivingReason({ from, to, flags }: Change): string {
  const reset = (flags & TcpFlag.rst) !== 0;
  switch (to) {
    case TcpState.listen:
      return reset ? 'the half-open connection is reset' : 'a SYN comes to it; presumed to listen';
    case TcpState.synReceived:
      return 'receives a SYN while its own is under way';
    case TcpState.established:
      return flags & TcpFlag.syn ? 'receives SYN,ACK' : 'receives the ACK of its SYN';
    case TcpState.partial:
      return beganBefore;
    case TcpState.finWait2:
      return 'its FIN is acknowledged';
    case TcpState.closeWait:
      return 'receives FIN';
    case TcpState.closing:
      return 'receives FIN before its own is acknowledged';
    case TcpState.timeWait:
      return from === TcpState.closing ? 'its FIN is acknowledged' : 'receives FIN, its own is acknowledged';
    case TcpState.closed:
      if (reset) return from === TcpState.synSent ? 'its SYN is refused with RST' : 'receives RST';
      return 'its FIN is acknowledged';
    default:
      return '';
  }
}

const beganBefore = 'was connected before the capture began';
