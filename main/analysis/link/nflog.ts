import type { Dissection } from '../dissection';
import { type Enumeration, field } from '../fields/field';
import { protocol } from '../protocol';

// LINKTYPE_NFLOG (239), tcpdump.org/linktypes: family, version and group, then attributes whose length and type are in the byte
// order of the host that captured. The packet itself is an attribute.
const headerLength = 4;
const attributeHeader = 4;
const payloadType = 9;
const prefixType = 10;
const typeMask = 0x7fff;

const families: Enumeration = { 2: 'IPv4', 7: 'Bridge', 10: 'IPv6' };
const attributeTypes: Enumeration = {
  1: 'Packet header',
  2: 'Mark',
  3: 'Time stamp',
  4: 'Input interface',
  5: 'Output interface',
  6: 'Physical input interface',
  7: 'Physical output interface',
  8: 'Hardware address',
  9: 'Payload',
  10: 'Prefix',
  11: 'User ID',
  12: 'Sequence number',
  13: 'Global sequence number',
  14: 'Group ID',
  15: 'Hardware type',
  16: 'Hardware header',
  17: 'Hardware header length',
  18: 'Conntrack',
  19: 'Conntrack information',
};

const fields = {
  family: field('nflog.family', 'uint8', 'Family', 'Address family of the packet', { values: families }),
  version: field('nflog.version', 'uint8', 'Version', ''),
  group: field('nflog.res_id', 'uint16', 'Group', 'Netfilter log group'),
  attribute: field('nflog.tlv', 'bytes', 'Attribute', 'One fact about the packet'),
  length: field('nflog.tlv_length', 'uint16', 'Length', '', { unit: 'bytes' }),
  type: field('nflog.tlv_type', 'uint16', 'Type', 'Kind of fact', { mask: typeMask, values: attributeTypes }),
  protocol: field('nflog.protocol', 'uint16', 'Protocol', 'EtherType', { base: 'hex' }),
  hook: field('nflog.hook', 'uint8', 'Hook', 'Where in the packet filter', {
    values: { 0: 'Prerouting', 1: 'Local in', 2: 'Forward', 3: 'Local out', 4: 'Postrouting' },
  }),
  input: field('nflog.ifindex_indev', 'uint32', 'Input interface', 'Index'),
  output: field('nflog.ifindex_outdev', 'uint32', 'Output interface', 'Index'),
  user: field('nflog.uid', 'int32', 'User ID', 'Owner of the socket'),
  userGroup: field('nflog.gid', 'int32', 'Group ID', 'Group of the socket'),
  prefix: field('nflog.prefix', 'string', 'Prefix', "The rule's own text"),
  value: field('nflog.tlv_value', 'bytes', 'Value', ''),
} as const;

const numbers = { 4: fields.input, 5: fields.output, 11: fields.user, 14: fields.userGroup } as const;

export const nflog = protocol({
  name: 'nflog',
  short: 'NFLOG',
  title: 'Linux netfilter log',
  fields,
  registrations: [{ table: 'link', keys: [239] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(nflog);
    dissection.begin(nflog, start, end - start);
    const family = dissection.number(fields.family, start, 1);
    dissection.number(fields.version, start + 1, 1);
    dissection.number(fields.group, start + 2, 2);
    const little = readsLittle(dissection, start + headerLength);
    let payload = -1;
    let payloadEnd = -1;
    let at = start + headerLength;
    while (at + attributeHeader <= end && dissection.has(at, attributeHeader)) {
      const length = dissection.view.getUint16(at, little);
      const type = dissection.view.getUint16(at + 2, little) & typeMask;
      if (length < attributeHeader) {
        dissection.malformed(at, `an attribute of ${length} bytes where its header has ${attributeHeader}`);
        break;
      }
      if (type === payloadType) {
        payload = at + attributeHeader;
        payloadEnd = at + length;
      }
      addAttribute(dissection, at, length, type);
      at += (length + 3) & ~3;
    }
    const complete = !dissection.failed;
    dissection.end();
    if (!complete || payload < 0) return;
    const etherType = family === 2 ? 0x0800 : family === 10 ? 0x86dd : -1;
    if (etherType < 0 || !dissection.next('ethertype', etherType, payload, payloadEnd)) {
      dissection.data(payload, payloadEnd);
    }
  },
});

/** A length is small: the order in which the first one is smaller is the right one. */
function readsLittle(dissection: Dissection, at: number): boolean {
  if (at + 2 > dissection.limit) return true;
  return dissection.view.getUint16(at, true) <= dissection.view.getUint16(at);
}

function addAttribute(dissection: Dissection, at: number, length: number, type: number): void {
  const value = at + attributeHeader;
  const valueLength = length - attributeHeader;
  const shown = Math.min(length, dissection.limit - at);
  const node = dissection.group(fields.attribute, at, length, dissection.bytes.subarray(at, at + shown));
  node.text = () => attributeTypes[type] ?? `Attribute ${type}`;
  dissection.add(fields.length, at, 2, length);
  dissection.add(fields.type, at + 2, 2, type);
  const number = (numbers as Record<number, (typeof fields)[keyof typeof fields]>)[type];
  if (type === 1 && valueLength >= 3) {
    dissection.number(fields.protocol, value, 2);
    dissection.number(fields.hook, value + 2, 1);
  } else if (number && valueLength === 4) dissection.number(number, value, 4);
  else if (type === prefixType) addPrefix(dissection, value, valueLength);
  else if (type !== payloadType && valueLength > 0) dissection.octets(fields.value, value, valueLength);
  dissection.end();
}

function addPrefix(dissection: Dissection, at: number, length: number): void {
  if (!dissection.has(at, length)) return;
  const text = new TextDecoder().decode(dissection.bytes.subarray(at, at + length));
  dissection.add(fields.prefix, at, length, text.replace(/\0.*$/s, ''));
}
