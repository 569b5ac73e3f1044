import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { ethernetText } from './address-text';
import { readQuotedPacket } from './quoted-packet';

// RFC 4861 §4.6; home agent and interval RFC 6275, route information RFC 4191, name servers RFC 8106, nonce and timestamp
// RFC 3971, captive portal RFC 8910, NAT64 prefix RFC 8781, address registration RFC 8505.

const optionNames: Readonly<Record<number, string>> = {
  1: 'Source link-layer address',
  2: 'Target link-layer address',
  3: 'Prefix information',
  4: 'Redirected header',
  5: 'MTU',
  6: 'NBMA shortcut limit',
  7: 'Advertisement interval',
  8: 'Home agent information',
  9: 'Source address list',
  10: 'Target address list',
  11: 'CGA',
  12: 'RSA signature',
  13: 'Timestamp',
  14: 'Nonce',
  15: 'Trust anchor',
  16: 'Certificate',
  17: 'IP address and prefix',
  19: 'Link-layer address',
  20: 'Neighbor advertisement acknowledgment',
  24: 'Route information',
  25: 'Recursive DNS server',
  26: 'Router advertisement flags extension',
  31: 'DNS search list',
  33: 'Address registration',
  34: '6LoWPAN context',
  35: 'Authoritative border router',
  36: '6LoWPAN capability indication',
  37: 'Captive portal',
  38: 'PREF64',
};

export const neighborDiscoveryFields = {
  option: field('icmpv6.opt', 'none', 'Option', 'An option of neighbor discovery'),
  type: field('icmpv6.opt.type', 'uint8', 'Type', 'Which option it is', { values: optionNames }),
  length: field('icmpv6.opt.length', 'uint8', 'Length', 'Units of 8 bytes'),
  linkAddress: field('icmpv6.opt.linkaddr', 'ether', 'Link-layer address', 'Ethernet address'),
  sourceLink: field('icmpv6.opt.src_linkaddr', 'ether', 'Source link-layer address', 'Address of the sender', {
    hidden: true,
  }),
  targetLink: field('icmpv6.opt.target_linkaddr', 'ether', 'Target link-layer address', 'Address of the target', {
    hidden: true,
  }),
  longLinkAddress: field('icmpv6.opt.linkaddr_eui64', 'eui64', 'Link-layer address', 'EUI-64 address'),
  prefixLength: field('icmpv6.opt.prefix.length', 'uint8', 'Prefix length', 'Bits of the prefix'),
  prefixFlags: field('icmpv6.opt.prefix.flag', 'uint8', 'Flags', 'What the prefix may be used for', { base: 'hex' }),
  onLink: field('icmpv6.opt.prefix.flag.l', 'boolean', 'On-link', 'Addresses are on this link', { mask: 0x80 }),
  autonomous: field('icmpv6.opt.prefix.flag.a', 'boolean', 'Autonomous', 'Hosts may make addresses of it', {
    mask: 0x40,
  }),
  validLifetime: field('icmpv6.opt.prefix.valid_lifetime', 'uint32', 'Valid lifetime', 'How long it is valid', {
    unit: 'seconds',
  }),
  preferredLifetime: field(
    'icmpv6.opt.prefix.preferred_lifetime',
    'uint32',
    'Preferred lifetime',
    'How long its addresses are preferred',
    { unit: 'seconds' },
  ),
  prefix: field('icmpv6.opt.prefix', 'ipv6', 'Prefix', 'The prefix'),
  mtu: field('icmpv6.opt.mtu', 'uint32', 'MTU', 'Largest packet on the link', { unit: 'bytes' }),
  interval: field('icmpv6.opt.advertisement_interval', 'uint32', 'Advertisement interval', 'Milliseconds at most'),
  agentPreference: field('icmpv6.opt.home_agent_preference', 'uint16', 'Preference', 'The higher, the better'),
  agentLifetime: field('icmpv6.opt.home_agent_lifetime', 'uint16', 'Lifetime', 'How long it serves', {
    unit: 'seconds',
  }),
  address: field('icmpv6.opt.ipv6_address', 'ipv6', 'Address', 'An address of the list'),
  nonce: field('icmpv6.opt.nonce', 'bytes', 'Nonce', 'Ties an answer to its question'),
  routeFlags: field('icmpv6.opt.route_info.flag', 'uint8', 'Flags', 'Preference of the route', { base: 'hex' }),
  routePreference: field('icmpv6.opt.route_info.flag.route_preference', 'uint8', 'Preference', 'Of the route', {
    mask: 0x18,
    values: { 0: 'Medium', 1: 'High', 2: 'Reserved', 3: 'Low' },
  }),
  routeLifetime: field('icmpv6.opt.route_lifetime', 'uint32', 'Route lifetime', 'How long the route is valid', {
    unit: 'seconds',
  }),
  serverLifetime: field('icmpv6.opt.rdnss.lifetime', 'uint32', 'Lifetime', 'How long the servers may be used', {
    unit: 'seconds',
  }),
  server: field('icmpv6.opt.rdnss', 'ipv6', 'Recursive DNS server', 'Address of a name server'),
  searchLifetime: field('icmpv6.opt.dnssl.lifetime', 'uint32', 'Lifetime', 'How long the list may be used', {
    unit: 'seconds',
  }),
  search: field('icmpv6.opt.dnssl', 'string', 'Search domain', 'Domain to look up short names in'),
  portal: field('icmpv6.opt.captive_portal', 'string', 'Captive portal', 'Where to sign in'),
  natLifetime: field('icmpv6.opt.pref64.scaled_lifetime', 'uint16', 'Scaled lifetime', 'Units of 8 seconds', {
    mask: 0xfff8,
  }),
  natPrefixCode: field('icmpv6.opt.pref64.plc', 'uint16', 'Prefix length code', 'Length of the prefix', {
    base: 'hex',
    mask: 0x0007,
  }),
  natPrefix: field('icmpv6.opt.pref64.prefix', 'ipv6', 'Prefix', 'Prefix of the NAT64'),
  data: field('icmpv6.data', 'bytes', 'Data', 'What is not read further'),
} as const;

/** Link addresses met among the options, for the Info column. */
export interface LinkAddresses {
  source: string;
  target: string;
}

const fields = neighborDiscoveryFields;

/** Shows the options between `start` and `end`. */
export function readNeighborDiscoveryOptions(dissection: Dissection, start: number, end: number): LinkAddresses {
  const found: LinkAddresses = { source: '', target: '' };
  let at = start;
  while (at < end && !dissection.failed) {
    const type = dissection.peek(at, 1);
    const length = dissection.peek(at + 1, 1) * 8;
    dissection.group(fields.option, at, length).text = () => `Option: ${optionNames[type] ?? `unknown (${type})`}`;
    dissection.number(fields.type, at, 1);
    dissection.number(fields.length, at + 1, 1);
    // Length 0 would never end (RFC 4861 §4.6 has such packets discarded).
    if (length === 0) dissection.malformed(at + 1, 'option length 0');
    else if (at + length > end) dissection.malformed(at + 1, `option of ${length} bytes where ${end - at} are left`);
    else readOption(dissection, type, at, length, found);
    dissection.end();
    at += length;
  }
  return found;
}

/** Length that an option must have at least for its parts to be there. */
const leastLengths: Readonly<Record<number, number>> = { 3: 32, 5: 8, 7: 8, 8: 8, 24: 8, 25: 8, 31: 8, 38: 16 };

function readOption(dissection: Dissection, type: number, at: number, length: number, found: LinkAddresses): void {
  if (length < (leastLengths[type] ?? 8)) {
    dissection.malformed(at + 1, `option ${type} of ${length} bytes, must have at least ${leastLengths[type]}`);
    return;
  }
  const end = at + length;
  switch (type) {
    case 1:
    case 2:
      readLinkAddress(dissection, type, at + 2, length - 2, found);
      break;
    case 3:
      readPrefix(dissection, at);
      break;
    case 4:
      readQuotedPacket(dissection, 'ipv6', at + 8, end);
      break;
    case 5:
      dissection.number(fields.mtu, at + 4, 4);
      break;
    case 7:
      dissection.number(fields.interval, at + 4, 4);
      break;
    case 8:
      dissection.number(fields.agentPreference, at + 4, 2);
      dissection.number(fields.agentLifetime, at + 6, 2);
      break;
    case 9:
    case 10:
      for (let place = at + 8; place + 16 <= end; place += 16) dissection.octets(fields.address, place, 16);
      break;
    case 14:
      dissection.octets(fields.nonce, at + 2, length - 2);
      break;
    case 24:
      readRoute(dissection, at, end);
      break;
    case 25:
      dissection.number(fields.serverLifetime, at + 4, 4);
      for (let place = at + 8; place + 16 <= end; place += 16) dissection.octets(fields.server, place, 16);
      break;
    case 31:
      dissection.number(fields.searchLifetime, at + 4, 4);
      readSearchList(dissection, at + 8, end);
      break;
    case 37:
      dissection.add(
        fields.portal,
        at + 2,
        length - 2,
        text(dissection.bytes, at + 2, Math.min(end, dissection.limit)),
      );
      break;
    case 38:
      readNatPrefix(dissection, at);
      break;
    default:
      dissection.octets(fields.data, at + 2, length - 2);
  }
}

function readLinkAddress(dissection: Dissection, type: number, at: number, length: number, found: LinkAddresses): void {
  // 14 bytes: an 8-byte address of IEEE 802.15.4 with padding (RFC 4944 §8).
  if (length === 14) dissection.octets(fields.longLinkAddress, at, 8);
  else {
    const address = dissection.octets(fields.linkAddress, at, 6);
    dissection.add(type === 1 ? fields.sourceLink : fields.targetLink, at, 6, address);
    if (address.length === 6) found[type === 1 ? 'source' : 'target'] = ethernetText(address);
  }
}

function readPrefix(dissection: Dissection, at: number): void {
  dissection.number(fields.prefixLength, at + 2, 1);
  const flags = dissection.peek(at + 3, 1);
  dissection.group(fields.prefixFlags, at + 3, 1, flags);
  dissection.bits(fields.onLink, at + 3, 1, flags);
  dissection.bits(fields.autonomous, at + 3, 1, flags);
  dissection.end();
  dissection.number(fields.validLifetime, at + 4, 4);
  dissection.number(fields.preferredLifetime, at + 8, 4);
  dissection.octets(fields.prefix, at + 16, 16);
}

/** The prefix may be cut to 0, 8 or 16 bytes (RFC 4191 §2.3). */
function readRoute(dissection: Dissection, at: number, end: number): void {
  dissection.number(fields.prefixLength, at + 2, 1);
  const flags = dissection.peek(at + 3, 1);
  dissection.group(fields.routeFlags, at + 3, 1, flags);
  dissection.bits(fields.routePreference, at + 3, 1, flags);
  dissection.end();
  dissection.number(fields.routeLifetime, at + 4, 4);
  addCutPrefix(dissection, fields.prefix, at + 8, Math.min(16, end - at - 8));
}

function addCutPrefix(dissection: Dissection, which: typeof fields.prefix, at: number, length: number): void {
  if (length <= 0 || !dissection.has(at, length)) return;
  const prefix = new Uint8Array(16);
  prefix.set(dissection.bytes.subarray(at, at + length));
  dissection.add(which, at, length, prefix);
}

function readNatPrefix(dissection: Dissection, at: number): void {
  const word = dissection.peek(at + 2, 2);
  dissection.bits(fields.natLifetime, at + 2, 2, word);
  dissection.bits(fields.natPrefixCode, at + 2, 2, word);
  addCutPrefix(dissection, fields.natPrefix, at + 4, 12);
}

/** Names in the form of RFC 1035 §3.1, without compression, padded with zeros. */
function readSearchList(dissection: Dissection, start: number, end: number): void {
  let at = start;
  while (at < end && !dissection.failed) {
    const labels: string[] = [];
    let place = at;
    let length = dissection.peek(place, 1);
    while (length > 0 && !dissection.failed) {
      if (length > 63 || place + 1 + length > end) {
        dissection.malformed(place, `label of ${length} bytes where ${end - place - 1} are left`);
        return;
      }
      labels.push(text(dissection.bytes, place + 1, Math.min(place + 1 + length, dissection.limit)));
      place += 1 + length;
      length = place < end ? dissection.peek(place, 1) : 0;
    }
    if (labels.length === 0) return;
    dissection.add(fields.search, at, place + 1 - at, labels.join('.'));
    at = place + 1;
  }
}

const decoder = new TextDecoder();
const text = (bytes: Uint8Array, start: number, end: number): string =>
  decoder.decode(bytes.subarray(start, end)).replace(/\0+$/, '');
