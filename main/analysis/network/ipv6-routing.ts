import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { AddressFamily } from '../packet-summary';
import { protocol } from '../protocol';
import { ipProtocols } from './ip-protocol-numbers';

// RFC 8200 §4.4; type 0 RFC 2460 §4.4 (deprecated by RFC 5095), type 2 RFC 6275 §6.4, type 3 RFC 6554, type 4 RFC 8754 §2,
// types 5 and 6 RFC 9631.
const sourceRoute = 0;
const mobile = 2;
const rplSourceRoute = 3;
const segmentRouting = 4;
const fixedPart = 8;

const routingTypes = {
  0: 'Source Route',
  1: 'Nimrod',
  2: 'Mobile IP',
  3: 'RPL Source Route',
  4: 'Segment Routing',
  5: 'Compact Routing Header (16 bit)',
  6: 'Compact Routing Header (32 bit)',
  253: 'Experiment 1',
  254: 'Experiment 2',
} as const;

const fields = {
  nextHeader: field('ipv6.routing.nxt', 'uint8', 'Next Header', 'What follows this header', { values: ipProtocols }),
  length: field('ipv6.routing.len', 'uint8', 'Length', 'Units of 8 bytes behind the first 8'),
  lengthBytes: field('ipv6.routing.len_oct', 'uint16', 'Length in bytes', 'Bytes of this header', {
    generated: true,
    unit: 'bytes',
  }),
  type: field('ipv6.routing.type', 'uint8', 'Type', 'How the route is written', { values: routingTypes }),
  segmentsLeft: field('ipv6.routing.segleft', 'uint8', 'Segments Left', 'Nodes still to be visited'),
  reserved: field('ipv6.routing.src.reserved', 'bytes', 'Reserved', 'Must be zero'),
  routeAddress: field('ipv6.routing.src.addr', 'ipv6', 'Address', 'A node of the route'),
  mobileReserved: field('ipv6.routing.mipv6.reserved', 'bytes', 'Reserved', 'Must be zero'),
  homeAddress: field('ipv6.routing.mipv6.home_address', 'ipv6', 'Home Address', 'Home address of the mobile node'),
  prefixInner: field('ipv6.routing.rpl.cmprI', 'uint32', 'Shared prefix of inner addresses', 'Bytes left out', {
    mask: 0xf0000000,
  }),
  prefixLast: field('ipv6.routing.rpl.cmprE', 'uint32', 'Shared prefix of the last address', 'Bytes left out', {
    mask: 0x0f000000,
  }),
  padding: field('ipv6.routing.rpl.pad', 'uint32', 'Padding', 'Bytes of padding at the end', { mask: 0x00f00000 }),
  rplAddress: field('ipv6.routing.rpl.address', 'bytes', 'Address', 'A node of the route, prefix left out'),
  lastEntry: field('ipv6.routing.srh.last_entry', 'uint8', 'Last Entry', 'Index of the last segment in the list'),
  segmentFlags: field('ipv6.routing.srh.flags', 'uint8', 'Flags', 'None is defined yet', { base: 'hex' }),
  tag: field('ipv6.routing.srh.tag', 'bytes', 'Tag', 'Marks packets of one group'),
  segment: field('ipv6.routing.srh.addr', 'ipv6', 'Segment', 'A segment; the list runs from the last to the first'),
  shortSegment: field('ipv6.routing.crh16.sid', 'uint16', 'Segment', 'A segment'),
  longSegment: field('ipv6.routing.crh32.sid', 'uint32', 'Segment', 'A segment'),
  unknown: field('ipv6.routing.unknown_data', 'bytes', 'Type-specific data', 'Data that is not read further'),
} as const;

export const ipv6Routing = protocol({
  name: 'ipv6.routing',
  short: 'IPv6',
  title: 'IPv6 Routing Header',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [43] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    const head = dissection.begin(ipv6Routing, start, fixedPart);
    const following = dissection.number(fields.nextHeader, start, 1);
    const length = (dissection.number(fields.length, start + 1, 1) + 1) * 8;
    head.length = length;
    dissection.add(fields.lengthBytes, start + 1, 1, length);
    const type = dissection.number(fields.type, start + 2, 1);
    const segmentsLeft = dissection.number(fields.segmentsLeft, start + 3, 1);
    head.text = () => `IPv6 Routing Header, ${nameOf(type)}, ${segmentsLeft} segments left`;
    dissection.describe(() => `IPv6 routing (${nameOf(type)}), ${segmentsLeft} segments left`);
    const behind = start + length;
    readRoute(dissection, type, start, behind);
    if (!dissection.has(start, length)) return;
    dissection.end();
    if (segmentsLeft > 0) setFinalDestination(dissection, type, start, length);
    if (!dissection.next('ip.protocol', following, behind, end)) dissection.data(behind, end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const { bytes } = scan;
    const known = bytes[start + 2] === segmentRouting || bytes[start + 2] === mobile;
    if (start + fixedPart > scan.limit || !known) {
      scan.needsDissector = true;
      return;
    }
    const length = ((bytes[start + 1] as number) + 1) * 8;
    if (start + length > scan.limit || start + length > end || length < fixedPart + 16) {
      scan.needsDissector = true;
      return;
    }
    const final = (bytes[start + 3] as number) > 0 ? finalDestination(bytes[start + 2] as number, start, length) : -1;
    if (final >= 0) scan.setAddresses(AddressFamily.ipv6, bytes, scan.sourceAt, final);
    scan.next('ip.protocol', bytes[start] as number, start + length, end);
  },
});

const nameOf = (type: number): string => routingTypes[type as keyof typeof routingTypes] ?? `type ${type}`;

function readRoute(dissection: Dissection, type: number, start: number, behind: number): void {
  const data = start + 4;
  if (type === sourceRoute) {
    dissection.octets(fields.reserved, data, 4);
    for (let at = data + 4; at + 16 <= behind && !dissection.failed; at += 16) {
      dissection.octets(fields.routeAddress, at, 16);
    }
  } else if (type === mobile) {
    dissection.octets(fields.mobileReserved, data, 4);
    dissection.octets(fields.homeAddress, data + 4, 16);
  } else if (type === rplSourceRoute) readRplRoute(dissection, data, behind);
  else if (type === segmentRouting) readSegments(dissection, data, behind);
  else if (type === 5 || type === 6) {
    const size = type === 5 ? 2 : 4;
    const segment = type === 5 ? fields.shortSegment : fields.longSegment;
    for (let at = data; at + size <= behind && !dissection.failed; at += size) dissection.number(segment, at, size);
  } else dissection.octets(fields.unknown, data, behind - data);
}

/** Addresses without the prefix that they share with the destination (RFC 6554 §3). */
function readRplRoute(dissection: Dissection, data: number, behind: number): void {
  const word = dissection.peek(data, 4);
  const inner = 16 - dissection.bits(fields.prefixInner, data, 4, word);
  const last = 16 - dissection.bits(fields.prefixLast, data, 4, word);
  const end = behind - dissection.bits(fields.padding, data, 4, word);
  let at = data + 4;
  for (; at + inner + last <= end && !dissection.failed; at += inner) dissection.octets(fields.rplAddress, at, inner);
  if (at + last <= end) dissection.octets(fields.rplAddress, at, last);
}

function readSegments(dissection: Dissection, data: number, behind: number): void {
  const lastEntry = dissection.number(fields.lastEntry, data, 1);
  dissection.number(fields.segmentFlags, data + 1, 1);
  dissection.octets(fields.tag, data + 2, 2);
  let at = data + 4;
  for (let i = 0; i <= lastEntry && at + 16 <= behind && !dissection.failed; i++, at += 16) {
    dissection.octets(fields.segment, at, 16);
  }
  if (at < behind) dissection.octets(fields.unknown, at, behind - at);
}

/** While segments are left, the IPv6 header names the next node, and this header where the packet goes in the end. */
function setFinalDestination(dissection: Dissection, type: number, start: number, length: number): void {
  const { summary } = dissection;
  const final = finalDestination(type, start, length);
  if (final >= 0 && summary.addressFamily === AddressFamily.ipv6) {
    summary.setAddresses(AddressFamily.ipv6, summary.addressBytes, summary.sourceAt, final);
  }
}

/** @returns the offset of the last node's address; -1 where the header has none in full */
function finalDestination(type: number, start: number, length: number): number {
  if (length < fixedPart + 16) return -1;
  if (type === sourceRoute) return start + fixedPart + 16 * (Math.floor((length - fixedPart) / 16) - 1);
  return type === mobile || type === segmentRouting ? start + fixedPart : -1;
}
