import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// Novell's IPX Router Specification, chapter 1: XNS's Internetwork Datagram Protocol.
const headerLength = 30;

const kinds = { 0: 'Unknown', 1: 'RIP', 2: 'Echo', 3: 'Error', 4: 'PEP', 5: 'SPX', 17: 'NCP', 20: 'NetBIOS' };
const sockets = {
  1105: 'NCP',
  1106: 'SAP',
  1107: 'RIP',
  1109: 'NetBIOS',
  1110: 'Diagnostics',
  1111: 'Serialization',
};

const fields = {
  checksum: field('ipx.checksum', 'uint16', 'Checksum', 'FFFF where none is made', { base: 'hex' }),
  length: field('ipx.len', 'uint16', 'Length', 'Bytes of the packet, header included', { unit: 'bytes' }),
  hops: field('ipx.hops', 'uint8', 'Transport control', 'Routers passed', { unit: 'hops' }),
  type: field('ipx.packet_type', 'uint8', 'Packet type', 'Protocol of the payload', { base: 'hex', values: kinds }),
  destinationNetwork: field('ipx.dst.net', 'uint32', 'Destination network', '', { base: 'hex' }),
  destinationNode: field('ipx.dst.node', 'ether', 'Destination node', 'MAC address in that network'),
  destinationSocket: field('ipx.dst.socket', 'uint16', 'Destination socket', 'As a port', {
    base: 'hex',
    values: sockets,
  }),
  sourceNetwork: field('ipx.src.net', 'uint32', 'Source network', '', { base: 'hex' }),
  sourceNode: field('ipx.src.node', 'ether', 'Source node', 'MAC address in that network'),
  sourceSocket: field('ipx.src.socket', 'uint16', 'Source socket', 'As a port', { base: 'hex', values: sockets }),
} as const;

export const ipx = protocol({
  name: 'ipx',
  short: 'IPX',
  title: 'Internetwork Packet Exchange',
  fields,
  registrations: [
    { table: 'ethertype', keys: [0x8137] },
    { table: 'llc.dsap', keys: [0xe0] },
    { table: 'linux.protocol', keys: [1] },
    { table: 'ppp.protocol', keys: [0x002b] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ipx);
    dissection.begin(ipx, start, headerLength);
    dissection.number(fields.checksum, start, 2);
    const length = dissection.number(fields.length, start + 2, 2);
    dissection.number(fields.hops, start + 4, 1);
    const type = dissection.number(fields.type, start + 5, 1);
    dissection.number(fields.destinationNetwork, start + 6, 4);
    dissection.octets(fields.destinationNode, start + 10, 6);
    const destination = dissection.number(fields.destinationSocket, start + 16, 2);
    dissection.number(fields.sourceNetwork, start + 18, 4);
    dissection.octets(fields.sourceNode, start + 22, 6);
    const source = dissection.number(fields.sourceSocket, start + 28, 2);
    const complete = !dissection.failed;
    dissection.end();
    const kind = (kinds as Record<number, string>)[type] ?? `type ${type}`;
    dissection.describe(() => `${kind}, socket 0x${source.toString(16)} → 0x${destination.toString(16)}`);
    if (complete) dissection.data(start + headerLength, Math.min(end, start + Math.max(length, headerLength)));
  },
});
