import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { ipv6Text } from './address-text';
import { type LinkAddresses, readNeighborDiscoveryOptions } from './neighbor-discovery-options';

// RFC 4861 §4.1-4.5; preference RFC 4191 §2.2, inverse discovery RFC 3122.
const solicitation = 135;
const advertisement = 136;
/** Length of both without options, and the options that they mostly have (RFC 4861 §4.6.1). */
const messageLength = 24;
const sourceLinkAddress = 1;
const targetLinkAddress = 2;

export const neighborMessageFields = {
  reserved: field('icmpv6.reserved', 'bytes', 'Reserved', 'Must be zero'),
  hopLimit: field('icmpv6.nd.ra.cur_hop_limit', 'uint8', 'Current hop limit', 'Hop limit that hosts should use'),
  routerFlags: field('icmpv6.nd.ra.flag', 'uint8', 'Flags', 'How hosts get addresses', { base: 'hex' }),
  managed: field('icmpv6.nd.ra.flag.m', 'boolean', 'Managed addresses', 'Addresses come by DHCPv6', { mask: 0x80 }),
  other: field('icmpv6.nd.ra.flag.o', 'boolean', 'Other configuration', 'The rest comes by DHCPv6', { mask: 0x40 }),
  homeAgent: field('icmpv6.nd.ra.flag.h', 'boolean', 'Home agent', 'The router is a home agent', { mask: 0x20 }),
  preference: field('icmpv6.nd.ra.flag.prf', 'uint8', 'Preference', 'Of this router among others', {
    mask: 0x18,
    values: { 0: 'Medium', 1: 'High', 2: 'Reserved', 3: 'Low' },
  }),
  proxied: field('icmpv6.nd.ra.flag.p', 'boolean', 'Proxied', 'Passed on by a proxy (RFC 4389)', { mask: 0x04 }),
  routerLifetime: field('icmpv6.nd.ra.router_lifetime', 'uint16', 'Router lifetime', 'How long it is a router', {
    unit: 'seconds',
  }),
  reachable: field('icmpv6.nd.ra.reachable_time', 'uint32', 'Reachable time', 'How long a neighbor counts as reached', {
    unit: 'milliseconds',
  }),
  retransmission: field('icmpv6.nd.ra.retrans_timer', 'uint32', 'Retransmission timer', 'Between solicitations', {
    unit: 'milliseconds',
  }),
  solicitedTarget: field('icmpv6.nd.ns.target_address', 'ipv6', 'Target Address', 'Who is asked for'),
  neighborFlags: field('icmpv6.nd.na.flag', 'uint32', 'Flags', 'What the answer means', { base: 'hex' }),
  router: field('icmpv6.nd.na.flag.r', 'boolean', 'Router', 'The sender is a router', { mask: 0x80000000 }),
  solicited: field('icmpv6.nd.na.flag.s', 'boolean', 'Solicited', 'Answers a solicitation', { mask: 0x40000000 }),
  override: field('icmpv6.nd.na.flag.o', 'boolean', 'Override', 'Replaces what is known', { mask: 0x20000000 }),
  advertisedTarget: field('icmpv6.nd.na.target_address', 'ipv6', 'Target Address', 'Whose address it is'),
  redirectTarget: field('icmpv6.nd.rd.target_address', 'ipv6', 'Target Address', 'The better next hop'),
  redirectDestination: field('icmpv6.rd.na.destination_address', 'ipv6', 'Destination Address', 'For packets to it'),
} as const;

const fields = neighborMessageFields;

/** Reads one of the messages of types 133 to 137, 141 and 142. */
export function readNeighborMessage(
  dissection: Dissection,
  type: number,
  title: string,
  start: number,
  end: number,
): void {
  switch (type) {
    case 134:
      readRouterAdvertisement(dissection, title, start, end);
      break;
    case solicitation: {
      dissection.octets(fields.reserved, start + 4, 4);
      const target = dissection.octets(fields.solicitedTarget, start + 8, 16);
      const link = readNeighborDiscoveryOptions(dissection, start + 24, end);
      dissection.describe(() => `${title} for ${address(target)}${from(link)}`);
      break;
    }
    case advertisement:
      readNeighborAdvertisement(dissection, title, start, end);
      break;
    case 137: {
      dissection.octets(fields.reserved, start + 4, 4);
      const target = dissection.octets(fields.redirectTarget, start + 8, 16);
      const destination = dissection.octets(fields.redirectDestination, start + 24, 16);
      readNeighborDiscoveryOptions(dissection, start + 40, end);
      dissection.describe(() => `${title}, to ${address(destination)} by ${address(target)}`);
      break;
    }
    default: {
      dissection.octets(fields.reserved, start + 4, 4);
      const link = readNeighborDiscoveryOptions(dissection, start + 8, end);
      dissection.describe(() => `${title}${from(link)}`);
    }
  }
}

/** A solicitation or an advertisement of a neighbor, without options or with the one that says its link-layer address. */
export function isPlainNeighborMessage(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== solicitation && bytes[start] !== advertisement) return false;
  const option = start + messageLength;
  if (end === option) return true;
  const kind = bytes[option] as number;
  return end === option + 8 && bytes[option + 1] === 1 && (kind === sourceLinkAddress || kind === targetLinkAddress);
}

const address = (bytes: Uint8Array): string => (bytes.length === 16 ? ipv6Text(bytes) : '?');
const from = (link: LinkAddresses): string => (link.source === '' ? '' : ` from ${link.source}`);

function readRouterAdvertisement(dissection: Dissection, title: string, start: number, end: number): void {
  dissection.number(fields.hopLimit, start + 4, 1);
  const flags = dissection.peek(start + 5, 1);
  dissection.group(fields.routerFlags, start + 5, 1, flags);
  dissection.bits(fields.managed, start + 5, 1, flags);
  dissection.bits(fields.other, start + 5, 1, flags);
  dissection.bits(fields.homeAgent, start + 5, 1, flags);
  dissection.bits(fields.preference, start + 5, 1, flags);
  dissection.bits(fields.proxied, start + 5, 1, flags);
  dissection.end();
  const lifetime = dissection.number(fields.routerLifetime, start + 6, 2);
  dissection.number(fields.reachable, start + 8, 4);
  dissection.number(fields.retransmission, start + 12, 4);
  const link = readNeighborDiscoveryOptions(dissection, start + 16, end);
  dissection.describe(() => `${title}${from(link)}, lifetime ${lifetime} s`);
}

function readNeighborAdvertisement(dissection: Dissection, title: string, start: number, end: number): void {
  const flags = dissection.peek(start + 4, 1);
  dissection.group(fields.neighborFlags, start + 4, 4, dissection.peek(start + 4, 4));
  dissection.add(fields.router, start + 4, 4, (flags & 0x80) !== 0);
  dissection.add(fields.solicited, start + 4, 4, (flags & 0x40) !== 0);
  dissection.add(fields.override, start + 4, 4, (flags & 0x20) !== 0);
  dissection.end();
  const target = dissection.octets(fields.advertisedTarget, start + 8, 16);
  const link = readNeighborDiscoveryOptions(dissection, start + 24, end);
  const marks = [flags & 0x80 && 'router', flags & 0x40 && 'solicited', flags & 0x20 && 'override'];
  const said = marks.filter((mark) => typeof mark === 'string').join(', ');
  dissection.describe(
    () =>
      `${title} ${address(target)}${said === '' ? '' : ` (${said})`}${link.target === '' ? '' : ` is at ${link.target}`}`,
  );
}
