import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { extensionsStart, icmpExtensionFields, readExtensions } from './icmp-extensions';
import { icmpv6Codes, icmpv6Types } from './icmpv6-names';
import { checksumStatusNames } from './internet-checksum';
import { multicastListenerFields, readListenerMessage, readListenerReport } from './multicast-listener';
import { isPlainNeighborMessage, neighborMessageFields, readNeighborMessage } from './neighbor-discovery';
import { neighborDiscoveryFields } from './neighbor-discovery-options';
import { nodeInformationFields, readNodeInformation } from './node-information';
import { quotedFlow, readQuotedPacket } from './quoted-packet';
import { ipv6PseudoHeader, showChecksum } from './shown-checksum';

// RFC 4443; other messages in the files that read them.
const nextHeader = 58;
const echoRequest = 128;
const echoReply = 129;

const fields = {
  type: field('icmpv6.type', 'uint8', 'Type', 'What the message says', { values: icmpv6Types }),
  code: field('icmpv6.code', 'uint8', 'Code', 'What kind of it'),
  checksum: field('icmpv6.checksum', 'uint16', 'Checksum', 'Checksum over pseudo-header and message', { base: 'hex' }),
  checksumStatus: field('icmpv6.checksum.status', 'uint8', 'Checksum status', 'Whether the checksum is right', {
    generated: true,
    values: checksumStatusNames,
  }),
  length: field('icmpv6.length', 'uint8', 'Length', 'Units of 8 bytes of the quoted packet (RFC 4884)'),
  mtu: field('icmpv6.mtu', 'uint32', 'MTU', 'Largest packet that the next link takes'),
  pointer: field('icmpv6.pointer', 'uint32', 'Pointer', 'Offset of the fault in the quoted packet'),
  identifier: field('icmpv6.echo.identifier', 'uint16', 'Identifier', 'Tells one sender of requests from another', {
    base: 'hex',
  }),
  sequence: field('icmpv6.echo.sequence_number', 'uint16', 'Sequence', 'Counts the requests'),
  local: field('icmpv6.ext.echo.req.local', 'boolean', 'Local', 'Asks for an interface of the receiver itself', {
    mask: 0x01,
  }),
  state: field('icmpv6.ext.echo.rsp.state', 'uint8', 'State', 'State of the neighbor entry', { mask: 0xe0 }),
  active: field('icmpv6.ext.echo.rsp.active', 'boolean', 'Active', 'The interface is active', { mask: 0x04 }),
  ipv4: field('icmpv6.ext.echo.rsp.ipv4', 'boolean', 'IPv4', 'IPv4 runs on the interface', { mask: 0x02 }),
  ipv6: field('icmpv6.ext.echo.rsp.ipv6', 'boolean', 'IPv6', 'IPv6 runs on the interface', { mask: 0x01 }),
  extendedSequence: field('icmpv6.ext.echo.seq', 'uint8', 'Sequence', 'Counts the requests', { base: 'dec-hex' }),
} as const;

export const icmpv6 = protocol({
  name: 'icmpv6',
  short: 'ICMPv6',
  title: 'Internet Control Message Protocol v6',
  fields: fieldsByName(
    fields,
    neighborMessageFields,
    neighborDiscoveryFields,
    multicastListenerFields,
    nodeInformationFields,
    icmpExtensionFields,
  ),
  registrations: [{ table: 'ip.protocol', keys: [nextHeader] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(icmpv6);
    const head = dissection.begin(icmpv6, start, Math.max(4, end - start));
    const type = dissection.number(fields.type, start, 1);
    const code = dissection.peek(start + 1, 1);
    const codeName = icmpv6Codes[type]?.[code];
    dissection.add(fields.code, start + 1, 1, code).note = codeName === undefined ? '' : `(${codeName})`;
    const title = `${icmpv6Types[type] ?? `Type ${type}`}${codeName === undefined ? '' : ` (${codeName})`}`;
    head.text = () => `ICMPv6, ${title}`;
    dissection.describe(() => title);
    const pseudoHeader = dissection.quoted ? null : ipv6PseudoHeader(dissection, nextHeader, end - start);
    showChecksum(dissection, fields, start + 2, start, end, pseudoHeader);
    readBody(dissection, type, title, start, end);
    dissection.end();
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const { bytes, limit } = scan;
    const type = start + 8 <= limit ? (bytes[start] as number) : 0;
    const isEcho = type === echoRequest || type === echoReply;
    if (isEcho || (end <= limit && isPlainNeighborMessage(bytes, start, end))) scan.protocol = icmpv6.index;
    else scan.needsDissector = true;
  },
});

/** One table of several, whose parts may use the same word for different fields. */
function fieldsByName(...tables: readonly Readonly<Record<string, Field>>[]): Record<string, Field> {
  return Object.fromEntries(tables.flatMap((table) => Object.values(table)).map((each) => [each.name, each]));
}

function readBody(dissection: Dissection, type: number, title: string, start: number, end: number): void {
  if (type >= 1 && type <= 4) readError(dissection, type, title, start, end);
  else if (type === echoRequest || type === echoReply) readEcho(dissection, title, start, end);
  else if (type >= 130 && type <= 132) readListenerMessage(dissection, title, start, end);
  else if (type === 143) readListenerReport(dissection, title, start, end);
  else if ((type >= 133 && type <= 137) || type === 141 || type === 142) {
    readNeighborMessage(dissection, type, title, start, end);
  } else if (type === 139 || type === 140) readNodeInformation(dissection, type, title, start, end);
  else if (type === 160 || type === 161) {
    dissection.number(fields.identifier, start + 4, 2);
    dissection.number(fields.extendedSequence, start + 6, 1);
    readExtendedFlags(dissection, type, start + 7);
    if (type === 160) readExtensions(dissection, start + 8, end);
  } else if (Math.min(end, dissection.limit) > start + 4) {
    dissection.octets(neighborDiscoveryFields.data, start + 4, Math.min(end, dissection.limit) - start - 4);
  }
}

/** RFC 8335 §2 and §3. */
function readExtendedFlags(dissection: Dissection, type: number, at: number): void {
  const flags = dissection.peek(at, 1);
  const parts = type === 160 ? [fields.local] : [fields.state, fields.active, fields.ipv4, fields.ipv6];
  for (const part of parts) dissection.bits(part, at, 1, flags);
}

function readError(dissection: Dissection, type: number, title: string, start: number, end: number): void {
  const { bytes, limit } = dissection;
  const quote = start + 8;
  let note = '';
  let quotedLength = 0;
  if (type === 2) note = `, MTU ${dissection.number(fields.mtu, start + 4, 4)}`;
  else if (type === 4) note = `, at byte ${dissection.number(fields.pointer, start + 4, 4)}`;
  else {
    // Where it is 0, the byte is one of four that are reserved (RFC 4443 §3.1); RFC 4884 §4.4 made a length of it.
    quotedLength = dissection.peek(start + 4, 1) * 8;
    if (quotedLength > 0) dissection.number(fields.length, start + 4, 1);
    const reserved = quotedLength > 0 ? 3 : 4;
    dissection.octets(neighborMessageFields.reserved, start + 8 - reserved, reserved);
  }
  dissection.describe(() => `${title}${note}${quotedFlow(bytes, quote, Math.min(end, limit))}`);
  if (dissection.failed) return;
  const quoteEnd = type === 1 || type === 3 ? extensionsStart(dissection, quote, end, quotedLength) : end;
  readQuotedPacket(dissection, 'ipv6', quote, quoteEnd);
  readExtensions(dissection, quoteEnd, end);
}

function readEcho(dissection: Dissection, title: string, start: number, end: number): void {
  const identifier = dissection.number(fields.identifier, start + 4, 2);
  const sequence = dissection.number(fields.sequence, start + 6, 2);
  const { timeToLive } = dissection.summary;
  dissection.describe(
    () => `${title} id=0x${identifier.toString(16).padStart(4, '0')} seq=${sequence} hop limit=${timeToLive}`,
  );
  dissection.data(start + 8, end);
}
