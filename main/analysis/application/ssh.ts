import type { Dissection } from '../dissection';
import { type Enumeration, field } from '../fields/field';
import type { MessageFramer } from '../message-framing';
import { plainFramer } from '../message-framing';
import { protocol } from '../protocol';
import { lineAt, startsWith, textAt } from './text-lines';

// RFC 4253 §4.2: each end sends a line that begins with SSH-; §6: then packets of length, padding length, payload, padding.
const longestPacket = 35_000;
/** RFC 4253 §4.2 allows 255 bytes. */
const longestBanner = 256;

const messageCodes: Enumeration = {
  1: 'Disconnect',
  2: 'Ignore',
  3: 'Unimplemented',
  4: 'Debug',
  5: 'Service Request',
  6: 'Service Accept',
  7: 'Extension Info',
  20: 'Key Exchange Init',
  21: 'New Keys',
  30: 'Key Exchange Init (method)',
  31: 'Key Exchange Reply',
  32: 'Group Exchange Init',
  33: 'Group Exchange Reply',
  34: 'Group Exchange Request',
};

const fields = {
  protocol: field('ssh.protocol', 'string', 'Protocol', 'Version and software of the sender'),
  packetLength: field('ssh.packet_length', 'uint32', 'Packet length', 'Bytes of the packet that follow', {
    unit: 'bytes',
  }),
  paddingLength: field('ssh.padding_length', 'uint8', 'Padding length', 'Bytes of padding', { unit: 'bytes' }),
  messageCode: field('ssh.message_code', 'uint8', 'Message', 'What the message does', { values: messageCodes }),
  payload: field('ssh.payload', 'bytes', 'Payload', 'Content of the message'),
  encrypted: field('ssh.encrypted_packet', 'bytes', 'Encrypted packet', 'Bytes that are encrypted'),
} as const;

/** Secure Shell: its banners, and the packets before encryption. */
export const ssh = protocol({
  name: 'ssh',
  short: 'SSH',
  title: 'Secure Shell',
  fields,
  registrations: [{ table: 'tcp.port', keys: [22] }],
  recognize: {
    over: ['tcp'],
    test: (bytes, start, end) => isBanner(bytes, start, end) || isPlainPacket(bytes, start, end),
    // 'S', or the high byte of a length.
    firstBytes: [
      [0x53, 0x53],
      [0, 0],
    ],
  },
  stream: () => ({ client: framer, server: framer }),

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ssh);
    const captured = Math.min(end, dissection.limit);
    dissection.begin(ssh, start, captured - start);
    const said: string[] = [];
    dissection.describe(() => said.join(', '));
    let at = start;
    if (isBanner(dissection.bytes, at, captured)) {
      const line = lineAt(dissection.bytes, at, captured);
      const text = textAt(dissection.bytes, at, line.textEnd);
      dissection.add(fields.protocol, at, line.next - at, text);
      said.push(text);
      at = line.next;
    }
    while (at < captured && !dissection.failed) at = addPacket(dissection, at, captured, end, said);
    dissection.end();
  },
});

const isBanner = (bytes: Uint8Array, start: number, end: number): boolean => startsWith(bytes, start, end, 'SSH-');

/** A packet that is not encrypted: its lengths fit one another, and its message is one of the transport layer. */
function isPlainPacket(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 16 || bytes[start] !== 0 || bytes[start + 1] !== 0) return false;
  const length = ((bytes[start + 2] as number) << 8) | (bytes[start + 3] as number);
  const padding = bytes[start + 4] as number;
  if (length < 12 || length > longestPacket || (length + 4) % 8 !== 0) return false;
  if (padding < 4 || padding > length - 2) return false;
  return messageCodes[bytes[start + 5] as number] !== undefined;
}

/** The banner's line, then packets until they are encrypted. */
const framer: MessageFramer = {
  ...plainFramer,
  measure(run, start) {
    const bytes = run.bytes(start, longestBanner);
    if (isBanner(bytes, 0, bytes.length)) {
      const line = lineAt(bytes, 0, bytes.length);
      return line.isWhole ? line.next : bytes.length < longestBanner ? 'unfinished' : 'not-here';
    }
    if (!isPlainPacket(bytes, 0, bytes.length)) return 'not-here';
    return 4 + (((bytes[2] as number) << 8) | (bytes[3] as number));
  },
};

/** @returns the offset behind it */
function addPacket(dissection: Dissection, at: number, captured: number, end: number, said: string[]): number {
  if (!isPlainPacket(dissection.bytes, at, captured)) {
    dissection.octets(fields.encrypted, at, captured - at);
    said.push(`Encrypted packet (${end - at} bytes)`);
    return captured;
  }
  const length = dissection.number(fields.packetLength, at, 4);
  const padding = dissection.number(fields.paddingLength, at + 4, 1);
  const code = dissection.number(fields.messageCode, at + 5, 1);
  const payloadEnd = Math.min(captured, at + 4 + length - padding);
  if (payloadEnd > at + 6) dissection.octets(fields.payload, at + 6, payloadEnd - at - 6);
  const name = messageCodes[code] as string;
  said.push(at + 4 + length > end ? `${name} (${end - at} of ${length + 4} bytes)` : name);
  return at + 4 + length;
}
