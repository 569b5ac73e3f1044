import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';

// RFC 3032 §2.1: label, traffic class (RFC 5462), bottom of stack, TTL. What the last label carries is told by nobody but the
// router that gave it: RFC 4928 §3 has the first four bits tell IPv4, IPv6, and a pseudowire's control word (RFC 4385) apart.
const entryLength = 4;
const ipv4Type = 0x0800;
const ipv6Type = 0x86dd;
const ethernetType = 0x6558;
const controlWordLength = 4;

const reservedLabels = {
  0: 'IPv4 explicit null',
  1: 'Router alert',
  2: 'IPv6 explicit null',
  3: 'Implicit null',
  7: 'Entropy label indicator',
  13: 'Generic associated channel',
  14: 'OAM alert',
  15: 'Extension',
};

const fields = {
  label: field('mpls.label', 'uint32', 'Label', 'Label that the router forwards by', {
    base: 'dec-hex',
    mask: 0xfffff000,
    values: reservedLabels,
  }),
  trafficClass: field('mpls.exp', 'uint32', 'Traffic class', 'Once the experimental bits', { mask: 0x00000e00 }),
  bottom: field('mpls.bottom', 'uint32', 'Bottom of stack', '1 on the last label', { mask: 0x00000100 }),
  timeToLive: field('mpls.ttl', 'uint32', 'TTL', 'Routers left before the packet is dropped', { mask: 0x000000ff }),
} as const;

export const mpls = protocol({
  name: 'mpls',
  short: 'MPLS',
  title: 'Multiprotocol Label Switching',
  fields,
  registrations: [
    { table: 'link', keys: [219] },
    { table: 'ethertype', keys: [0x8847, 0x8848] },
    { table: 'ppp.protocol', keys: [0x0281, 0x0283] },
    // MPLS in IP (RFC 4023) and in UDP (RFC 7510).
    { table: 'ip.protocol', keys: [137] },
    { table: 'udp.port', keys: [6635] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(mpls);
    let at = start;
    let bottom = false;
    while (!bottom && !dissection.failed) {
      bottom = readEntry(dissection, at);
      at += entryLength;
    }
    if (!dissection.failed) handOn(dissection, at, end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const { bytes, limit } = scan;
    let at = start;
    while (at + entryLength <= limit && ((bytes[at + 2] as number) & 1) === 0) at += entryLength;
    const payload = at + entryLength;
    const version = payload < limit ? (bytes[payload] as number) >> 4 : 0;
    if (version !== 4 && version !== 6) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = mpls.index;
    scan.next('ethertype', version === 4 ? ipv4Type : ipv6Type, payload, end);
  },
});

/** @returns whether it is the last of the stack */
function readEntry(dissection: Dissection, at: number): boolean {
  const head = dissection.begin(mpls, at, entryLength);
  const entry = dissection.peek(at, entryLength);
  head.text = () => `MPLS, label ${Math.floor(entry / 4096)}, TTL ${entry & 0xff}`;
  dissection.bits(fields.label, at, entryLength, entry);
  dissection.bits(fields.trafficClass, at, entryLength, entry);
  dissection.bits(fields.bottom, at, entryLength, entry);
  dissection.bits(fields.timeToLive, at, entryLength, entry);
  dissection.describe(() => `Label ${Math.floor(entry / 4096)}`);
  dissection.end();
  return (entry & 0x100) !== 0;
}

function handOn(dissection: Dissection, payload: number, end: number): void {
  if (payload >= Math.min(end, dissection.limit)) return;
  const version = (dissection.bytes[payload] as number) >> 4;
  if (version === 4) dissection.next('ethertype', ipv4Type, payload, end);
  else if (version === 6) dissection.next('ethertype', ipv6Type, payload, end);
  else if (version === 0 && looksLikeEthernet(dissection, payload + controlWordLength)) {
    dissection.next('ethertype', ethernetType, payload + controlWordLength, end);
  } else dissection.data(payload, end);
}

/** A pseudowire may carry anything; Ethernet is believed where a type or a length that is likely stands in its place. */
function looksLikeEthernet(dissection: Dissection, start: number): boolean {
  if (start + 14 > dissection.limit) return false;
  const type = dissection.view.getUint16(start + 12);
  return type === ipv4Type || type === ipv6Type || type === 0x0806 || type === 0x8100 || type === 0x8847;
}
