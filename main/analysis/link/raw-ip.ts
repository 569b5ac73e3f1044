import type { Dissection } from '../dissection';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';

// LINKTYPE_RAW (101; 12 and 14 where a system's own number was written), tcpdump.org/linktypes: no link header. The first
// four bits tell the version of IP.
const ipv4Type = 0x0800;
const ipv6Type = 0x86dd;

export const rawIp = protocol({
  name: 'raw',
  short: 'Raw IP',
  title: 'Raw IP, no link header',
  fields: {},
  registrations: [{ table: 'link', keys: [12, 14, 101] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(rawIp);
    dissection.begin(rawIp, start, 0);
    dissection.end();
    const type = start < dissection.limit ? etherTypeOf(dissection.bytes[start] as number) : 0;
    if (type === 0 || !dissection.next('ethertype', type, start, end)) dissection.data(start, end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const type = start < scan.limit ? etherTypeOf(scan.bytes[start] as number) : 0;
    if (type === 0) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = rawIp.index;
    scan.next('ethertype', type, start, end);
  },
});

const etherTypeOf = (first: number): number => (first >> 4 === 4 ? ipv4Type : first >> 4 === 6 ? ipv6Type : 0);
