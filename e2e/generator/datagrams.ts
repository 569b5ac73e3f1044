import { hostName } from './conversations';
import { ETHERTYPE, type Frame, PROTOCOL, type Route } from './frame';
import type { Random } from './random';

const BROADCAST = new Uint8Array(6).fill(255);
const NTP_EPOCH_OFFSET = 2_208_988_800;

export function udp(
  frame: Frame,
  route: Route,
  source: number,
  destination: number,
  payload: Uint8Array,
  identification: number,
): void {
  frame.beginIp(route, PROTOCOL.udp, identification);
  frame.u16(source);
  frame.u16(destination);
  frame.u16(8 + payload.length);
  frame.u16(0);
  frame.put(payload);
  frame.finishIp(6);
}

/** A query and its answer (RFC 1035 §4): A, AAAA or CNAME, sometimes NXDOMAIN or nothing at all. */
export function dnsExchange(random: Random): { query: Buffer; answer: Buffer | null } {
  const identification = random.integer(0, 0xffff);
  const name = Buffer.concat([
    ...hostName(random)
      .split('.')
      .map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`)),
    Buffer.from([0]),
  ]);
  const type = random.weighted([
    [6, 1],
    [4, 28],
  ]);
  const question = Buffer.concat([name, Buffer.from([0, type, 0, 1])]);
  const query = Buffer.concat([dnsHeader(identification, 0x0100, 0), question]);
  const outcome = random.weighted([
    [85, 'address'],
    [8, 'alias'],
    [5, 'missing'],
    [2, 'lost'],
  ]);
  if (outcome === 'lost') return { query, answer: null };
  if (outcome === 'missing') {
    return { query, answer: Buffer.concat([dnsHeader(identification, 0x8183, 0), question]) };
  }
  const target = Buffer.from([4, ...Buffer.from('edge'), 0xc0, 12]);
  const alias = Buffer.concat([Buffer.from([0xc0, 12, 0, 5, 0, 1, 0, 0, 1, 44, 0, target.length]), target]);
  const size = type === 1 ? 4 : 16;
  const address = Buffer.from(Array.from({ length: size }, () => random.integer(1, 254)));
  const owner = outcome === 'alias' ? 12 + question.length + 12 : 12;
  const record = Buffer.concat([
    Buffer.from([0xc0 | (owner >> 8), owner & 255, 0, type, 0, 1, 0, 0, 0, 60, 0, size]),
    address,
  ]);
  const records = outcome === 'alias' ? [alias, record] : [record];
  return { query, answer: Buffer.concat([dnsHeader(identification, 0x8180, records.length), question, ...records]) };
}

function dnsHeader(identification: number, flags: number, answers: number): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(identification, 0);
  header.writeUInt16BE(flags, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers, 6);
  return header;
}

/** An NTPv4 packet (RFC 5905 §7.3): mode 3 from a client, 4 from a server. */
export function ntp(mode: 3 | 4, epochSeconds: number): Buffer {
  const packet = Buffer.alloc(48);
  packet[0] = (4 << 3) | mode;
  packet[1] = mode === 4 ? 2 : 0;
  packet[2] = 6;
  packet[3] = 0xe9;
  for (const offset of mode === 4 ? [16, 24, 32, 40] : [40]) {
    packet.writeUInt32BE(Math.floor(epochSeconds) + NTP_EPOCH_OFFSET, offset);
    packet.writeUInt32BE(Math.floor((epochSeconds % 1) * 0x1_0000_0000), offset + 4);
  }
  return packet;
}

/** An ARP request (1), broadcast, or its reply (2), over IPv4 (RFC 826). */
export function arp(frame: Frame, route: Route, operation: 1 | 2): void {
  frame.beginEthernet(route.sourceMac, operation === 1 ? BROADCAST : route.destinationMac, route.vlan, ETHERTYPE.arp);
  frame.u16(1);
  frame.u16(ETHERTYPE.ipv4);
  frame.u16(0x0604);
  frame.u16(operation);
  frame.put(route.sourceMac);
  frame.put(route.source);
  frame.put(operation === 1 ? new Uint8Array(6) : route.destinationMac);
  frame.put(route.destination);
  frame.padToMinimum();
}

/** Echo request or reply of either ICMP. */
export function echo(frame: Frame, route: Route, reply: boolean, identifier: number, sequence: number): void {
  const version6 = route.source.length === 16;
  frame.beginIp(route, version6 ? PROTOCOL.icmpv6 : PROTOCOL.icmp, sequence);
  if (version6) frame.u8(reply ? 129 : 128);
  else frame.u8(reply ? 0 : 8);
  frame.u8(0);
  frame.u16(0);
  frame.u16(identifier);
  frame.u16(sequence);
  for (let index = 0; index < 56; index++) frame.u8(index);
  frame.finishIp(2);
}

/** Neighbour solicitation (135) or advertisement (136) for `target`, with the sender's link-layer address (RFC 4861 §4). */
export function neighbour(frame: Frame, route: Route, type: 135 | 136, target: Uint8Array): void {
  frame.beginIp(route, PROTOCOL.icmpv6, 0);
  frame.u8(type);
  frame.u8(0);
  frame.u16(0);
  frame.u32(type === 136 ? 0x6000_0000 : 0);
  frame.put(target);
  frame.u8(type === 135 ? 1 : 2);
  frame.u8(1);
  frame.put(route.sourceMac);
  frame.finishIp(2);
}

/** Port unreachable, quoting the UDP packet that caused it (RFC 792; IPv4 only). */
export function portUnreachable(frame: Frame, route: Route, cause: Uint8Array): void {
  frame.beginIp(route, PROTOCOL.icmp, 0);
  frame.u16(0x0303);
  frame.u16(0);
  frame.u32(0);
  frame.put(cause);
  frame.finishIp(2);
}
