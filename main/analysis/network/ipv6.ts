import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { addNamed } from '../fields/named-address';
import type { PacketScan } from '../packet-scan';
import { AddressFamily, absent } from '../packet-summary';
import { protocol } from '../protocol';
import { ipv6Text } from './address-text';
import { codePoints, congestionMarks } from './differentiated-services';
import { ipProtocols, ipProtocolText } from './ip-protocol-numbers';
import { version as eitherVersion } from './ip-version';

// RFC 8200 §3.
const headerLength = 40;
const hopByHop = 0;

const fields = {
  eitherVersion,
  version: field('ipv6.version', 'uint8', 'Version', 'Version of the Internet Protocol, 6', { mask: 0xf0 }),
  trafficClass: field('ipv6.tclass', 'uint32', 'Traffic Class', 'Code point and congestion mark', {
    base: 'hex',
    mask: 0x0ff00000,
  }),
  codePoint: field('ipv6.tclass.dscp', 'uint32', 'Code Point', 'Treatment that routers are asked to give', {
    mask: 0x0fc00000,
    values: codePoints,
  }),
  congestion: field('ipv6.tclass.ecn', 'uint32', 'Congestion Notification', 'Whether a router met congestion', {
    mask: 0x00300000,
    values: congestionMarks,
  }),
  flowLabel: field('ipv6.flow', 'uint24', 'Flow Label', 'Marks packets of one flow', { base: 'hex', mask: 0xfffff }),
  payloadLength: field('ipv6.plen', 'uint16', 'Payload Length', 'Bytes that follow this header', { unit: 'bytes' }),
  nextHeader: field('ipv6.nxt', 'uint8', 'Next Header', 'What follows this header', { values: ipProtocols }),
  hopLimit: field('ipv6.hlim', 'uint8', 'Hop Limit', 'Routers left before the packet is dropped'),
  source: field('ipv6.src', 'ipv6', 'Source', 'Address of the sender'),
  destination: field('ipv6.dst', 'ipv6', 'Destination', 'Address it is sent to'),
  address: field('ipv6.addr', 'ipv6', 'Address', 'Source or destination address', { hidden: true }),
  sourceHost: field('ipv6.src_host', 'string', 'Source Host', "The sender's name, or its address", { hidden: true }),
  destinationHost: field('ipv6.dst_host', 'string', 'Destination Host', "The receiver's name, or its address", {
    hidden: true,
  }),
  host: field('ipv6.host', 'string', 'Host', 'Name or address of either end', { hidden: true }),
} as const;

export const ipv6 = protocol({
  name: 'ipv6',
  short: 'IPv6',
  title: 'Internet Protocol Version 6',
  fields,
  registrations: [
    { table: 'ethertype', keys: [0x86dd] },
    { table: 'link', keys: [229] },
    { table: 'ppp.protocol', keys: [0x0057] },
    { table: 'ip.protocol', keys: [41] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ipv6);
    const head = dissection.begin(ipv6, start, headerLength);
    const version = dissection.bits(fields.version, start, 1, dissection.peek(start, 1));
    dissection.add(fields.eitherVersion, start, 1, version).text = () => `Version, as ip.version: ${version}`;
    if (version !== 6) {
      dissection.malformed(start, `version ${version} where 6 must be`);
      dissection.describe(() => `Bogus IPv6 version (${version}, must be 6)`);
      dissection.end();
      return;
    }
    addClassAndFlow(dissection, start);
    const payloadLength = dissection.number(fields.payloadLength, start + 4, 2);
    const following = dissection.number(fields.nextHeader, start + 6, 1);
    const hopLimit = dissection.number(fields.hopLimit, start + 7, 1);
    const source = addAddress(dissection, fields.source, fields.sourceHost, start + 8);
    const destination = addAddress(dissection, fields.destination, fields.destinationHost, start + 24);
    if (!dissection.failed) {
      head.text = () => `IPv6, ${ipv6Text(source)} → ${ipv6Text(destination)}, hop limit ${hopLimit}`;
      fillSummary(dissection, start, hopLimit);
    }
    dissection.describe(() => ipProtocolText(following));
    const payload = start + headerLength;
    const payloadEnd = endOfPayload(dissection, start, end, payloadLength, following);
    dissection.end();
    if (!dissection.next('ip.protocol', following, payload, payloadEnd)) dissection.data(payload, payloadEnd);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const { bytes } = scan;
    const payload = start + headerLength;
    if (payload > scan.limit || (bytes[start] as number) >> 4 !== 6) {
      scan.needsDissector = true;
      return;
    }
    const payloadLength = scan.view.getUint16(start + 4);
    // Length 0 is a jumbogram, or a fault.
    if (payloadLength === 0 || payload + payloadLength > end) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = ipv6.index;
    scan.setAddresses(AddressFamily.ipv6, bytes, start + 8, start + 24);
    scan.ipIdentification = absent;
    scan.timeToLive = bytes[start + 7] as number;
    scan.next('ip.protocol', bytes[start + 6] as number, payload, payload + payloadLength);
  },
});

function addClassAndFlow(dissection: Dissection, start: number): void {
  const word = dissection.peek(start, 4);
  dissection.group(fields.trafficClass, start, 4, (word >>> 20) & 0xff);
  dissection.bits(fields.codePoint, start, 4, word);
  dissection.bits(fields.congestion, start, 4, word);
  dissection.end();
  dissection.add(fields.flowLabel, start + 1, 3, word & 0xfffff);
}

function addAddress(dissection: Dissection, which: Field, host: Field, start: number): Uint8Array {
  const address = dissection.octets(which, start, 16);
  dissection.add(fields.address, start, 16, address);
  addNamed(dissection, [host, fields.host], start, 16, () => ipv6Text(address));
  return address;
}

function fillSummary(dissection: Dissection, start: number, hopLimit: number): void {
  const { summary } = dissection;
  summary.setAddresses(AddressFamily.ipv6, dissection.bytes, start + 8, start + 24);
  summary.ipIdentification = absent;
  summary.timeToLive = hopLimit;
}

function endOfPayload(
  dissection: Dissection,
  start: number,
  end: number,
  payloadLength: number,
  following: number,
): number {
  const payload = start + headerLength;
  // A jumbogram says its length in the hop-by-hop options (RFC 2675 §3), which cut `end` to it.
  if (payloadLength === 0 && following === hopByHop) return Math.max(end, payload);
  if (payload + payloadLength > end && !dissection.quoted && !dissection.failed) {
    dissection.malformed(start + 4, `payload length ${payloadLength} exceeds the ${end - payload} bytes that carry it`);
    dissection.failed = false;
  }
  return Math.max(payload, Math.min(end, payload + payloadLength));
}
