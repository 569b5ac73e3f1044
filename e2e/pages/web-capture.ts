import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';

/** What one frame of a made-up web server's traffic carries. */
interface Segment {
  readonly fromClient: boolean;
  readonly flags: number;
  readonly payload?: string;
}

const SYN = 0x02;
const ACK = 0x10;
const PSH_ACK = 0x18;
const FIN_ACK = 0x11;

/** A request line that tries what text in a capture can try: markup, terminal escapes, a direction mark (U+202E). */
export const HOSTILE_REQUEST = 'GET /<img src=x onerror=alert(1)>\u001b[31m\u202egnp.exe HTTP/1.1';

const REQUEST = `${HOSTILE_REQUEST}\r\nHost: shop.example\r\n\r\n`;
const RESPONSE = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello';

/** Handshake, one request, its answer, close: RFC 9293 figure 6 and figure 12. Ten frames. */
const CONVERSATION: readonly Segment[] = [
  { fromClient: true, flags: SYN },
  { fromClient: false, flags: SYN | ACK },
  { fromClient: true, flags: ACK },
  { fromClient: true, flags: PSH_ACK, payload: REQUEST },
  { fromClient: false, flags: ACK },
  { fromClient: false, flags: PSH_ACK, payload: RESPONSE },
  { fromClient: true, flags: ACK },
  { fromClient: true, flags: FIN_ACK },
  { fromClient: false, flags: FIN_ACK },
  { fromClient: true, flags: ACK },
];

function frameOf(segment: Segment, clientPort: number, sequence: number, acknowledgment: number): Buffer {
  const payload = Buffer.from(segment.payload ?? '', 'utf8');
  const frame = Buffer.alloc(54 + payload.length);
  frame.write('020000000002020000000001', 'hex');
  frame.writeUInt16BE(0x0800, 12);
  frame.writeUInt8(0x45, 14);
  frame.writeUInt16BE(40 + payload.length, 16);
  frame.writeUInt8(64, 22);
  frame.writeUInt8(6, 23);
  const client = Buffer.from([192, 0, 2, 10]);
  const server = Buffer.from([198, 51, 100, 20]);
  (segment.fromClient ? client : server).copy(frame, 26);
  (segment.fromClient ? server : client).copy(frame, 30);
  frame.writeUInt16BE(segment.fromClient ? clientPort : 80, 34);
  frame.writeUInt16BE(segment.fromClient ? 80 : clientPort, 36);
  frame.writeUInt32BE(sequence >>> 0, 38);
  frame.writeUInt32BE(acknowledgment >>> 0, 42);
  frame.writeUInt8(0x50, 46);
  frame.writeUInt8(segment.flags, 47);
  frame.writeUInt16BE(64_240, 48);
  payload.copy(frame, 54);
  return frame;
}

/** The frames of one conversation, in order, with sequence numbers as the two ends would count them. */
function conversation(clientPort: number): Buffer[] {
  const next = { client: 1000, server: 5000 };
  return CONVERSATION.map((segment) => {
    const from = segment.fromClient ? 'client' : 'server';
    const other = segment.fromClient ? 'server' : 'client';
    const frame = frameOf(segment, clientPort, next[from], segment.flags & ACK ? next[other] : 0);
    next[from] += Buffer.byteLength(segment.payload ?? '') + (segment.flags & 0x03 ? 1 : 0);
    return frame;
  });
}

function recordOf(index: number, frame: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(1_448_984_988 + Math.floor(index / 1000), 0);
  header.writeUInt32LE((index % 1000) * 1000 + 7, 4);
  header.writeUInt32LE(frame.length, 8);
  header.writeUInt32LE(frame.length, 12);
  return Buffer.concat([header, frame]);
}

/** Little-endian pcap 2.4 with microseconds: snap length 262,144, link type 1 (Ethernet). */
const FILE_HEADER = Buffer.from('d4c3b2a10200040000000000000000000000040001000000', 'hex');

/** Writes conversations of ten packets each, one after another, a millisecond between packets. @returns its path */
export function writeWebCapture(path: string, conversations = 3): string {
  const file = openSync(path, 'w');
  writeSync(file, FILE_HEADER);
  const frames = conversation(40_000);
  let batch: Buffer[] = [];
  for (let index = 0; index < conversations * frames.length; index += 1) {
    const frame = Buffer.from(frames[index % frames.length] as Buffer);
    const isFromClient = CONVERSATION[index % frames.length]?.fromClient ?? true;
    frame.writeUInt16BE(40_000 + (Math.floor(index / frames.length) % 20_000), isFromClient ? 34 : 36);
    batch.push(recordOf(index, frame));
    if (batch.length === 20_000) {
      writeSync(file, Buffer.concat(batch));
      batch = [];
    }
  }
  writeSync(file, Buffer.concat(batch));
  closeSync(file);
  return path;
}

/** The same traffic cut in the middle of its last packet. @returns its path */
export function writeCutCapture(path: string): string {
  const records = conversation(40_000).map((frame, index) => recordOf(index, frame));
  const whole = Buffer.concat([FILE_HEADER, ...records]);
  writeFileSync(path, whole.subarray(0, whole.length - 20));
  return path;
}
