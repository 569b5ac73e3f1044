/** The states of an end (RFC 9293 §3.3.2), and PARTIAL where its beginning was not seen. Numbers fit into four bits. */
export const TcpState = {
  closed: 0,
  listen: 1,
  synSent: 2,
  synReceived: 3,
  established: 4,
  finWait1: 5,
  finWait2: 6,
  closeWait: 7,
  closing: 8,
  lastAck: 9,
  timeWait: 10,
  partial: 11,
} as const;

export type TcpState = (typeof TcpState)[keyof typeof TcpState];

const names = [
  'CLOSED',
  'LISTEN',
  'SYN_SENT',
  'SYN_RCVD',
  'ESTABLISHED',
  'FIN_WAIT_1',
  'FIN_WAIT_2',
  'CLOSE_WAIT',
  'CLOSING',
  'LAST_ACK',
  'TIME_WAIT',
  'PARTIAL',
] as const;

export type TcpStateName = (typeof names)[number];

export const tcpStateName = (state: number): TcpStateName => names[state] ?? 'CLOSED';

/** The two nibbles of the store's `states` column. */
export const clientState = (states: number): number => states & 15;
export const serverState = (states: number): number => states >>> 4;

/** How long TIME_WAIT lasts: twice the maximum segment lifetime, which Linux takes to be 60 s in all (RFC 9293 §3.4.2: 4 minutes). */
export const timeWaitSeconds = 60;
