import type { Dissection } from '../dissection';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { greFields as fields, greProtocols } from './gre-fields';

// RFC 2784 and RFC 2890 (version 0), RFC 1701 (its routing), RFC 2637 §4.1 (version 1, as PPTP uses it).
const checksumBit = 0x8000;
const routingBit = 0x4000;
const keyBit = 0x2000;
const sequenceBit = 0x1000;
const acknowledgmentBit = 0x0080;
const versionMask = 0x0007;

const wccp = 0x883e;
const erspan = 0x88be;
const wccpHeaderLength = 4;

export const gre = protocol({
  name: 'gre',
  short: 'GRE',
  title: 'Generic Routing Encapsulation',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [47] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(gre);
    const head = dissection.begin(gre, start, 4);
    const flags = addFlags(dissection, start);
    const type = dissection.number(fields.protocol, start + 2, 2);
    const name = greProtocols[type] ?? `protocol 0x${type.toString(16).padStart(4, '0')}`;
    head.text = () => `GRE, ${name}`;
    dissection.describe(() => `Encapsulated ${name}`);
    let at = (flags & versionMask) === 1 ? readPptp(dissection, start, flags) : readOptions(dissection, start, flags);
    if (type === wccp) at = readRedirect(dissection, at);
    const complete = !dissection.failed;
    head.length = at - start;
    dissection.end();
    if (complete) handOn(dissection, type, flags, at, end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const { limit, view } = scan;
    const flags = start + 4 > limit ? -1 : view.getUint16(start);
    const type = flags < 0 ? 0 : view.getUint16(start + 2);
    const payload = start + 4 + optionsLength(flags);
    const plain = (flags & (routingBit | versionMask)) === 0 && type !== wccp && type !== erspan && type !== 0;
    if (flags < 0 || !plain || payload > limit || payload >= end) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = gre.index;
    const own = scan.registry.lookUp('gre.protocol', type) !== null;
    scan.next(own ? 'gre.protocol' : 'ethertype', type, payload, end);
  },
});

/** Checksum (with the offset that routing uses), key and sequence number: four bytes each. */
const optionsLength = (flags: number): number =>
  ((flags & (checksumBit | routingBit)) === 0 ? 0 : 4) +
  ((flags & keyBit) === 0 ? 0 : 4) +
  ((flags & sequenceBit) === 0 ? 0 : 4);

function addFlags(dissection: Dissection, start: number): number {
  const flags = dissection.peek(start, 2);
  const one = (flags & versionMask) === 1;
  dissection.group(fields.flags, start, 2, flags);
  dissection.bits(fields.hasChecksum, start, 2, flags);
  dissection.bits(fields.hasRouting, start, 2, flags);
  dissection.bits(fields.hasKey, start, 2, flags);
  dissection.bits(fields.hasSequence, start, 2, flags);
  dissection.bits(fields.strictRoute, start, 2, flags);
  dissection.bits(fields.recursion, start, 2, flags);
  if (one) dissection.bits(fields.hasAcknowledgment, start, 2, flags);
  else dissection.bits(fields.reserved, start, 2, flags);
  dissection.bits(fields.version, start, 2, flags);
  dissection.end();
  return flags;
}

/** @returns where the payload begins */
function readOptions(dissection: Dissection, start: number, flags: number): number {
  let at = start + 4;
  if ((flags & (checksumBit | routingBit)) !== 0) {
    dissection.number(fields.checksum, at, 2);
    dissection.number(fields.offset, at + 2, 2);
    at += 4;
  }
  if ((flags & keyBit) !== 0) {
    dissection.number(fields.key, at, 4);
    at += 4;
  }
  if ((flags & sequenceBit) !== 0) {
    dissection.number(fields.sequence, at, 4);
    at += 4;
  }
  return (flags & routingBit) === 0 ? at : readRoutes(dissection, at);
}

/** RFC 1701: source route entries, the last of them empty. */
function readRoutes(dissection: Dissection, start: number): number {
  let at = start;
  let length = 1;
  while (length > 0 && !dissection.failed) {
    dissection.number(fields.routeFamily, at, 2);
    dissection.number(fields.routeOffset, at + 2, 1);
    length = dissection.number(fields.routeLength, at + 3, 1);
    if (length > 0) dissection.octets(fields.routeInformation, at + 4, length);
    at += 4 + length;
  }
  return at;
}

/** RFC 2637 §4.1: the key holds the payload's length and the call. */
function readPptp(dissection: Dissection, start: number, flags: number): number {
  let at = start + 4;
  dissection.number(fields.payloadLength, at, 2);
  dissection.number(fields.call, at + 2, 2);
  at += 4;
  if ((flags & sequenceBit) !== 0) {
    dissection.number(fields.sequence, at, 4);
    at += 4;
  }
  if ((flags & acknowledgmentBit) !== 0) {
    dissection.number(fields.acknowledgment, at, 4);
    at += 4;
  }
  return at;
}

/** WCCP version 2 puts a redirect header before the IP packet; version 1 does not. */
function readRedirect(dissection: Dissection, at: number): number {
  if (at < dissection.limit && (dissection.bytes[at] as number) >> 4 === 4) return at;
  dissection.number(fields.redirectFlags, at, 1);
  dissection.number(fields.redirectService, at + 1, 1);
  dissection.number(fields.redirectAlternative, at + 2, 1);
  dissection.number(fields.redirectPrimary, at + 3, 1);
  return at + wccpHeaderLength;
}

function handOn(dissection: Dissection, type: number, flags: number, start: number, end: number): void {
  if (type === erspan && (flags & sequenceBit) === 0) {
    // ERSPAN type I has no header of its own; type II always comes with a sequence number.
    dissection.protocolNames.push('erspan');
    dissection.nextNamed('eth', start, end);
  } else if (type === wccp) {
    if (!dissection.next('ethertype', 0x0800, start, end)) dissection.data(start, end);
  } else if (!dissection.next('gre.protocol', type, start, end) && !dissection.next('ethertype', type, start, end)) {
    dissection.data(start, end);
  }
}
