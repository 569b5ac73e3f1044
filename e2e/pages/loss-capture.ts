import { writeFileSync } from 'node:fs';

/** A segment of a transfer in which one is lost, as seen next to the server that sends it. */
export interface Segment {
  /** Milliseconds since the first. */
  readonly at: number;
  readonly fromClient?: boolean;
  /** Last part of the client's address; 10 unless given. */
  readonly client?: number;
  readonly flags?: number;
  /** Relative numbers; those of the SYNs are 0. */
  readonly sequence?: number;
  readonly acknowledgment?: number;
  readonly payload?: string | number;
  readonly window?: number;
  /** Of its IP header; counted on for each end unless given. */
  readonly identification?: number;
  /** An ICMP error of a router, 203.0.113.1, in its stead: about which packet, as type and code. */
  readonly quotes?: { readonly packet: number; readonly type: number; readonly code: number };
  /** Relative edges of SACK blocks. */
  readonly sack?: readonly (readonly [number, number])[];
}

const SYN = 0x02;
const ACK = 0x10;
const PSH_ACK = 0x18;
const RST_ACK = 0x14;

/** Text that tries what text in a capture can try: markup, a terminal escape, a direction mark (U+202E). */
const REQUEST = 'GET /<b onclick=alert(1)>\u001b[31m\u202egnp.exe HTTP/1.1\r\nHost: a.example\r\n\r\n';
const REQUEST_BYTES = Buffer.byteLength(REQUEST);
const ASKED = 1 + REQUEST_BYTES;
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 20000\r\n\r\n';
const FIRST = 1 + HEAD.length;
const part = (index: number) => FIRST + 1000 * index;

/**
 * RFC 5681 §3.2 as it happens, written out by hand: of the segments behind the answer's head the first is lost, the three that
 * follow are each answered by a duplicate ACK with SACK (RFC 2018), the third of which brings the lost one again. Then eight
 * segments of bulk, a closed window, and a reset. Packets by number: 7 is lost, 11 to 13 are duplicates of 6, 14 repeats 7.
 */
export const LOSS: readonly Segment[] = [
  { at: 0, fromClient: true, flags: SYN },
  { at: 0.05, flags: SYN | ACK, acknowledgment: 1 },
  { at: 20, fromClient: true, sequence: 1, acknowledgment: 1 },
  { at: 20.3, fromClient: true, flags: PSH_ACK, sequence: 1, acknowledgment: 1, payload: REQUEST },
  { at: 20.9, flags: PSH_ACK, sequence: 1, acknowledgment: ASKED, payload: HEAD },
  { at: 41, fromClient: true, sequence: ASKED, acknowledgment: FIRST },
  { at: 41.2, sequence: part(0), acknowledgment: ASKED, payload: 1000 },
  { at: 41.3, sequence: part(1), acknowledgment: ASKED, payload: 1000 },
  { at: 41.4, sequence: part(2), acknowledgment: ASKED, payload: 1000 },
  { at: 41.5, sequence: part(3), acknowledgment: ASKED, payload: 1000 },
  { at: 61.4, fromClient: true, sequence: ASKED, acknowledgment: FIRST, sack: [[part(1), part(2)]] },
  { at: 61.5, fromClient: true, sequence: ASKED, acknowledgment: FIRST, sack: [[part(1), part(3)]] },
  { at: 61.6, fromClient: true, sequence: ASKED, acknowledgment: FIRST, sack: [[part(1), part(4)]] },
  { at: 61.7, sequence: part(0), acknowledgment: ASKED, payload: 1000 },
  { at: 81.8, fromClient: true, sequence: ASKED, acknowledgment: part(4) },
  ...Array.from({ length: 8 }, (_, index) => ({
    at: 82 + index / 10,
    sequence: part(4 + index),
    acknowledgment: ASKED,
    payload: 1000,
  })),
  { at: 102.5, fromClient: true, sequence: ASKED, acknowledgment: part(12), window: 0 },
  { at: 402.5, fromClient: true, sequence: ASKED, acknowledgment: part(12) },
  { at: 403, fromClient: true, flags: RST_ACK, sequence: ASKED, acknowledgment: part(12) },
];

/** A conversation of so many turns behind a handshake, 40 ms each: longer than a picture or a sheet of paper. */
export const turns = (count: number): readonly Segment[] => [
  ...LOSS.slice(0, 3),
  ...Array.from({ length: count }, (_, turn): Segment => {
    const fromClient = turn % 2 === 0;
    const [sent, received] = [1 + 10 * Math.floor(turn / 2), 1 + 10 * Math.ceil(turn / 2)];
    const numbers = { sequence: sent, acknowledgment: received };
    return { at: 40 + 40 * turn, fromClient, flags: PSH_ACK, ...numbers, payload: 10 };
  }),
];

/** The same at two clients, the other one 5 ms behind: packets with an odd number are of 192.0.2.10 until the first has sent all. */
export const TWO_LOSSES: readonly Segment[] = [
  ...LOSS,
  ...LOSS.map((segment) => ({ ...segment, client: 11, at: segment.at + 5 })),
].sort((one, other) => one.at - other.at);

function optionsOf({ flags = ACK, sack = [] }: Segment): Buffer {
  // Maximum segment size, SACK permitted, padding.
  if (flags & SYN) return Buffer.from('020405b404020000', 'hex');
  if (sack.length === 0) return Buffer.alloc(0);
  const option = Buffer.alloc(4 + 8 * sack.length, 1);
  option.writeUInt8(5, 2);
  option.writeUInt8(2 + 8 * sack.length, 3);
  sack.forEach(([left, right], index) => {
    option.writeUInt32BE(SERVER_INITIAL + left, 4 + 8 * index);
    option.writeUInt32BE(SERVER_INITIAL + right, 8 + 8 * index);
  });
  return option;
}

const CLIENT_INITIAL = 1_000_000;
const SERVER_INITIAL = 9_000_000;

function frameOf(segment: Segment, identification: number): Buffer {
  const { fromClient = false, flags = ACK, sequence = 0, acknowledgment = 0, payload = '', window = 64_240 } = segment;
  const data = typeof payload === 'number' ? Buffer.alloc(payload, 0x78) : Buffer.from(payload, 'utf8');
  const options = optionsOf(segment);
  const frame = Buffer.alloc(54 + options.length + data.length);
  frame.write('020000000002020000000001', 'hex');
  frame.writeUInt16BE(0x0800, 12);
  frame.writeUInt8(0x45, 14);
  frame.writeUInt16BE(frame.length - 14, 16);
  frame.writeUInt16BE(identification, 18);
  frame.writeUInt8(64, 22);
  frame.writeUInt8(6, 23);
  const client = Buffer.from([192, 0, 2, segment.client ?? 10]);
  const server = Buffer.from([198, 51, 100, 20]);
  (fromClient ? client : server).copy(frame, 26);
  (fromClient ? server : client).copy(frame, 30);
  frame.writeUInt16BE(fromClient ? 40_000 : 80, 34);
  frame.writeUInt16BE(fromClient ? 80 : 40_000, 36);
  frame.writeUInt32BE((fromClient ? CLIENT_INITIAL : SERVER_INITIAL) + sequence, 38);
  if (flags & ACK) frame.writeUInt32BE((fromClient ? SERVER_INITIAL : CLIENT_INITIAL) + acknowledgment, 42);
  frame.writeUInt8((20 + options.length) << 2, 46);
  frame.writeUInt8(flags, 47);
  frame.writeUInt16BE(window, 48);
  options.copy(frame, 54);
  data.copy(frame, 54 + options.length);
  return frame;
}

/** What a router sends back to who sent a packet (RFC 792): its header and the first 8 bytes behind that. */
function errorFrame(quoted: Buffer, { type, code }: { readonly type: number; readonly code: number }): Buffer {
  const frame = Buffer.alloc(14 + 20 + 8 + 28);
  quoted.copy(frame, 0, 0, 34);
  frame.writeUInt16BE(frame.length - 14, 16);
  frame.writeUInt8(1, 23);
  Buffer.from([203, 0, 113, 1]).copy(frame, 26);
  quoted.copy(frame, 30, 26, 30);
  frame.writeUInt8(type, 34);
  frame.writeUInt8(code, 35);
  quoted.copy(frame, 42, 14, 42);
  return frame;
}

/** Writes a pcap file of one connection. @returns its path */
export function writeLossCapture(path: string, segments: readonly Segment[] = LOSS): string {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(1, 20);
  const identifications = { client: 100, server: 500 };
  const frames: Buffer[] = [];
  const records = segments.map((segment) => {
    const counted = segment.fromClient ? identifications.client++ : identifications.server++;
    const { identification = counted } = segment;
    const { quotes } = segment;
    const frame = quotes ? errorFrame(frames[quotes.packet - 1] as Buffer, quotes) : frameOf(segment, identification);
    frames.push(frame);
    const record = Buffer.alloc(16);
    record.writeUInt32LE(1_700_000_000 + Math.floor(segment.at / 1000), 0);
    record.writeUInt32LE(Math.round((segment.at % 1000) * 1000), 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    return Buffer.concat([record, frame]);
  });
  writeFileSync(path, Buffer.concat([header, ...records]));
  return path;
}
