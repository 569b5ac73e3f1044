import type { Dissection } from '../dissection';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import {
  addLinuxAddress,
  addLinuxProtocol,
  linuxCookedFields as fields,
  nextByLinuxProtocol,
} from './linux-cooked-header';
import { linuxPacketTypes } from './linux-cooked-values';

// LINKTYPE_LINUX_SLL (113), tcpdump.org/linktypes: what Linux gives in place of a link header on "any" and the like.
const headerLength = 16;
const smallestType = 0x0600;

export const linuxCooked = protocol({
  name: 'sll',
  short: 'SLL',
  title: 'Linux cooked capture v1',
  fields,
  registrations: [{ table: 'link', keys: [113] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(linuxCooked);
    const head = dissection.begin(linuxCooked, start, headerLength);
    const packetType = dissection.number(fields.packetType, start, 2);
    head.text = () => `Linux cooked capture v1, ${linuxPacketTypes[packetType] ?? `packet type ${packetType}`}`;
    dissection.number(fields.deviceType, start + 2, 2);
    const length = dissection.number(fields.addressLength, start + 4, 2);
    addLinuxAddress(dissection, start + 6, length);
    const type = addLinuxProtocol(dissection, start + 14);
    if (!dissection.failed) nextByLinuxProtocol(dissection, type, start, start + headerLength, end);
    dissection.end();
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const type = start + headerLength > scan.limit ? 0 : scan.view.getUint16(start + 14);
    if (type < smallestType) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = linuxCooked.index;
    scan.next('ethertype', type, start + headerLength, end);
  },
});
