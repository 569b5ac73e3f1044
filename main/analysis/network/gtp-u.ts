import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { gtpExtensionHeaders, gtpMessages } from './gtp-messages';

// 3GPP TS 29.281 §5 (user plane); TS 29.060 §6 has the same header for version 1 of the control plane.
const headerLength = 8;
const optionalLength = 4;
const tPdu = 0xff;
const versionOne = 0x30;
const versionMask = 0xf0;

const fields = {
  flags: field('gtp.flags', 'uint8', 'Flags', 'Version, and what the header holds', { base: 'hex' }),
  version: field('gtp.flags.version', 'uint8', 'Version', 'Version of GTP', { mask: 0xe0 }),
  protocolType: field('gtp.flags.payload', 'uint8', 'Protocol type', "1 for GTP, 0 for charging's GTP'", {
    mask: 0x10,
  }),
  reserved: field('gtp.flags.reserved', 'uint8', 'Reserved', 'Must be 0', { mask: 0x08 }),
  hasExtension: field('gtp.flags.e', 'boolean', 'Extension header', 'Extension headers follow', { mask: 0x04 }),
  hasSequence: field('gtp.flags.s', 'boolean', 'Sequence number', 'The sequence number is valid', { mask: 0x02 }),
  hasUnitNumber: field('gtp.flags.pn', 'boolean', 'N-PDU number', 'The N-PDU number is valid', { mask: 0x01 }),
  message: field('gtp.message', 'uint8', 'Message type', 'User data, or what the tunnel ends say', {
    base: 'hex',
    values: gtpMessages,
  }),
  length: field('gtp.length', 'uint16', 'Length', 'Bytes behind the first eight', { unit: 'bytes' }),
  tunnel: field('gtp.teid', 'uint32', 'Tunnel endpoint (TEID)', "The receiver's number of the tunnel", {
    base: 'hex-dec',
  }),
  sequence: field('gtp.seq_number', 'uint16', 'Sequence number', 'Number of the message', { base: 'hex-dec' }),
  unitNumber: field('gtp.npdu_number', 'uint8', 'N-PDU number', 'Number across a handover', { base: 'hex' }),
  nextExtension: field('gtp.ext_hdr.next', 'uint8', 'Next extension header', 'Kind of extension that follows', {
    base: 'hex',
    values: gtpExtensionHeaders,
  }),
  extension: field('gtp.ext_hdr', 'none', 'Extension header', 'One extension'),
  extensionLength: field('gtp.ext_hdr.length', 'uint8', 'Extension length', 'In units of four bytes'),
  extensionData: field('gtp.ext_hdr.data', 'bytes', 'Value', 'Value of the extension'),
} as const;

export const gtpU = protocol({
  name: 'gtp',
  short: 'GTP',
  title: 'GPRS Tunneling Protocol',
  fields,
  registrations: [{ table: 'udp.port', keys: [2152, 2123] }],
  recognize: {
    over: [],
    test: (bytes, start, end) => end - start >= headerLength && ((bytes[start] as number) & versionMask) === versionOne,
  },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(gtpU);
    const head = dissection.begin(gtpU, start, headerLength);
    const flags = addFlags(dissection, start);
    const message = dissection.number(fields.message, start + 1, 1);
    const length = dissection.number(fields.length, start + 2, 2);
    const tunnel = dissection.number(fields.tunnel, start + 4, 4);
    const name = gtpMessages[message] ?? `message type ${message}`;
    head.text = () => `GTP, ${name}, tunnel 0x${tunnel.toString(16).padStart(8, '0')}`;
    dissection.describe(() => `${name}, TEID 0x${tunnel.toString(16).padStart(8, '0')}`);
    const payload = (flags & 7) === 0 ? start + headerLength : readOptional(dissection, start + headerLength, flags);
    const payloadEnd = Math.min(end, start + headerLength + length);
    head.length = payload - start;
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    if (message !== tPdu || !nextByVersion(dissection, payload, payloadEnd)) dissection.data(payload, payloadEnd);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const { bytes, limit, view } = scan;
    const flags = start + headerLength > limit ? 0xff : (bytes[start] as number);
    const payload = start + headerLength + ((flags & 7) === 0 ? 0 : optionalLength);
    const version = payload < limit && bytes[start + 1] === tPdu ? (bytes[payload] as number) >> 4 : 0;
    // Extension headers are left to the dissector.
    if ((flags & 4) !== 0 || (version !== 4 && version !== 6)) {
      scan.needsDissector = true;
      return;
    }
    const payloadEnd = start + headerLength + view.getUint16(start + 2);
    scan.protocol = gtpU.index;
    scan.next('ethertype', version === 4 ? 0x0800 : 0x86dd, payload, Math.min(payloadEnd, end));
  },
});

function addFlags(dissection: Dissection, start: number): number {
  const flags = dissection.peek(start, 1);
  dissection.group(fields.flags, start, 1, flags);
  dissection.bits(fields.version, start, 1, flags);
  dissection.bits(fields.protocolType, start, 1, flags);
  dissection.bits(fields.reserved, start, 1, flags);
  dissection.bits(fields.hasExtension, start, 1, flags);
  dissection.bits(fields.hasSequence, start, 1, flags);
  dissection.bits(fields.hasUnitNumber, start, 1, flags);
  dissection.end();
  return flags;
}

/** §5.1: any of the three flags brings all four bytes. @returns where the payload begins */
function readOptional(dissection: Dissection, start: number, flags: number): number {
  if ((flags & 2) !== 0) dissection.number(fields.sequence, start, 2);
  if ((flags & 1) !== 0) dissection.number(fields.unitNumber, start + 2, 1);
  let at = start + optionalLength;
  let next = dissection.peek(start + 3, 1);
  if ((flags & 4) === 0) return at;
  dissection.add(fields.nextExtension, start + 3, 1, next);
  while (next !== 0 && !dissection.failed) {
    const length = dissection.peek(at, 1) * 4;
    if (length === 0) {
      dissection.malformed(at, 'an extension header of length 0');
      return at;
    }
    dissection.group(fields.extension, at, length);
    dissection.number(fields.extensionLength, at, 1);
    dissection.octets(fields.extensionData, at + 1, length - 2);
    next = dissection.number(fields.nextExtension, at + length - 1, 1);
    dissection.end();
    at += length;
  }
  return at;
}

/** The user's packet is IP of either version. @returns false where it is neither */
function nextByVersion(dissection: Dissection, start: number, end: number): boolean {
  if (start >= dissection.limit) return false;
  const version = (dissection.bytes[start] as number) >> 4;
  if (version === 4) return dissection.next('ethertype', 0x0800, start, end);
  return version === 6 && dissection.next('ethertype', 0x86dd, start, end);
}
