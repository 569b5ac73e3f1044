import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import type { FieldNode } from '../fields/field-node';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { ethernetText, ipv4TextAt } from './address-text';

// RFC 826; reverse ARP RFC 903, dynamic RARP RFC 1931, inverse ARP RFC 2390, probes and announcements RFC 5227.
const fixedPart = 8;
const ethernetHardware = 1;
const ieee802 = 6;
/** Their addresses are written otherwise (RFC 2225 §8). */
const atm: readonly number[] = [16, 19];
const ipv4Type = 0x0800;
const request = 1;
const reply = 2;

const operations: Readonly<Record<number, string>> = {
  1: 'request',
  2: 'reply',
  3: 'reverse request',
  4: 'reverse reply',
  5: 'drarp request',
  6: 'drarp reply',
  7: 'drarp error',
  8: 'inverse request',
  9: 'inverse reply',
  10: 'nak',
};

const fields = {
  hardwareType: field('arp.hw.type', 'uint16', 'Hardware type', 'Kind of link', {
    values: {
      1: 'Ethernet',
      3: 'AX.25',
      6: 'IEEE 802',
      7: 'ARCNET',
      15: 'Frame Relay',
      16: 'ATM',
      18: 'Fibre Channel',
      20: 'Serial Line',
      24: 'IEEE 1394',
      32: 'InfiniBand',
    },
  }),
  protocolType: field('arp.proto.type', 'uint16', 'Protocol type', 'EtherType of the protocol', {
    base: 'hex',
    values: { 2048: 'IPv4' },
  }),
  hardwareSize: field('arp.hw.size', 'uint8', 'Hardware size', 'Bytes of a hardware address'),
  protocolSize: field('arp.proto.size', 'uint8', 'Protocol size', 'Bytes of a protocol address'),
  operation: field('arp.opcode', 'uint16', 'Operation', 'Request or reply', { values: operations }),
  gratuitous: field('arp.isgratuitous', 'boolean', 'Is gratuitous', 'Sender and target address are the same', {
    generated: true,
  }),
  probe: field('arp.isprobe', 'boolean', 'Is probe', 'Asks whether an address is free (RFC 5227 §2.1.1)', {
    generated: true,
  }),
  announcement: field('arp.isannouncement', 'boolean', 'Is announcement', 'Claims an address (RFC 5227 §2.3)', {
    generated: true,
  }),
  senderHardware: field('arp.src.hw', 'bytes', 'Sender hardware address', 'Link address of the sender'),
  senderEthernet: field('arp.src.hw_mac', 'ether', 'Sender MAC address', 'Ethernet address of the sender'),
  senderProtocol: field('arp.src.proto', 'bytes', 'Sender protocol address', 'Network address of the sender'),
  senderIpv4: field('arp.src.proto_ipv4', 'ipv4', 'Sender IP address', 'IPv4 address of the sender'),
  targetHardware: field('arp.dst.hw', 'bytes', 'Target hardware address', 'Link address of the target'),
  targetEthernet: field('arp.dst.hw_mac', 'ether', 'Target MAC address', 'Ethernet address of the target'),
  targetProtocol: field('arp.dst.proto', 'bytes', 'Target protocol address', 'Network address of the target'),
  targetIpv4: field('arp.dst.proto_ipv4', 'ipv4', 'Target IP address', 'IPv4 address of the target'),
} as const;

/** Where the four addresses lie. */
interface Layout {
  readonly senderHardware: number;
  readonly senderProtocol: number;
  readonly targetHardware: number;
  readonly targetProtocol: number;
  readonly isEthernet: boolean;
  readonly isIpv4: boolean;
  readonly operation: number;
}

export const arp = protocol({
  name: 'arp',
  short: 'ARP',
  title: 'Address Resolution Protocol',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x0806, 0x8035] }],

  dissect(dissection: Dissection, start: number): void {
    dissection.claim(arp);
    const head = dissection.begin(arp, start, fixedPart);
    const hardwareType = dissection.number(fields.hardwareType, start, 2);
    const protocolType = dissection.number(fields.protocolType, start + 2, 2);
    const hardwareSize = dissection.number(fields.hardwareSize, start + 4, 1);
    const protocolSize = dissection.number(fields.protocolSize, start + 5, 1);
    const operation = dissection.number(fields.operation, start + 6, 2);
    if (dissection.failed) return;
    if (atm.includes(hardwareType)) {
      dissection.describe(() => `ATM ARP ${operations[operation] ?? operation}`);
      return;
    }
    const isEthernet = (hardwareType === ethernetHardware || hardwareType === ieee802) && hardwareSize === 6;
    const isIpv4 = protocolType === ipv4Type && protocolSize === 4;
    const senderHardware = start + fixedPart;
    const senderProtocol = senderHardware + hardwareSize;
    const targetHardware = senderProtocol + protocolSize;
    const targetProtocol = targetHardware + hardwareSize;
    head.length = targetProtocol + protocolSize - start;
    const layout = { senderHardware, senderProtocol, targetHardware, targetProtocol, isEthernet, isIpv4, operation };
    // Addresses that are not all there are not to be told apart either.
    if (!dissection.has(senderHardware, 2 * (hardwareSize + protocolSize))) return;
    addMeaning(dissection, layout);
    addAddress(dissection, isEthernet ? fields.senderEthernet : fields.senderHardware, senderHardware, hardwareSize);
    addAddress(dissection, isIpv4 ? fields.senderIpv4 : fields.senderProtocol, senderProtocol, protocolSize);
    addAddress(dissection, isEthernet ? fields.targetEthernet : fields.targetHardware, targetHardware, hardwareSize);
    addAddress(dissection, isIpv4 ? fields.targetIpv4 : fields.targetProtocol, targetProtocol, protocolSize);
    describeExchange(dissection, head, layout);
    dissection.end();
  },

  scan(scan: PacketScan, start: number): void {
    const sizes = start + fixedPart <= scan.limit ? 2 * (at(scan, start + 4) + at(scan, start + 5)) : 0;
    if (start + fixedPart + sizes > scan.limit || sizes === 0) scan.needsDissector = true;
    else scan.protocol = arp.index;
  },
});

const at = (scan: PacketScan, offset: number): number => scan.bytes[offset] as number;

function addAddress(dissection: Dissection, which: Field, start: number, length: number): void {
  if (which.type === 'ipv4') dissection.ipv4(which, start);
  else if (length > 0) dissection.octets(which, start, length);
}

function addMeaning(dissection: Dissection, layout: Layout): void {
  if (!layout.isIpv4 || layout.targetProtocol + 4 > dissection.limit) return;
  const sender = dissection.peek(layout.senderProtocol, 4);
  const target = dissection.peek(layout.targetProtocol, 4);
  if (sender === 0 && target !== 0 && layout.operation === request) dissection.add(fields.probe, 0, 0, true);
  if (sender !== target || sender === 0 || layout.operation > reply) return;
  dissection.add(fields.gratuitous, 0, 0, true);
  const asksNobody = layout.isEthernet && dissection.peek(layout.targetHardware, 6) === 0;
  if (layout.operation === request && asksNobody) dissection.add(fields.announcement, 0, 0, true);
}

function describeExchange(dissection: Dissection, head: FieldNode, layout: Layout): void {
  if (dissection.failed) return;
  const { bytes } = dissection;
  const hex = (start: number, end: number) =>
    Array.from(bytes.subarray(start, end), (octet) => octet.toString(16).padStart(2, '0')).join('');
  const protocolAddress = (start: number, end: number) => (layout.isIpv4 ? ipv4TextAt(bytes, start) : hex(start, end));
  const hardwareAddress = (start: number, end: number) =>
    layout.isEthernet ? ethernetText(bytes, start) : hex(start, end);
  const sender = () => protocolAddress(layout.senderProtocol, layout.targetHardware);
  const senderHardware = () => hardwareAddress(layout.senderHardware, layout.senderProtocol);
  const target = () =>
    protocolAddress(layout.targetProtocol, layout.targetProtocol + layout.targetHardware - layout.senderProtocol);
  const targetHardware = () => hardwareAddress(layout.targetHardware, layout.targetProtocol);
  const text = () => {
    switch (layout.operation) {
      case request:
        if (sender() === target()) return `Gratuitous ARP for ${target()}`;
        return sender() === '0.0.0.0' ? `Who has ${target()}? (probe)` : `Who has ${target()}? Tell ${sender()}`;
      case reply:
        return `${sender()} is at ${senderHardware()}${sender() === target() ? ' (gratuitous)' : ''}`;
      case 3:
      case 5:
        return `Who is ${targetHardware()}? Tell ${senderHardware()}`;
      case 4:
      case 6:
        return `${targetHardware()} is at ${target()}`;
      case 8:
        return `Whose address is ${targetHardware()}? Tell ${senderHardware()}`;
      case 9:
        return `${senderHardware()} is at ${sender()}`;
      default:
        return `${operations[layout.operation] ?? `Operation ${layout.operation}`}`;
    }
  };
  dissection.describe(text);
  head.text = () => `ARP ${operations[layout.operation] ?? layout.operation}: ${text()}`;
}
