import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';

// LINKTYPE_NULL (0) and LINKTYPE_LOOP (108), tcpdump.org/linktypes: the protocol family as four bytes, in the byte order of
// the host that captured, or (LOOP) of the network. A family is small, so that the order shows itself.
const headerLength = 4;
const largestFamily = 0xffff;

const families = {
  2: 'IPv4',
  6: 'OSI (FreeBSD, NetBSD, Darwin)',
  7: 'OSI',
  10: 'IPv6 (Linux)',
  16: 'AppleTalk',
  23: 'IPX',
  24: 'IPv6 (NetBSD, OpenBSD)',
  28: 'IPv6 (FreeBSD)',
  30: 'IPv6 (Darwin)',
};
const ipv4Family = 2;
const ipv4Type = 0x0800;
const ipv6Type = 0x86dd;

const fields = {
  family: field('null.family', 'uint32', 'Family', 'Address family of the payload, as that system numbers it', {
    values: families,
  }),
  type: field('null.type', 'uint16', 'Type', 'EtherType of the payload', { base: 'hex' }),
} as const;

export const loopback = protocol({
  name: 'null',
  short: 'Loopback',
  title: 'BSD loopback',
  fields,
  registrations: [{ table: 'link', keys: [0, 108] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(loopback);
    const head = dissection.begin(loopback, start, headerLength);
    const family = dissection.has(start, headerLength) ? readFamily(dissection.view, start) : 0;
    dissection.add(fields.family, start, headerLength, family);
    head.text = () => `BSD loopback, ${(families as Record<number, string>)[family] ?? `family ${family}`}`;
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    const payload = start + headerLength;
    const type = etherTypeOf(family);
    if (type !== 0) dissection.next('ethertype', type, payload, end);
    else if (family !== 7 || !dissection.next('llc.dsap', 0xfe, payload, end)) dissection.data(payload, end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const type = start + headerLength > scan.limit ? 0 : etherTypeOf(readFamily(scan.view, start));
    if (type === 0) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = loopback.index;
    scan.next('ethertype', type, start + headerLength, end);
  },
});

function readFamily(view: DataView, start: number): number {
  const little = view.getUint32(start, true);
  return little <= largestFamily ? little : view.getUint32(start);
}

/** IPv6 has another number in every system. 0 for what is neither version of IP. */
const etherTypeOf = (family: number): number => {
  if (family === ipv4Family) return ipv4Type;
  return family === 24 || family === 28 || family === 30 || family === 10 ? ipv6Type : 0;
};
