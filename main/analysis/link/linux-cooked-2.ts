import type { Dissection } from '../dissection';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { linuxCooked } from './linux-cooked';
import {
  addLinuxAddress,
  addLinuxProtocol,
  linuxCookedFields as fields,
  nextByLinuxProtocol,
} from './linux-cooked-header';
import { linuxPacketTypes } from './linux-cooked-values';

// LINKTYPE_LINUX_SLL2 (276), tcpdump.org/linktypes: as version 1, and the interface's number.
const headerLength = 20;
const smallestType = 0x0600;

export const linuxCooked2 = protocol({
  name: 'sll2',
  short: 'SLL',
  title: 'Linux cooked capture v2',
  variantOf: linuxCooked,
  fields,
  registrations: [{ table: 'link', keys: [276] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(linuxCooked2);
    const head = dissection.begin(linuxCooked2, start, headerLength);
    const type = addLinuxProtocol(dissection, start);
    dissection.number(fields.interface, start + 4, 4);
    dissection.number(fields.deviceType, start + 8, 2);
    const packetType = dissection.number(fields.packetType, start + 10, 1);
    head.text = () => `Linux cooked capture v2, ${linuxPacketTypes[packetType] ?? `packet type ${packetType}`}`;
    const length = dissection.number(fields.addressLength, start + 11, 1);
    addLinuxAddress(dissection, start + 12, length);
    if (!dissection.failed) nextByLinuxProtocol(dissection, type, start, start + headerLength, end);
    dissection.end();
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const type = start + headerLength > scan.limit ? 0 : scan.view.getUint16(start);
    if (type < smallestType) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = linuxCooked2.index;
    scan.next('ethertype', type, start + headerLength, end);
  },
});
