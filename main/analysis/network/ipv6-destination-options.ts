import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { ipProtocols } from './ip-protocol-numbers';
import { ipv6OptionFields, readIpv6Options, scanIpv6Options } from './ipv6-options';

// RFC 8200 §4.6: options for the destination.

const fields = {
  nextHeader: field('ipv6.dstopts.nxt', 'uint8', 'Next Header', 'What follows this header', { values: ipProtocols }),
  length: field('ipv6.dstopts.len', 'uint8', 'Length', 'Units of 8 bytes behind the first 8'),
  lengthBytes: field('ipv6.dstopts.len_oct', 'uint16', 'Length in bytes', 'Bytes of this header', {
    generated: true,
    unit: 'bytes',
  }),
} as const;

export const destinationOptions = protocol({
  name: 'ipv6.dstopts',
  short: 'IPv6',
  title: 'IPv6 Destination Options',
  fields: [fields, ipv6OptionFields],
  registrations: [{ table: 'ip.protocol', keys: [60] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    const head = dissection.begin(destinationOptions, start, 8);
    const following = dissection.number(fields.nextHeader, start, 1);
    const units = dissection.number(fields.length, start + 1, 1);
    const length = (units + 1) * 8;
    head.length = length;
    dissection.add(fields.lengthBytes, start + 1, 1, length);
    const behind = start + length;
    const jumbo = readIpv6Options(dissection, start + 2, Math.min(behind, Math.max(end, start + 2)));
    dissection.describe(() => `Destination options, next ${ipProtocols[following] ?? following}`);
    dissection.end();
    // What follows does not depend on the options, only on the header being there.
    if (behind > dissection.limit) dissection.has(start, length);
    else dissection.failed = false;
    const payloadEnd = jumbo > 0 ? Math.min(end, start + jumbo) : end;
    if (!dissection.next('ip.protocol', following, behind, payloadEnd)) dissection.data(behind, payloadEnd);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const length = scanIpv6Options(scan, start, end);
    if (length === 0) scan.needsDissector = true;
    else scan.next('ip.protocol', scan.bytes[start] as number, start + length, end);
  },
});
