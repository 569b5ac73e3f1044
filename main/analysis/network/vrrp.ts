import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { AddressFamily } from '../packet-summary';
import { protocol } from '../protocol';
import { ipv4TextAt, ipv6Text } from './address-text';

// RFC 3768 §5 (version 2), RFC 9568 §5 (version 3).
const headerLength = 8;

const fields = {
  version: field('vrrp.version', 'uint8', 'Version', 'Version of the protocol', { mask: 0xf0 }),
  type: field('vrrp.type', 'uint8', 'Type', 'What the packet says', { mask: 0x0f, values: { 1: 'Advertisement' } }),
  router: field('vrrp.virt_rtr_id', 'uint8', 'Virtual Router ID', 'Which virtual router'),
  priority: field('vrrp.prio', 'uint8', 'Priority', 'Of the sender; 255 owns the addresses, 0 stops', {
    values: { 0: 'Stops being active', 100: 'Default', 255: 'Owns the addresses' },
  }),
  count: field('vrrp.addr_count', 'uint8', 'Address Count', 'Addresses that follow'),
  authentication: field('vrrp.auth_type', 'uint8', 'Auth Type', 'Not used any more'),
  interval: field('vrrp.adver_int', 'uint8', 'Advertisement Interval', 'Between two packets', { unit: 'seconds' }),
  shortInterval: field('vrrp.short_adver_int', 'uint16', 'Advertisement Interval', 'Between two packets', {
    mask: 0x0fff,
    unit: 'centiseconds',
  }),
  checksum: field('vrrp.checksum', 'uint16', 'Checksum', 'Checksum over the packet', { base: 'hex' }),
  ipv4Address: field('vrrp.ip_addr', 'ipv4', 'Address', 'An address of the virtual router'),
  ipv6Address: field('vrrp.ipv6_addr', 'ipv6', 'Address', 'An address of the virtual router'),
} as const;

export const vrrp = protocol({
  name: 'vrrp',
  short: 'VRRP',
  title: 'Virtual Router Redundancy Protocol',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [112] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(vrrp);
    dissection.begin(vrrp, start, Math.max(headerLength, end - start));
    const first = dissection.peek(start, 1);
    const version = dissection.bits(fields.version, start, 1, first);
    dissection.bits(fields.type, start, 1, first);
    const router = dissection.number(fields.router, start + 1, 1);
    const priority = dissection.number(fields.priority, start + 2, 1);
    const count = dissection.number(fields.count, start + 3, 1);
    if (version >= 3) dissection.bits(fields.shortInterval, start + 4, 2, dissection.peek(start + 4, 2));
    else {
      dissection.number(fields.authentication, start + 4, 1);
      dissection.number(fields.interval, start + 5, 1);
    }
    dissection.number(fields.checksum, start + 6, 2);
    const addresses = readAddresses(dissection, start + headerLength, count, end);
    dissection.describe(
      () =>
        `Advertisement v${version}, router ${router}, priority ${priority}${addresses.map((a) => `, ${a}`).join('')}`,
    );
    dissection.end();
  },
});

function readAddresses(dissection: Dissection, start: number, count: number, end: number): string[] {
  const isIpv6 = dissection.summary.addressFamily === AddressFamily.ipv6;
  const size = isIpv6 ? 16 : 4;
  const texts: string[] = [];
  for (let i = 0; i < count && !dissection.failed; i++) {
    const at = start + i * size;
    if (at + size > end) dissection.malformed(at, `${count} addresses said, ${i} there`);
    else {
      const bytes = isIpv6 ? dissection.octets(fields.ipv6Address, at, 16) : null;
      if (bytes === null) dissection.ipv4(fields.ipv4Address, at);
      if (!dissection.failed && texts.length < 3)
        texts.push(bytes === null ? ipv4TextAt(dissection.bytes, at) : ipv6Text(bytes));
    }
  }
  return texts;
}
