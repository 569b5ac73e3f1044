import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { type Protocol, protocol } from '../protocol';
import { ipProtocols } from './ip-protocol-numbers';
import { ipv6OptionFields, readIpv6Options, scanIpv6Options } from './ipv6-options';

/**
 * An extension header of options (RFC 8200 §4.2): hop-by-hop and destination options differ in nothing but who reads them.
 * @param name as in the names of its fields
 * @param words how the Info column calls it
 * @param number its next-header number
 */
export function ipv6OptionsHeader(name: string, title: string, words: string, number: number): Protocol {
  const fields = {
    nextHeader: field(`${name}.nxt`, 'uint8', 'Next Header', 'What follows this header', { values: ipProtocols }),
    length: field(`${name}.len`, 'uint8', 'Length', 'Units of 8 bytes behind the first 8'),
    lengthBytes: field(`${name}.len_oct`, 'uint16', 'Length in bytes', 'Bytes of this header', {
      generated: true,
      unit: 'bytes',
    }),
  } as const;
  const header = protocol({
    name,
    short: 'IPv6',
    title,
    fields: [fields, ipv6OptionFields],
    registrations: [{ table: 'ip.protocol', keys: [number] }],

    dissect(dissection: Dissection, start: number, end: number): void {
      const head = dissection.begin(header, start, 8);
      const following = dissection.number(fields.nextHeader, start, 1);
      const units = dissection.number(fields.length, start + 1, 1);
      const length = (units + 1) * 8;
      head.length = length;
      dissection.add(fields.lengthBytes, start + 1, 1, length);
      const behind = start + length;
      const jumbo = readIpv6Options(dissection, start + 2, Math.min(behind, Math.max(end, start + 2)));
      dissection.describe(() => `${words}, next ${ipProtocols[following] ?? following}`);
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
  return header;
}
