import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { ipv4Text } from './address-text';
import { extensionsStart, icmpExtensionFields, readExtensions } from './icmp-extensions';
import { icmpCodes, icmpTypes } from './icmp-names';
import { checksumStatusNames } from './internet-checksum';
import { quotedFlow, readQuotedPacket } from './quoted-packet';
import { showChecksum } from './shown-checksum';

// RFC 792; MTU of the next hop RFC 1191 §4, router discovery RFC 1256, address mask RFC 950, extensions RFC 4884, extended
// echo RFC 8335.
const headerLength = 8;
const leastLength = 6;
const echoReply = 0;
const unreachable = 3;
const redirect = 5;
const echoRequest = 8;
const timeExceeded = 11;
const fragmentationNeeded = 4;

const fields = {
  type: field('icmp.type', 'uint8', 'Type', 'What the message says', { values: icmpTypes }),
  code: field('icmp.code', 'uint8', 'Code', 'What kind of it'),
  checksum: field('icmp.checksum', 'uint16', 'Checksum', 'Checksum over the message', { base: 'hex' }),
  checksumStatus: field('icmp.checksum.status', 'uint8', 'Checksum status', 'Whether the checksum is right', {
    generated: true,
    values: checksumStatusNames,
  }),
  identifier: field('icmp.ident', 'uint16', 'Identifier', 'Tells one sender of requests from another', {
    base: 'dec-hex',
  }),
  identifierSwapped: field('icmp.ident_le', 'uint16', 'Identifier (little-endian)', 'As some systems write it', {
    base: 'dec-hex',
  }),
  sequence: field('icmp.seq', 'uint16', 'Sequence Number', 'Counts the requests', { base: 'dec-hex' }),
  sequenceSwapped: field('icmp.seq_le', 'uint16', 'Sequence Number (little-endian)', 'As some systems write it', {
    base: 'dec-hex',
  }),
  unused: field('icmp.unused', 'bytes', 'Unused', 'Must be zero'),
  length: field('icmp.length', 'uint8', 'Length', 'Units of 4 bytes of the quoted packet (RFC 4884)'),
  quotedLength: field('icmp.length.original_datagram', 'uint8', 'Length of quoted packet', 'Bytes of it', {
    generated: true,
    unit: 'bytes',
  }),
  nextHopMtu: field('icmp.mtu', 'uint16', 'MTU of next hop', 'Largest packet that the next link takes'),
  pointer: field('icmp.pointer', 'uint32', 'Pointer', 'Offset of the fault in the quoted packet'),
  gateway: field('icmp.redir_gw', 'ipv4', 'Gateway Address', 'The better router'),
  originate: field('icmp.originate_timestamp', 'uint32', 'Originate Timestamp', 'Milliseconds since midnight UTC'),
  receive: field('icmp.receive_timestamp', 'uint32', 'Receive Timestamp', 'Milliseconds since midnight UTC'),
  transmit: field('icmp.transmit_timestamp', 'uint32', 'Transmit Timestamp', 'Milliseconds since midnight UTC'),
  addressMask: field('icmp.address_mask', 'ipv4', 'Address Mask', 'Mask of the subnet'),
  addressCount: field('icmp.num_addrs', 'uint8', 'Number of addresses', 'Routers that are advertised'),
  entrySize: field('icmp.addr_entry_size', 'uint8', 'Address entry size', 'Words of 4 bytes of each entry'),
  lifetime: field('icmp.lifetime', 'uint16', 'Lifetime', 'How long the routers may be used', { unit: 'seconds' }),
  routerAddress: field('icmp.router_address', 'ipv4', 'Router address', 'Address of a router'),
  preference: field('icmp.pref_level', 'int32', 'Preference level', 'The higher, the better'),
  extendedSequence: field('icmp.ext.echo.seq', 'uint8', 'Sequence Number', 'Counts the requests', { base: 'dec-hex' }),
  local: field('icmp.ext.echo.req.local', 'boolean', 'Local', 'Asks for an interface of the receiver itself', {
    mask: 0x01,
  }),
  state: field('icmp.ext.echo.rsp.state', 'uint8', 'State', 'State of the neighbor entry', { mask: 0xe0 }),
  active: field('icmp.ext.echo.rsp.active', 'boolean', 'Active', 'The interface is active', { mask: 0x04 }),
  ipv4: field('icmp.ext.echo.rsp.ipv4', 'boolean', 'IPv4', 'IPv4 runs on the interface', { mask: 0x02 }),
  ipv6: field('icmp.ext.echo.rsp.ipv6', 'boolean', 'IPv6', 'IPv6 runs on the interface', { mask: 0x01 }),
} as const;

export const icmp = protocol({
  name: 'icmp',
  short: 'ICMP',
  title: 'Internet Control Message Protocol',
  fields: [fields, icmpExtensionFields],
  registrations: [{ table: 'ip.protocol', keys: [1] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(icmp);
    // What is shorter says nothing that can be relied on: not even its checksum covers a whole word.
    if (dissection.lacks(icmp, start, leastLength)) return;
    const head = dissection.begin(icmp, start, Math.max(headerLength, end - start));
    const type = dissection.number(fields.type, start, 1);
    const code = dissection.peek(start + 1, 1);
    const codeName = icmpCodes[type]?.[code];
    dissection.add(fields.code, start + 1, 1, code).note = codeName === undefined ? '' : `(${codeName})`;
    const title = `${icmpTypes[type] ?? `Type ${type}`}${codeName === undefined ? '' : ` (${codeName})`}`;
    head.text = () => `ICMP, ${title}`;
    dissection.describe(() => title);
    showChecksum(dissection, fields, start + 2, start, end);
    readBody(dissection, type, code, title, start, end);
  },

  scan(scan: PacketScan, start: number): void {
    const type = start + headerLength <= scan.limit ? (scan.bytes[start] as number) : -1;
    // Errors are left to the dissector, which ties them to the connection of the packet that they quote.
    if (type === echoReply || type === echoRequest) scan.protocol = icmp.index;
    else scan.needsDissector = true;
  },
});

function readBody(dissection: Dissection, type: number, code: number, title: string, start: number, end: number): void {
  switch (type) {
    case echoReply:
    case echoRequest:
    case 15:
    case 16:
      readEcho(dissection, type, title, start, end);
      break;
    case unreachable:
    case 4:
    case redirect:
    case timeExceeded:
    case 12:
      readError(dissection, type, code, title, start, end);
      break;
    case 13:
    case 14:
      readIdentifiers(dissection, start);
      dissection.number(fields.originate, start + 8, 4);
      dissection.number(fields.receive, start + 12, 4);
      dissection.number(fields.transmit, start + 16, 4);
      break;
    case 17:
    case 18:
      readIdentifiers(dissection, start);
      dissection.ipv4(fields.addressMask, start + 8);
      break;
    case 9:
      readRouterAdvertisement(dissection, title, start, end);
      break;
    case 42:
    case 43:
      readExtendedEcho(dissection, type, title, start, end);
      break;
    default:
      dissection.end();
      dissection.data(start + 4, end);
      return;
  }
  dissection.end();
}

function readIdentifiers(dissection: Dissection, start: number): { identifier: number; sequence: number } {
  const identifier = addBothOrders(dissection, fields.identifier, fields.identifierSwapped, start + 4);
  const sequence = addBothOrders(dissection, fields.sequence, fields.sequenceSwapped, start + 6);
  return { identifier, sequence };
}

function addBothOrders(dissection: Dissection, network: Field, swapped: Field, at: number): number {
  const value = dissection.number(network, at, 2);
  dissection.add(swapped, at, 2, ((value & 0xff) << 8) | (value >> 8));
  return value;
}

function readEcho(dissection: Dissection, type: number, title: string, start: number, end: number): void {
  const { identifier, sequence } = readIdentifiers(dissection, start);
  if (type > echoRequest) return;
  const { timeToLive } = dissection.summary;
  dissection.describe(
    () => `${title} id=0x${identifier.toString(16).padStart(4, '0')} seq=${sequence} ttl=${timeToLive}`,
  );
  dissection.end();
  dissection.data(start + headerLength, end);
}

/** The second word differs by type; the quoted packet follows it (RFC 792, RFC 4884 §4). */
function readError(
  dissection: Dissection,
  type: number,
  code: number,
  title: string,
  start: number,
  end: number,
): void {
  const { bytes, limit } = dissection;
  const quote = start + headerLength;
  let note = '';
  let quotedLength = 0;
  if (type === redirect) {
    const gateway = dissection.ipv4(fields.gateway, start + 4);
    note = ` to ${ipv4Text(gateway)}`;
  } else if (type === 4) dissection.octets(fields.unused, start + 4, 4);
  else {
    quotedLength = readSecondWord(dissection, type, code, start + 4);
    if (type === unreachable && code === fragmentationNeeded) note = `, MTU ${dissection.peek(start + 6, 2)}`;
  }
  dissection.describe(() => `${title}${note}${quotedFlow(bytes, quote, Math.min(end, limit))}`);
  if (dissection.failed) return;
  const quoteEnd = type === redirect || type === 4 ? end : extensionsStart(dissection, quote, end, quotedLength);
  readQuotedPacket(dissection, 'ip', quote, quoteEnd);
  readExtensions(dissection, quoteEnd, end);
}

/** @returns bytes of the quoted packet; 0 where the sender does not tell */
function readSecondWord(dissection: Dissection, type: number, code: number, at: number): number {
  const hasPointer = type === 12;
  const hasMtu = type === unreachable && code === fragmentationNeeded;
  const length = dissection.peek(at + 1, 1);
  if (hasPointer) dissection.number(fields.pointer, at, 1);
  if (length > 0) {
    if (!hasPointer) dissection.octets(fields.unused, at, 1);
    dissection.number(fields.length, at + 1, 1);
    dissection.add(fields.quotedLength, at + 1, 1, length * 4);
    if (!hasMtu) dissection.octets(fields.unused, at + 2, 2);
  } else {
    const start = hasPointer ? at + 1 : at;
    dissection.octets(fields.unused, start, (hasMtu ? at + 2 : at + 4) - start);
  }
  if (hasMtu) dissection.number(fields.nextHopMtu, at + 2, 2);
  return length * 4;
}

function readRouterAdvertisement(dissection: Dissection, title: string, start: number, end: number): void {
  const count = dissection.number(fields.addressCount, start + 4, 1);
  const size = dissection.number(fields.entrySize, start + 5, 1) * 4;
  const lifetime = dissection.number(fields.lifetime, start + 6, 2);
  dissection.describe(() => `${title}, ${count} addresses, lifetime ${lifetime} s`);
  if (size < 8) return;
  let at = start + headerLength;
  for (let i = 0; i < count && at + size <= end && !dissection.failed; i++, at += size) {
    dissection.ipv4(fields.routerAddress, at);
    dissection.add(fields.preference, at + 4, 4, dissection.peek(at + 4, 4) | 0);
  }
}

function readExtendedEcho(dissection: Dissection, type: number, title: string, start: number, end: number): void {
  const identifier = addBothOrders(dissection, fields.identifier, fields.identifierSwapped, start + 4);
  const sequence = dissection.number(fields.extendedSequence, start + 6, 1);
  const flags = dissection.peek(start + 7, 1);
  dissection.describe(() => `${title} id=0x${identifier.toString(16).padStart(4, '0')} seq=${sequence}`);
  const parts = type === 42 ? [fields.local] : [fields.state, fields.active, fields.ipv4, fields.ipv6];
  for (const part of parts) dissection.bits(part, start + 7, 1, flags);
  if (type === 42) readExtensions(dissection, start + headerLength, end);
}
