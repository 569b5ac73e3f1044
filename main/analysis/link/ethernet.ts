import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { ethernetText } from '../network/address-text';
import type { PacketScan } from '../packet-scan';
import { AddressFamily } from '../packet-summary';
import { protocol } from '../protocol';
import { addPadding, nextByEtherType, padding } from './ether-payload';
import { etherTypes } from './ether-types';
import { addEthernetAddress } from './ethernet-address';

// IEEE 802.3-2022 clause 3: destination, source, then a type (>= 1536) or the length of the LLC data that follows.
const headerLength = 14;
const smallestType = 0x0600;
const longestLength = 1500;
const checkSequenceLength = 4;
/** Least frame with its check sequence. */
const smallestFrame = 64;
/** Cisco's FabricPath has addresses of its own kind in place of the MAC addresses. */
const fabricPath = 0x8903;

const local = { mask: 0x020000 };
const group = { mask: 0x010000 };
const hiddenLocal = { mask: 0x020000, hidden: true };
const hiddenGroup = { mask: 0x010000, hidden: true };

const fields = {
  destination: field('eth.dst', 'ether', 'Destination', 'Address the frame is sent to'),
  source: field('eth.src', 'ether', 'Source', 'Address of the sender'),
  address: field('eth.addr', 'ether', 'Address', 'Source or destination address', { hidden: true }),
  destinationName: field('eth.dst_resolved', 'string', 'Destination name', 'Destination as text', { hidden: true }),
  sourceName: field('eth.src_resolved', 'string', 'Source name', 'Source as text', { hidden: true }),
  name: field('eth.addr_resolved', 'string', 'Name', 'Source or destination as text', { hidden: true }),
  destinationLocal: field('eth.dst.lg', 'boolean', 'Locally administered', 'Not the address the maker gave', local),
  destinationGroup: field('eth.dst.ig', 'boolean', 'Group address', 'Multicast or broadcast', group),
  sourceLocal: field('eth.src.lg', 'boolean', 'Locally administered', 'Not the address the maker gave', local),
  sourceGroup: field('eth.src.ig', 'boolean', 'Group address', 'Must not be set in a source address', group),
  local: field('eth.lg', 'boolean', 'Locally administered', 'Of either address', hiddenLocal),
  group: field('eth.ig', 'boolean', 'Group address', 'Of either address', hiddenGroup),
  type: field('eth.type', 'uint16', 'Type', 'Protocol of the payload', { base: 'hex', values: etherTypes }),
  length: field('eth.len', 'uint16', 'Length', 'Bytes of LLC data that follow', { unit: 'bytes' }),
  invalid: field(
    'eth.invalid_lentype',
    'uint16',
    'Invalid length or type',
    'Neither a length (at most 1500) nor a type',
    {
      base: 'hex-dec',
    },
  ),
  padding,
  trailer: field('eth.trailer', 'bytes', 'Trailer', 'Bytes behind the payload: what a switch or driver appended'),
  checkSequence: field('eth.fcs', 'uint32', 'Frame check sequence', 'CRC-32 of the frame', { base: 'hex' }),
} as const;

const destination = {
  address: fields.destination,
  either: fields.address,
  name: fields.destinationName,
  eitherName: fields.name,
  local: fields.destinationLocal,
  eitherLocal: fields.local,
  group: fields.destinationGroup,
  eitherGroup: fields.group,
};
const source = {
  ...destination,
  address: fields.source,
  name: fields.sourceName,
  local: fields.sourceLocal,
  group: fields.sourceGroup,
};

export const ethernet = protocol({
  name: 'eth',
  short: 'Ethernet',
  title: 'Ethernet',
  fields,
  registrations: [
    { table: 'link', keys: [1] },
    { table: 'ethertype', keys: [0x6558] },
    // Ethernet as an IPv6 next header, of segment routing (RFC 8986 §4.9).
    { table: 'ip.protocol', keys: [143] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    const outermost = dissection.protocolNames.length === 1;
    dissection.claim(ethernet);
    const head = dissection.begin(ethernet, start, headerLength);
    const disguised = outerHeader(dissection, start);
    if (disguised !== null) {
      dissection.end();
      dissection.nextNamed(disguised, start, end);
      return;
    }
    if (dissection.has(start, 12)) {
      const { bytes } = dissection;
      if (!dissection.quoted) dissection.summary.setAddresses(AddressFamily.ethernet, bytes, start + 6, start);
      head.text = () => `Ethernet, ${ethernetText(bytes, start + 6)} → ${ethernetText(bytes, start)}`;
    }
    addEthernetAddress(dissection, destination, start);
    addEthernetAddress(dissection, source, start + 6);
    const typeOrLength = dissection.peek(start + 12, 2);
    if (dissection.failed) dissection.end();
    // A length of 0 is no 802.3 frame: loopback drivers leave the type out.
    else if (typeOrLength >= smallestType || typeOrLength === 0)
      readTyped(dissection, start, end, typeOrLength, outermost);
    else if (typeOrLength <= longestLength) readCounted(dissection, start, end, typeOrLength, outermost);
    else {
      dissection.add(fields.invalid, start + 12, 2, typeOrLength);
      dissection.end();
      dissection.data(start + headerLength, end);
    }
  },

  scan(scan: PacketScan, start: number, end: number): void {
    if (start + headerLength > scan.limit) {
      scan.needsDissector = true;
      return;
    }
    const type = scan.view.getUint16(start + 12);
    if (type < smallestType || type === fabricPath) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = ethernet.index;
    scan.setAddresses(AddressFamily.ethernet, scan.bytes, start + 6, start);
    scan.next('ethertype', type, start + headerLength, end);
  },
});

/** Two of Cisco's headers stand in Ethernet's place and look like it. */
function outerHeader({ view, limit }: Dissection, start: number): 'cfp' | 'isl' | null {
  if (start + headerLength + 6 > limit) return null;
  const type = view.getUint16(start + 12);
  if (type === fabricPath) return 'cfp';
  // Inter-Switch Link: its multicast address, a length, and SNAP's first three bytes where LLC would be.
  const toSwitches = view.getUint32(start) === 0x01000c00 || view.getUint32(start) === 0x0c000c00;
  const snapped = view.getUint32(start + headerLength) >>> 8 === 0xaaaa03;
  return toSwitches && type < smallestType && snapped && view.getUint8(start + 4) === 0 ? 'isl' : null;
}

function readTyped(dissection: Dissection, start: number, end: number, type: number, outermost: boolean): void {
  dissection.add(fields.type, start + 12, 2, type);
  dissection.describe(() => etherTypes[type] ?? `EtherType 0x${type.toString(16).padStart(4, '0')}`);
  const payload = start + headerLength;
  const payloadEnd = nextByEtherType(dissection, type, payload, end);
  addTrailer(dissection, payload, payloadEnd, end, outermost);
  dissection.end();
}

/** 802.3: LLC, or IPX without it, as Novell once sent (no LLC frame begins with both addresses global). */
function readCounted(dissection: Dissection, start: number, end: number, length: number, outermost: boolean): void {
  dissection.add(fields.length, start + 12, 2, length);
  const payload = start + headerLength;
  const payloadEnd = Math.min(end, payload + length);
  const novell = payload + 2 <= dissection.limit && dissection.view.getUint16(payload) === 0xffff;
  dissection.nextNamed(novell ? 'ipx' : 'llc', payload, payloadEnd);
  addTrailer(dissection, payload, payloadEnd, end, outermost);
  dissection.end();
}

/**
 * Nothing tells whether a capture has the frame check sequence: where a frame long enough ends in a trailer of four bytes or
 * more, the last four are taken for it.
 */
function addTrailer(dissection: Dissection, payload: number, start: number, end: number, outermost: boolean): void {
  const captured = Math.min(end, dissection.limit);
  if (start >= captured) return;
  const at = addPadding(dissection, payload - headerLength, start, end);
  const frameLength = end - payload + headerLength;
  const checked = outermost && frameLength >= smallestFrame && end - at >= checkSequenceLength;
  const trailerEnd = checked ? end - checkSequenceLength : end;
  if (trailerEnd > at && captured > at) dissection.octets(fields.trailer, at, Math.min(trailerEnd, captured) - at);
  if (checked && captured === end) dissection.number(fields.checkSequence, trailerEnd, checkSequenceLength);
}
