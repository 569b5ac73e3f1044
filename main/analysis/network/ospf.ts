import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { ipv4Text } from './address-text';

// RFC 2328 appendix A.3 (version 2), RFC 5340 appendix A.3 (version 3).
const hello = 1;
const databaseDescription = 2;
const linkStateUpdate = 4;

const messages: Readonly<Record<number, string>> = {
  1: 'Hello Packet',
  2: 'DB Description',
  3: 'LS Request',
  4: 'LS Update',
  5: 'LS Acknowledge',
};

const fields = {
  version: field('ospf.version', 'uint8', 'Version', '2 for IPv4, 3 for IPv6'),
  message: field('ospf.msg', 'uint8', 'Message Type', 'What the packet says', { values: messages }),
  length: field('ospf.packet_length', 'uint16', 'Packet Length', 'Bytes of the packet', { unit: 'bytes' }),
  router: field('ospf.srcrouter', 'ipv4', 'Source Router', 'Router id of the sender'),
  area: field('ospf.area_id', 'ipv4', 'Area ID', 'Area that the packet belongs to'),
  checksum: field('ospf.checksum', 'uint16', 'Checksum', 'Checksum over the packet', { base: 'hex' }),
  authentication: field('ospf.auth.type', 'uint16', 'Auth Type', 'How the packet is authenticated', {
    values: { 0: 'Null', 1: 'Simple password', 2: 'Cryptographic' },
  }),
  instance: field('ospf.instance_id', 'uint8', 'Instance ID', 'Instance on the link'),
  mask: field('ospf.hello.network_mask', 'ipv4', 'Network Mask', 'Mask of the network'),
  interfaceId: field('ospf.hello.interface_id', 'uint32', 'Interface ID', "The sender's number of the interface"),
  helloInterval: field('ospf.hello.hello_interval', 'uint32', 'Hello Interval', 'Between two hellos', {
    unit: 'seconds',
  }),
  priority: field('ospf.hello.router_priority', 'uint8', 'Router Priority', 'For the election; 0 never'),
  deadInterval: field('ospf.hello.router_dead_interval', 'uint32', 'Router Dead Interval', 'Silence that means down', {
    unit: 'seconds',
  }),
  designated: field('ospf.hello.designated_router', 'ipv4', 'Designated Router', 'Speaks for the network'),
  backup: field('ospf.hello.backup_designated_router', 'ipv4', 'Backup Designated Router', 'Stands by for it'),
  neighbor: field('ospf.hello.active_neighbor', 'ipv4', 'Active Neighbor', 'A neighbor heard of lately'),
} as const;

export const ospf = protocol({
  name: 'ospf',
  short: 'OSPF',
  title: 'Open Shortest Path First',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [89] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ospf);
    dissection.begin(ospf, start, Math.max(16, end - start));
    const version = dissection.number(fields.version, start, 1);
    const message = dissection.number(fields.message, start + 1, 1);
    const length = dissection.number(fields.length, start + 2, 2);
    const router = dissection.ipv4(fields.router, start + 4);
    const area = dissection.ipv4(fields.area, start + 8);
    const title = `${messages[message] ?? `Message ${message}`}, router ${ipv4Text(router)}, area ${ipv4Text(area)}`;
    dissection.describe(() => title);
    dissection.number(fields.checksum, start + 12, 2);
    if (version === 2) dissection.number(fields.authentication, start + 14, 2);
    else if (version === 3) dissection.number(fields.instance, start + 14, 1);
    const body = start + (version === 2 ? 24 : 16);
    const bodyEnd = Math.min(end, start + length);
    if (message === hello && version === 2) readHello2(dissection, body, bodyEnd);
    else if (message === hello && version === 3) readHello3(dissection, body, bodyEnd);
    else if (message === linkStateUpdate) {
      const count = dissection.peek(body, 4);
      dissection.describe(() => `${title}, ${count} advertisements`);
    } else if (message === databaseDescription) {
      const headers = Math.max(0, Math.floor((bodyEnd - body - (version === 2 ? 8 : 12)) / 20));
      dissection.describe(() => `${title}, ${headers} headers`);
    }
    dissection.end();
  },
});

function readHello2(dissection: Dissection, start: number, end: number): void {
  dissection.ipv4(fields.mask, start);
  dissection.number(fields.helloInterval, start + 4, 2);
  dissection.number(fields.priority, start + 7, 1);
  dissection.number(fields.deadInterval, start + 8, 4);
  readRouters(dissection, start + 12, end);
}

function readHello3(dissection: Dissection, start: number, end: number): void {
  dissection.number(fields.interfaceId, start, 4);
  dissection.number(fields.priority, start + 4, 1);
  dissection.number(fields.helloInterval, start + 8, 2);
  dissection.number(fields.deadInterval, start + 10, 2);
  readRouters(dissection, start + 12, end);
}

function readRouters(dissection: Dissection, start: number, end: number): void {
  dissection.ipv4(fields.designated, start);
  dissection.ipv4(fields.backup, start + 4);
  for (let at = start + 8; at + 4 <= end && !dissection.failed; at += 4) dissection.ipv4(fields.neighbor, at);
}
