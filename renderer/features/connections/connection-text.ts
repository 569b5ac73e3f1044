import type { Close, ConnectionRow, Handshake, HandshakeOptions, TcpRow } from '../../../preload/contract/connections';
import { formatShare } from '../../format/quantity';

const OPENED: Readonly<Record<Handshake, string>> = {
  complete: 'handshake',
  partial: 'in part',
  none: 'before capture',
  simultaneous: 'both at once',
};

const CLOSED: Readonly<Record<Close, string>> = {
  'four-segment': 'FIN, FIN',
  'three-segment': 'FIN, FIN+ACK',
  simultaneous: 'both at once',
  reset: 'reset',
  half: 'one side',
  open: 'still open',
};

/** What stands for something that is not yet measured. */
const PENDING = '…';

export const openedText = ({ tcp }: ConnectionRow): string => (tcp?.shape ? OPENED[tcp.shape.handshake] : PENDING);
export const closedText = ({ tcp }: ConnectionRow): string => (tcp?.shape ? CLOSED[tcp.shape.close] : PENDING);

/** Milliseconds with three digits after the point below a second. */
export function roundTripText({ tcp }: ConnectionRow, which: 'initial' | 'minimum' | 'median' | 'maximum'): string {
  if (!tcp?.shape) return PENDING;
  const seconds = tcp.shape.roundTrip[which];
  if (seconds === null) return '';
  return seconds >= 1 ? `${seconds.toFixed(3)} s` : `${(seconds * 1000).toFixed(3)} ms`;
}

export const rateOf = ({ retransmissions, sequencedSegments }: TcpRow): number =>
  sequencedSegments === 0 ? 0 : retransmissions / sequencedSegments;

export function resentText({ tcp }: ConnectionRow): string {
  if (!tcp || tcp.retransmissions === 0) return '';
  return formatShare(tcp.retransmissions, tcp.sequencedSegments);
}

/** `12 resent · 3 dup ACK · reset`: what went wrong, the gravest first. */
export function troubleText({ tcp }: ConnectionRow): string {
  if (!tcp) return '';
  const said: string[] = [];
  const say = (count: number, what: string) => count > 0 && said.push(`${count} ${what}`);
  if (tcp.resets > 0) said.push(tcp.resets === 1 ? 'reset' : `${tcp.resets} resets`);
  say(tcp.retransmissions, 'resent');
  say(tcp.outOfOrder, 'late');
  say(tcp.duplicateAcks, 'dup ACK');
  say(tcp.zeroWindows, 'zero window');
  return said.join(' · ');
}

export function optionsText({ mss, windowScale, sackPermitted, timestamps, fastOpen }: HandshakeOptions): string {
  const said: string[] = [];
  if (mss !== null) said.push(`MSS ${mss}`);
  if (windowScale !== null) said.push(`WS ${2 ** windowScale}`);
  if (sackPermitted) said.push('SACK');
  if (timestamps) said.push('TS');
  if (fastOpen !== null) said.push(fastOpen === 'cookie' ? 'TFO' : 'TFO asked');
  return said.join(' ');
}
