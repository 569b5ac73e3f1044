import { type Field, field } from '../fields/field';

/** The 12 bits that follow the data offset (RFC 9293 §3.1; AE: RFC 9768). */
export const TcpFlag = {
  fin: 0x001,
  syn: 0x002,
  rst: 0x004,
  psh: 0x008,
  ack: 0x010,
  urg: 0x020,
  ece: 0x040,
  cwr: 0x080,
  ae: 0x100,
  reserved: 0xe00,
} as const;

/**
 * Bits beyond those of the header, in the column of flags, of a segment that cannot be read as it stands: its header length cannot
 * be, or it is a fragment's part of one. None of its own flags stand there then: it changes nothing. But as in tshark it may open
 * a connection anew, and counts for completeness and the first round trip; so what it claims to be is kept.
 * `whole`: nothing of it counts; without, the header is too short, and the sequence number does.
 */
export const UnreadSegment = { whole: 0x1000, syn: 0x2000, ack: 0x4000 } as const;
export const anyUnread = UnreadSegment.whole | UnreadSegment.syn | UnreadSegment.ack;

const flag = (name: string, label: string, mask: number, help: string): Field =>
  field(`tcp.flags.${name}`, 'boolean', label, help, { mask });

/** The fields of the flags, from the highest bit to the lowest. */
export const flagFields = {
  reserved: flag('res', 'Reserved', TcpFlag.reserved, 'Three bits that must be zero'),
  accurateEcn: flag('ae', 'Accurate ECN', TcpFlag.ae, 'One of the three bits of the accurate ECN counter'),
  congestionWindowReduced: flag('cwr', 'CWR', TcpFlag.cwr, 'Congestion window reduced, in answer to ECE'),
  ecnEcho: flag('ece', 'ECE', TcpFlag.ece, 'A router marked congestion; in a SYN: ECN is offered'),
  urgent: flag('urg', 'URG', TcpFlag.urg, 'The urgent pointer counts'),
  acknowledgment: flag('ack', 'ACK', TcpFlag.ack, 'The acknowledgment number counts'),
  push: flag('push', 'PSH', TcpFlag.psh, 'Hand the data to the application without waiting for more'),
  reset: flag('reset', 'RST', TcpFlag.rst, 'The connection is given up'),
  synchronize: flag('syn', 'SYN', TcpFlag.syn, 'Opens a connection and tells the first sequence number'),
  finish: flag('fin', 'FIN', TcpFlag.fin, 'The sender has no more data'),
} as const;

const event = (name: string, label: string, help: string): Field =>
  field(`tcp.connection.${name}`, 'none', label, help, { hidden: true });

/** What becomes of the connection, by the flags alone: each with the flags that are looked at, and how they must stand. */
export const connectionEvents = [
  { field: event('syn', 'Opens', 'A SYN without ACK'), looksAt: TcpFlag.syn | TcpFlag.ack, must: TcpFlag.syn },
  {
    field: event('synack', 'Accepts', 'A SYN with ACK'),
    looksAt: TcpFlag.syn | TcpFlag.ack,
    must: TcpFlag.syn | TcpFlag.ack,
  },
  { field: event('fin', 'Finishes', 'A FIN'), looksAt: TcpFlag.fin, must: TcpFlag.fin },
  { field: event('rst', 'Resets', 'A RST'), looksAt: TcpFlag.rst, must: TcpFlag.rst },
] as const;

const names = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE', 'Reserved'];

/** `SYN, ACK`: the set flags by name in the order in which they are usually read. */
export function flagNames(flags: number): string {
  const set = names.filter((_, bit) => bit < 9 && flags & (1 << bit));
  if (flags & TcpFlag.reserved) set.push('Reserved');
  return set.join(', ');
}

const letters = 'RRRACEUAPRSF';

/** One letter a bit, highest first, a middle dot for a bit that is not set: `·······AP···`. */
export function flagLetters(flags: number): string {
  let text = '';
  for (let i = 0; i < letters.length; i++) text += flags & (0x800 >> i) ? letters[i] : '·';
  return text;
}

const initials: readonly (readonly [number, string])[] = [
  [TcpFlag.syn, 'S'],
  [TcpFlag.fin, 'F'],
  [TcpFlag.rst, 'R'],
  [TcpFlag.psh, 'P'],
  [TcpFlag.ack, 'A'],
  [TcpFlag.urg, 'U'],
  [TcpFlag.ece, 'E'],
  [TcpFlag.cwr, 'C'],
];

/** The set flags as letters, `SA`, `PA`, `FPA`: what the Flags column shows. */
export function flagInitials(flags: number): string {
  let text = '';
  for (const [bit, letter] of initials) if (flags & bit) text += letter;
  return text;
}
