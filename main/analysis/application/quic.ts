import type { Dissection } from '../dissection';
import { type Enumeration, field } from '../fields/field';
import { protocol } from '../protocol';

// RFC 9000 §17.2: flags, version, destination and source connection id behind their lengths; then by type. §16: lengths in
// 1, 2, 4 or 8 bytes, told by the two highest bits.
const longHeader = 0x80;
const versionTwo = 0x6b3343cf;
const longestConnectionId = 20;

const versionNames: Enumeration = { 0: 'Version Negotiation', 1: '1', [versionTwo]: '2' };

const packetTypes: Enumeration = { 0: 'Initial', 1: '0-RTT', 2: 'Handshake', 3: 'Retry' };
/** Version 2 numbers them otherwise (RFC 9369 §3.2). */
const packetTypesTwo: Enumeration = { 0: 'Retry', 1: 'Initial', 2: '0-RTT', 3: 'Handshake' };

const fields = {
  headerForm: field('quic.header_form', 'uint8', 'Header form', '1: long header', { mask: 0x80 }),
  fixedBit: field('quic.fixed_bit', 'boolean', 'Fixed bit', 'Set in every packet but version negotiation', {
    mask: 0x40,
  }),
  packetType: field('quic.long.packet_type', 'uint8', 'Packet type', 'What the packet is for', {
    mask: 0x30,
    values: packetTypes,
  }),
  packetTypeTwo: field('quic.long.packet_type_v2', 'uint8', 'Packet type', 'What the packet is for', {
    mask: 0x30,
    values: packetTypesTwo,
  }),
  version: field('quic.version', 'uint32', 'Version', 'Version of QUIC', { base: 'hex', values: versionNames }),
  destinationLength: field('quic.dcil', 'uint8', 'Destination connection id length', 'Bytes of the id'),
  destinationId: field('quic.dcid', 'bytes', 'Destination connection id', 'Connection id of the receiver'),
  sourceLength: field('quic.scil', 'uint8', 'Source connection id length', 'Bytes of the id'),
  sourceId: field('quic.scid', 'bytes', 'Source connection id', 'Connection id of the sender'),
  supportedVersion: field('quic.supported_version', 'uint32', 'Supported version', 'A version that the server speaks', {
    base: 'hex',
    values: versionNames,
  }),
  tokenLength: field('quic.token_length', 'uint64', 'Token length', 'Bytes of the token'),
  token: field('quic.token', 'bytes', 'Token', 'Proves the address of the client'),
  length: field('quic.length', 'uint64', 'Length', 'Bytes of packet number and payload'),
  retryToken: field('quic.retry_token', 'bytes', 'Retry token', 'To be sent back in the next Initial'),
  integrityTag: field('quic.retry_integrity_tag', 'bytes', 'Integrity tag', 'Proves that the Retry is whole'),
  remaining: field('quic.remaining_payload', 'bytes', 'Protected payload', 'Encrypted packet number and payload'),
} as const;

/** QUIC, by its long headers; short headers do not tell themselves from other data. */
export const quic = protocol({
  name: 'quic',
  short: 'QUIC',
  title: 'QUIC',
  fields,
  registrations: [{ table: 'udp.port', keys: [443] }],
  recognize: { over: ['udp'], test: beginsLongHeader, firstBytes: [[longHeader, 0xff]] },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(quic);
    const captured = Math.min(end, dissection.limit);
    const said: string[] = [];
    dissection.describe(() => said.join(', '));
    let at = start;
    // Packets may follow one another in one datagram (RFC 9000 §12.2).
    while (at < captured && beginsLongHeader(dissection.bytes, at, captured) && !dissection.failed) {
      const head = dissection.begin(quic, at, 0);
      const next = dissectPacket(dissection, at, captured, said);
      head.length = Math.min(next, captured) - at;
      dissection.end();
      at = next;
    }
    if (at === start) dissection.data(start, end);
  },
});

function isKnownVersion(version: number): boolean {
  if (version === 0 || version === 1 || version === versionTwo) return true;
  const top = version >>> 8;
  // Drafts, Facebook's, and those reserved to exercise negotiation (RFC 9000 §15).
  return top === 0xff0000 || top === 0xfaceb0 || (version & 0x0f0f0f0f) === 0x0a0a0a0a;
}

function beginsLongHeader(bytes: Uint8Array, start: number, end: number): boolean {
  const flags = bytes[start] as number;
  if ((flags & longHeader) === 0 || end - start < 7) return false;
  const version =
    (((bytes[start + 1] as number) << 24) |
      ((bytes[start + 2] as number) << 16) |
      ((bytes[start + 3] as number) << 8) |
      (bytes[start + 4] as number)) >>>
    0;
  if (!isKnownVersion(version) || (version !== 0 && (flags & 0x40) === 0)) return false;
  const destination = bytes[start + 5] as number;
  if (destination > longestConnectionId || start + 6 + destination >= end) return false;
  const source = bytes[start + 6 + destination] as number;
  const rest = end - start - 7 - destination - source;
  return source <= longestConnectionId && (version === 0 ? rest >= 4 && rest % 4 === 0 : rest > 0);
}

/** @returns the offset behind the packet */
function dissectPacket(dissection: Dissection, start: number, end: number, said: string[]): number {
  const flags = dissection.peek(start, 1);
  dissection.bits(fields.headerForm, start, 1, flags);
  const version = dissection.peek(start + 1, 4);
  const names = version === versionTwo ? packetTypesTwo : packetTypes;
  const type = (flags >> 4) & 3;
  const name = version === 0 ? 'Version Negotiation' : (names[type] as string);
  if (version !== 0) {
    dissection.bits(fields.fixedBit, start, 1, flags);
    dissection.bits(version === versionTwo ? fields.packetTypeTwo : fields.packetType, start, 1, flags);
  }
  dissection.number(fields.version, start + 1, 4);
  const destination = addConnectionId(dissection, fields.destinationLength, fields.destinationId, start + 5);
  const source = addConnectionId(dissection, fields.sourceLength, fields.sourceId, destination.next);
  said.push(`${name}, DCID=${destination.text}${source.text === '' ? '' : `, SCID=${source.text}`}`);
  let at = source.next;
  if (version === 0) {
    for (; at + 4 <= end && !dissection.failed; at += 4) dissection.number(fields.supportedVersion, at, 4);
    return end;
  }
  if (name === 'Retry') {
    if (end - at > 16) dissection.octets(fields.retryToken, at, end - at - 16);
    if (end - at >= 16) dissection.octets(fields.integrityTag, end - 16, 16);
    return end;
  }
  if (name === 'Initial') at = addToken(dissection, at);
  const length = addVariable(dissection, fields.length, at);
  const payloadEnd = Math.min(end, length.next + length.value);
  if (payloadEnd > length.next) dissection.octets(fields.remaining, length.next, payloadEnd - length.next);
  return length.next + length.value;
}

function addConnectionId(
  dissection: Dissection,
  lengthField: typeof fields.destinationLength,
  idField: typeof fields.destinationId,
  at: number,
): { text: string; next: number } {
  const length = dissection.number(lengthField, at, 1);
  const id = length > 0 ? dissection.octets(idField, at + 1, length) : new Uint8Array(0);
  return { text: Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join(''), next: at + 1 + length };
}

function addToken(dissection: Dissection, at: number): number {
  const length = addVariable(dissection, fields.tokenLength, at);
  if (length.value > 0) dissection.octets(fields.token, length.next, length.value);
  return length.next + length.value;
}

/** RFC 9000 §16 */
function addVariable(dissection: Dissection, which: typeof fields.length, at: number): { value: number; next: number } {
  const first = dissection.peek(at, 1);
  const size = 1 << (first >> 6);
  if (!dissection.has(at, size)) return { value: 0, next: at + size };
  let value = first & 0x3f;
  for (let i = 1; i < size; i++) value = value * 256 + (dissection.bytes[at + i] as number);
  dissection.add(which, at, size, BigInt(value));
  return { value, next: at + size };
}
