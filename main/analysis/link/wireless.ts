import type { Dissection } from '../dissection';
import type { Field } from '../fields/field';
import { AddressFamily } from '../packet-summary';
import { protocol } from '../protocol';
import { wirelessFields as fields } from './wireless-fields';
import { frameSubtypes } from './wireless-frame-types';
import { managementFields, readManagement } from './wireless-management';

// IEEE 802.11-2020 §9.2 and §9.3: frame control (little-endian, as all of it), duration, one to four addresses, sequence, QoS,
// HT control; then LLC in data frames, unless it is encrypted.
const management = 0;
const control = 1;
const data = 2;

const toDistribution = 0x01;
const fromDistribution = 0x02;
const isProtected = 0x40;
const order = 0x80;
const moreFragments = 0x04;
const subframeHeaderLength = 14;
const highThroughputLength = 4;
/** Control frames with a transmitter's address beside the receiver's: PS-Poll, RTS, CF-End, block acknowledgments. */
const twoAddresses = new Set([8, 9, 10, 11, 14, 15]);

interface Header {
  readonly type: number;
  readonly subtype: number;
  readonly flags: number;
  /** Offset behind the header. */
  readonly end: number;
  readonly aggregated: boolean;
  readonly sequence: number;
  /** Number of the fragment, from 0. */
  readonly fragment: number;
}

export const wireless = protocol({
  name: 'wlan',
  short: '802.11',
  title: 'IEEE 802.11',
  fields: [fields, managementFields],
  registrations: [{ table: 'link', keys: [105] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    // Cisco's controllers put the two bytes of frame control into CAPWAP the wrong way round.
    const swapped = dissection.protocolNames.at(-1) === 'capwap.data';
    dissection.claim(wireless);
    const head = dissection.begin(wireless, start, 24);
    const header = readHeader(dissection, start, swapped);
    head.length = header.end - start;
    const name = frameSubtypes[header.type * 16 + header.subtype] ?? `type ${header.type}, subtype ${header.subtype}`;
    head.text = () => `IEEE 802.11 ${name}`;
    const numbered = header.type === control ? '' : `, SN=${header.sequence}`;
    dissection.describe(() => name + numbered);
    if (dissection.failed) dissection.end();
    else if ((header.flags & isProtected) !== 0 && header.type !== control) {
      dissection.end();
      dissection.data(header.end, end);
    } else if (header.type === management) {
      const said = readManagement(dissection, header.subtype, header.end, end);
      dissection.describe(() => name + numbered + said());
      dissection.end();
    } else {
      dissection.end();
      if (header.type === data) handOn(dissection, header, end);
    }
  },
});

function readHeader(dissection: Dissection, start: number, swapped: boolean): Header {
  const first = dissection.peek(swapped ? start + 1 : start, 1);
  const flags = dissection.peek(swapped ? start : start + 1, 1);
  addControl(dissection, start, first, flags, swapped);
  const type = (first >> 2) & 3;
  const subtype = first >> 4;
  if (dissection.has(start + 2, 2)) {
    dissection.bits(fields.duration, start + 2, 2, dissection.view.getUint16(start + 2, true));
  }
  if (type === control || type > data) {
    const end = readControl(dissection, start, subtype);
    return { type, subtype, flags, end, aggregated: false, sequence: 0, fragment: 0 };
  }
  const four = type === data && (flags & 3) === 3;
  addAddresses(dissection, start, type, flags);
  const sequence = dissection.has(start + 22, 2) ? dissection.view.getUint16(start + 22, true) : 0;
  dissection.bits(fields.fragment, start + 22, 2, sequence);
  dissection.bits(fields.sequence, start + 22, 2, sequence);
  let end = start + (four ? 30 : 24);
  let aggregated = false;
  const quality = type === data && (subtype & 8) !== 0;
  if (quality) {
    aggregated = readQuality(dissection, end);
    end += 2;
  }
  if ((flags & order) !== 0 && (type === management || quality)) {
    if (dissection.has(end, 4)) dissection.add(fields.highThroughput, end, 4, dissection.view.getUint32(end, true));
    end += highThroughputLength;
  }
  return { type, subtype, flags, end, aggregated, sequence: sequence >> 4, fragment: sequence & 15 };
}

function addControl(dissection: Dissection, start: number, first: number, flags: number, swapped: boolean): void {
  const firstAt = swapped ? start + 1 : start;
  const flagsAt = swapped ? start : start + 1;
  dissection.add(fields.typeSubtype, firstAt, 1, ((first >> 2) & 3) * 16 + (first >> 4));
  dissection.group(fields.control, start, 2, dissection.peek(start, 2));
  dissection.bits(fields.version, firstAt, 1, first);
  dissection.bits(fields.type, firstAt, 1, first);
  dissection.bits(fields.subtype, firstAt, 1, first);
  dissection.group(fields.flags, flagsAt, 1, flags);
  dissection.bits(fields.distribution, flagsAt, 1, flags);
  dissection.bits(fields.toDistribution, flagsAt, 1, flags);
  dissection.bits(fields.fromDistribution, flagsAt, 1, flags);
  dissection.bits(fields.moreFragments, flagsAt, 1, flags);
  dissection.bits(fields.retry, flagsAt, 1, flags);
  dissection.bits(fields.powerManagement, flagsAt, 1, flags);
  dissection.bits(fields.moreData, flagsAt, 1, flags);
  dissection.bits(fields.isProtected, flagsAt, 1, flags);
  dissection.bits(fields.order, flagsAt, 1, flags);
  dissection.end();
  dissection.end();
}

/** @returns where the header ends */
function readControl(dissection: Dissection, start: number, subtype: number): number {
  addAddress(dissection, fields.receiver, start + 4);
  if (!twoAddresses.has(subtype)) return start + 10;
  addAddress(dissection, fields.transmitter, start + 10);
  return start + 16;
}

/** Table 9-30: which of the addresses is whose depends on the way through the distribution system. */
function addAddresses(dissection: Dissection, start: number, type: number, flags: number): void {
  const one = start + 4;
  const two = start + 10;
  const three = start + 16;
  const four = start + 24;
  const way = type === management ? 0 : flags & (toDistribution | fromDistribution);
  const destination = way === 0 || way === fromDistribution ? one : three;
  const source = way === fromDistribution ? three : way === 3 ? four : two;
  addAddress(dissection, fields.receiver, one);
  addAddress(dissection, fields.transmitter, two);
  dissection.octets(fields.destination, destination, 6);
  dissection.octets(fields.source, source, 6);
  if (way === 0) dissection.octets(fields.network, three, 6);
  else if (way !== 3) {
    dissection.octets(fields.network, way === toDistribution ? one : two, 6);
    dissection.octets(fields.station, way === toDistribution ? two : one, 6);
  }
  for (const at of way === 3 ? [four, three] : [three]) {
    if (dissection.has(at, 6)) dissection.add(fields.address, at, 6, dissection.bytes.subarray(at, at + 6));
  }
  if (!dissection.quoted && dissection.has(source, 6)) {
    dissection.summary.setAddresses(AddressFamily.ethernet, dissection.bytes, source, destination);
  }
}

function addAddress(dissection: Dissection, which: Field, at: number): void {
  dissection.add(fields.address, at, 6, dissection.octets(which, at, 6));
}

/** @returns whether several packets are in the frame */
function readQuality(dissection: Dissection, at: number): boolean {
  if (!dissection.has(at, 2)) return false;
  const quality = dissection.view.getUint16(at, true);
  dissection.group(fields.quality, at, 2, quality);
  dissection.bits(fields.traffic, at, 2, quality);
  dissection.bits(fields.priority, at, 2, quality);
  dissection.bits(fields.aggregated, at, 2, quality);
  dissection.end();
  return (quality & 0x80) !== 0;
}

function handOn(dissection: Dissection, header: Header, end: number): void {
  // Subtypes with bit 2 set carry no data (table 9-1).
  if ((header.subtype & 4) !== 0) return;
  // Fragments have a beginning of LLC only together (§10.4). Some devices put any number in the fragment's place.
  const isLater = header.fragment > 0 && !beginsWithSnap(dissection, header.end);
  if ((header.flags & moreFragments) !== 0 || isLater) dissection.data(header.end, end);
  else if (header.aggregated) readAggregate(dissection, header.end, end);
  else dissection.nextNamed('llc', header.end, end);
}

const beginsWithSnap = ({ bytes, limit }: Dissection, at: number): boolean =>
  at + 3 <= limit && bytes[at] === 0xaa && bytes[at + 1] === 0xaa && bytes[at + 2] === 0x03;

/**
 * Several packets in one frame (§9.3.2.2), each with its addresses, its length, and filling up to four bytes. The first fills the
 * columns; the others stand in the tree only.
 */
function readAggregate(dissection: Dissection, start: number, end: number): void {
  let at = start;
  do {
    dissection.group(fields.subframe, at, Math.min(end, dissection.limit) - at).text = () => 'Packet of several';
    dissection.octets(fields.destination, at, 6);
    dissection.octets(fields.source, at + 6, 6);
    const length = dissection.number(fields.subframeLength, at + 12, 2);
    if (dissection.failed) break;
    const packet = at + subframeHeaderLength;
    const read = () => dissection.nextNamed('llc', packet, Math.min(end, packet + length));
    if (at !== start) dissection.aside(read);
    dissection.end();
    if (at === start) read();
    at = packet + length + (-(subframeHeaderLength + length) & 3);
  } while (at < Math.min(end, dissection.limit));
  dissection.end();
}
