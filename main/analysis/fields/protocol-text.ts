import type { FieldNode } from './field-node';
import { valueText } from './value-text';

/** A value as `tshark -T fields` prints it; of a protocol, what tshark heads its layer with. */
export function nodeText(node: FieldNode): string {
  const { field, value } = node;
  if (field.type === 'protocol') return protocolText(node);
  return field.type === 'absolute-time' && value === 0n && field.empty !== '' ? field.empty : valueText(field, value);
}

function protocolText(node: FieldNode): string {
  const heading = headings[node.field.name];
  return heading === undefined ? node.field.name : heading(node);
}

/** Where tshark says more than the protocol's name. */
const headings: Readonly<Record<string, (node: FieldNode) => string>> = {
  frame: frameHeading,
  eth: (node) =>
    child(node, 'eth.type') === undefined
      ? 'IEEE 802.3 Ethernet '
      : `Ethernet II, Src: ${text(node, 'eth.src')}, Dst: ${text(node, 'eth.dst')}`,
  vlan: (node) =>
    `802.1Q Virtual LAN, PRI: ${text(node, 'vlan.priority')}, DEI: ${text(node, 'vlan.dei')}, ID: ${text(node, 'vlan.id')}`,
  ip: (node) => addressed(node, 'Internet Protocol Version 4'),
  ipv6: (node) => addressed(node, 'Internet Protocol Version 6'),
  tcp: segmentHeading,
  udp: (node) =>
    `User Datagram Protocol, Src Port: ${text(node, 'udp.srcport')}, Dst Port: ${text(node, 'udp.dstport')}`,
  udplite: (node) =>
    `Lightweight User Datagram Protocol, Src Port: ${text(node, 'udp.srcport')}, Dst Port: ${text(node, 'udp.dstport')}`,
  sctp: (node) => {
    const [source, destination] = [text(node, 'sctp.srcport'), text(node, 'sctp.dstport')];
    return `Stream Control Transmission Protocol, Src Port: ${source} (${source}), Dst Port: ${destination} (${destination})`;
  },
  mpls: (node) =>
    `MultiProtocol Label Switching Header, Label: ${text(node, 'mpls.label')}, Exp: ${text(node, 'mpls.exp')}, S: ${text(node, 'mpls.bottom')}, TTL: ${text(node, 'mpls.ttl')}`,
  geneve: (node) => `Generic Network Virtualization Encapsulation, VNI: ${text(node, 'geneve.vni')}`,
  ieee8021ad: (node) => `IEEE 802.1ad, ID: ${text(node, 'ieee8021ad.id')}`,
  sll: (node) => `Linux cooked capture ${child(node, 'sll.ifindex') === undefined ? 'v1' : 'v2'}`,
  stp: () => 'Spanning Tree Protocol',
  data: (node) => text(node, 'data.data'),
  dns: (node) => `Domain Name System (${messageKind(node)})`,
  mdns: (node) => `Multicast Domain Name System (${messageKind(node)})`,
  llmnr: (node) => `Link-local Multicast Name Resolution (${messageKind(node)})`,
};

function frameHeading(node: FieldNode): string {
  const wire = Number(text(node, 'frame.len'));
  const captured = Number(text(node, 'frame.cap_len'));
  const name = text(node, 'frame.interface_name');
  const where = name === '' ? '' : ` on interface ${name}, id ${text(node, 'frame.interface_id')}`;
  const [onWire, here] = [counted(wire), counted(captured)];
  return `Frame ${text(node, 'frame.number')}: ${onWire} on wire (${wire * 8} bits), ${here} captured (${captured * 8} bits)${where}`;
}

/** A header that is cut off before its addresses has none. */
function addressed(node: FieldNode, title: string): string {
  const { name } = node.field;
  const destination = text(node, `${name}.dst`);
  return destination === '' ? name : `${title}, Src: ${text(node, `${name}.src`)}, Dst: ${destination}`;
}

const counted = (bytes: number): string => `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;

/** A header that is cut off has what was captured of it. */
function segmentHeading(node: FieldNode): string {
  const said = ['Transmission Control Protocol'];
  const add = (label: string, name: string) => {
    const value = text(node, name);
    if (value !== '') said.push(`${label}: ${value}`);
  };
  add('Src Port', 'tcp.srcport');
  add('Dst Port', 'tcp.dstport');
  if (text(node, 'tcp.hdr_len') === '') return said.join(', ');
  add('Seq', 'tcp.seq');
  if (text(node, 'tcp.flags.ack') === '1') add('Ack', 'tcp.ack');
  add('Len', 'tcp.len');
  return said.join(', ');
}

const messageKind = (node: FieldNode): string => (text(node, 'dns.flags.response') === '1' ? 'response' : 'query');

/** The first line of that name under the layer. */
function child({ children }: FieldNode, name: string): FieldNode | undefined {
  for (const each of children ?? []) {
    if (each.field.name === name) return each;
    const below = each.children === null ? undefined : child(each, name);
    if (below !== undefined) return below;
  }
  return undefined;
}

function text(node: FieldNode, name: string): string {
  const found = child(node, name);
  return found === undefined ? '' : valueText(found.field, found.value);
}
