import type { Dissection } from '../dissection';
import type { FieldNode } from '../fields/field-node';
import { addNamed } from '../fields/named-address';
import type { PacketScan } from '../packet-scan';
import { AddressFamily } from '../packet-summary';
import { protocol } from '../protocol';
import { ipv4Text } from './address-text';
import { addsUp, addToSum, ChecksumStatus, checksumFor } from './internet-checksum';
import { ipProtocols, ipProtocolText } from './ip-protocol-numbers';
import { ipv4Fields as fields } from './ipv4-fields';
import { finalDestinationAt, ipv4OptionFields, readIpv4Options } from './ipv4-options';
import { showFragments } from './shown-fragments';

// RFC 791 (header §3.1), RFC 2474 (differentiated services), RFC 3168 (congestion), RFC 6864 (identification).
const smallestHeader = 20;
const longestDatagram = 65_535;

/** What the rest of the dissector needs of a header that was read whole. */
interface Header {
  readonly start: number;
  readonly length: number;
  /** Where the payload ends; not behind what the outer layer says. */
  readonly end: number;
  /** Every byte that the total length promises was captured. */
  readonly captured: boolean;
  readonly protocol: number;
  readonly identification: number;
  readonly more: boolean;
  /** Bytes, not units of eight. */
  readonly fragmentOffset: number;
}

export const ipv4 = protocol({
  name: 'ip',
  short: 'IPv4',
  title: 'Internet Protocol Version 4',
  fields: [fields, ipv4OptionFields],
  registrations: [
    { table: 'ethertype', keys: [0x0800] },
    { table: 'link', keys: [228] },
    { table: 'ppp.protocol', keys: [0x0021] },
    { table: 'ip.protocol', keys: [4] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ipv4);
    const head = dissection.begin(ipv4, start, smallestHeader);
    if (dissection.peek(start, 1) >> 4 === 6) {
      // Some senders put IPv6 behind the EtherType of IPv4; its version field tells.
      dissection.end();
      dissection.nextNamed('ipv6', start, end);
      return;
    }
    const header = readHeader(dissection, head, start, end);
    if (header === null || dissection.failed) {
      dissection.end();
      return;
    }
    dissection.describe(() => ipProtocolText(header.protocol));
    readOptions(dissection, header);
    if (header.more || header.fragmentOffset > 0) readFragment(dissection, header);
    else {
      dissection.end();
      handOn(dissection, header.protocol, start + header.length, header.end);
    }
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const { bytes, view } = scan;
    // Options are left to the dissector, which checks them.
    if (start + smallestHeader > scan.limit || bytes[start] !== 0x45 || (view.getUint16(start + 6) & 0x3fff) !== 0) {
      scan.needsDissector = true;
      return;
    }
    const totalLength = view.getUint16(start + 2);
    if (totalLength <= smallestHeader || start + totalLength > end || start + smallestHeader === scan.limit) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = ipv4.index;
    scan.setAddresses(AddressFamily.ipv4, bytes, start + 12, start + 16);
    scan.ipIdentification = view.getUint16(start + 4);
    scan.timeToLive = bytes[start + 8] as number;
    scan.next('ip.protocol', bytes[start + 9] as number, start + smallestHeader, start + totalLength);
  },
});

function readHeader(dissection: Dissection, head: FieldNode, start: number, end: number): Header | null {
  const first = dissection.peek(start, 1);
  const version = dissection.bits(fields.version, start, 1, first);
  if (version !== 4) {
    dissection.malformed(start, `version ${version} where 4 must be`);
    dissection.describe(() => `Bogus IPv4 version (${version}, must be 4)`);
    return null;
  }
  const length = (first & 0x0f) * 4;
  head.length = length;
  dissection.add(fields.headerLength, start, 1, length);
  if (length < smallestHeader) {
    dissection.malformed(start, `header length ${length}, must be at least ${smallestHeader}`);
    dissection.describe(() => `Bogus IP header length (${length}, must be at least ${smallestHeader})`);
    return null;
  }
  addServices(dissection, start + 1);
  const totalLength = readTotalLength(dissection, start, end, length);
  if (totalLength === null) return null;
  return readRest(dissection, head, start, length, totalLength, end);
}

function addServices(dissection: Dissection, at: number): void {
  const services = dissection.peek(at, 1);
  dissection.group(fields.services, at, 1, services);
  dissection.bits(fields.codePoint, at, 1, services);
  dissection.bits(fields.congestion, at, 1, services);
  dissection.end();
}

/** @returns null where the length cannot be */
function readTotalLength(dissection: Dissection, start: number, end: number, headerLength: number): number | null {
  const said = dissection.peek(start + 2, 2);
  // Segmentation offload leaves 0 in datagrams that a network card is to cut up.
  const totalLength = said === 0 ? end - start : said;
  const node = dissection.add(fields.totalLength, start + 2, 2, totalLength);
  if (said === 0) node.note = '(0 in the header: left to segmentation offload)';
  if (totalLength < headerLength) {
    dissection.malformed(start + 2, `total length ${totalLength} is less than the header's ${headerLength}`);
    dissection.describe(() => `Bogus IP length (${totalLength}, less than header length ${headerLength})`);
    return null;
  }
  if (start + totalLength > end && !dissection.quoted) {
    dissection.malformed(start + 2, `total length ${totalLength} exceeds the ${end - start} bytes that carry it`);
    dissection.failed = false;
  }
  return totalLength;
}

function readRest(
  dissection: Dissection,
  head: FieldNode,
  start: number,
  length: number,
  totalLength: number,
  outerEnd: number,
): Header {
  const identification = dissection.number(fields.identification, start + 4, 2);
  const flags = dissection.peek(start + 6, 1);
  dissection.group(fields.flags, start + 6, 1, flags >>> 5);
  dissection.bits(fields.reserved, start + 6, 1, flags);
  dissection.bits(fields.dontFragment, start + 6, 1, flags);
  dissection.bits(fields.moreFragments, start + 6, 1, flags);
  dissection.end();
  const units = dissection.peek(start + 6, 2) & 0x1fff;
  dissection.add(fields.fragmentOffset, start + 6, 2, units).text = () =>
    `Fragment Offset: ${units}${units === 0 ? '' : ` (byte ${units * 8})`}`;
  const timeToLive = dissection.number(fields.timeToLive, start + 8, 1);
  const following = dissection.number(fields.protocol, start + 9, 1);
  addChecksum(dissection, start, length);
  const source = dissection.ipv4(fields.source, start + 12);
  dissection.add(fields.address, start + 12, 4, source);
  const destinationAt = destinationPlace(dissection, start, length);
  const destination = dissection.ipv4(fields.destination, destinationAt);
  dissection.add(fields.address, destinationAt, 4, destination);
  addNamed(dissection, [fields.sourceHost, fields.host], start + 12, 4, () => ipv4Text(source));
  addNamed(dissection, [fields.destinationHost, fields.host], destinationAt, 4, () => ipv4Text(destination));
  const marks = `${flags & 0x40 ? ', DF' : ''}${flags & 0x20 ? ', MF' : ''}`;
  head.text = () => `IPv4, ${ipv4Text(source)} → ${ipv4Text(destination)}, TTL ${timeToLive}${marks}`;
  if (!dissection.failed) {
    const { summary } = dissection;
    summary.setAddresses(AddressFamily.ipv4, dissection.bytes, start + 12, destinationAt);
    summary.ipIdentification = identification;
    summary.timeToLive = timeToLive;
  }
  const more = (flags & 0x20) !== 0;
  const end = Math.min(outerEnd, start + totalLength);
  const captured = start + totalLength <= dissection.limit;
  return { start, length, end, captured, protocol: following, identification, more, fragmentOffset: units * 8 };
}

/** A source-routed packet under way has its destination in the options, and the next router in the header. */
function destinationPlace(dissection: Dissection, start: number, length: number): number {
  const inOptions = finalDestinationAt(dissection, start + smallestHeader, start + length);
  if (inOptions < 0) return start + 16;
  dissection.ipv4(ipv4OptionFields.currentRoute, start + 16);
  return inOptions;
}

function addChecksum(dissection: Dissection, start: number, length: number): void {
  const checksum = dissection.peek(start + 10, 2);
  const node = dissection.add(fields.checksum, start + 10, 2, checksum);
  if (!dissection.context.verifyChecksums || dissection.quoted || start + length > dissection.limit) {
    dissection.add(fields.checksumStatus, start + 10, 2, ChecksumStatus.unverified);
    return;
  }
  const sum = addToSum(0, dissection.bytes, start, start + length);
  const right = addsUp(sum);
  dissection.add(fields.checksumStatus, start + 10, 2, right ? ChecksumStatus.good : ChecksumStatus.bad);
  const calculated = checksumFor(sum, checksum);
  dissection.add(fields.checksumCalculated, start + 10, 2, calculated);
  node.note = right ? '(correct)' : `(incorrect, should be 0x${calculated.toString(16).padStart(4, '0')})`;
}

/** A fault in the options is noted, and the payload still read: it does not depend on them. */
function readOptions(dissection: Dissection, header: Header): void {
  if (header.length === smallestHeader) return;
  const { limit } = dissection;
  dissection.limit = Math.min(limit, header.start + header.length);
  readIpv4Options(dissection, header.start + smallestHeader, header.start + header.length);
  dissection.limit = limit;
  if (header.start + header.length <= limit) dissection.failed = false;
}

function readFragment(dissection: Dissection, header: Header): void {
  const payload = header.start + header.length;
  const { identification, fragmentOffset, more, end } = header;
  const whole = header.captured && !dissection.quoted;
  if (!whole && fragmentOffset === 0) {
    // Never to be put together: what the first fragment shows of the payload is all there will be.
    dissection.end();
    dissection.ofFragment = !dissection.quoted;
    handOn(dissection, header.protocol, payload, end);
    dissection.ofFragment = false;
    return;
  }
  dissection.describe(
    () =>
      `Fragmented IP protocol (proto=${ipProtocols[header.protocol] ?? 'Unassigned'} ${header.protocol}, ` +
      `off=${fragmentOffset}, ID=${identification.toString(16).padStart(4, '0')})`,
  );
  if (whole && fragmentOffset + end - payload > longestDatagram) {
    const length = fragmentOffset + end - payload;
    dissection.malformed(header.start + 6, `fragments of ${length} bytes, a datagram has at most ${longestDatagram}`);
    dissection.failed = false;
  } else if (whole) {
    const outcome = dissection.context.fragments.add({
      key: fragmentKey(dissection, header),
      frame: dissection.frame.number,
      offset: fragmentOffset,
      more,
      bytes: dissection.bytes.subarray(payload, end),
      start: dissection.inFrame ? payload : -1,
    });
    const datagram = showFragments(dissection, fields, outcome);
    if (datagram !== null) {
      dissection.end();
      dissection.within('Reassembled IPv4', datagram.bytes, (all) => handOn(dissection, header.protocol, 0, all));
      return;
    }
  }
  dissection.end();
  dissection.data(payload, end);
}

/** Datagrams are told apart by addresses, protocol and identification (RFC 791 §3.2). */
function fragmentKey(dissection: Dissection, header: Header): string {
  const source = dissection.peek(header.start + 12, 4);
  const destination = dissection.peek(header.start + 16, 4);
  return `4/${source}/${destination}/${header.protocol}/${header.identification}`;
}

/** Of nothing there is no layer, as in tshark; where it was not captured, that is noted. */
function handOn(dissection: Dissection, following: number, start: number, end: number): void {
  if (start >= end || !dissection.has(start, 1)) return;
  if (!dissection.next('ip.protocol', following, start, end)) dissection.data(start, end);
}
