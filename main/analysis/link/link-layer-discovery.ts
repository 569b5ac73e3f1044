import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { ethernetText, ipv4TextAt } from '../network/address-text';
import { protocol } from '../protocol';

// IEEE 802.1AB-2016 §8: pieces of a type (7 bits), a length (9 bits) and a value, ended by a piece of type 0.
const pieceHeader = 2;
const endOfList = 0;
const chassisId = 1;
const portId = 2;
const timeToLive = 3;
const managementAddress = 8;
const macSubtype = { chassis: 4, port: 3 };
const networkSubtype = { chassis: 5, port: 4 };

const pieceTypes = {
  0: 'End',
  1: 'Chassis ID',
  2: 'Port ID',
  3: 'Time to live',
  4: 'Port description',
  5: 'System name',
  6: 'System description',
  7: 'System capabilities',
  8: 'Management address',
  127: 'Organization specific',
};

const fields = {
  type: field('lldp.tlv.type', 'uint16', 'Type', 'Kind of information', { mask: 0xfe00, values: pieceTypes }),
  length: field('lldp.tlv.len', 'uint16', 'Length', '', { mask: 0x01ff, unit: 'bytes' }),
  chassisSubtype: field('lldp.chassis.subtype', 'uint8', 'Chassis ID subtype', '', {
    values: {
      1: 'Component',
      2: 'Interface alias',
      3: 'Port component',
      4: 'MAC address',
      5: 'Network address',
      6: 'Interface name',
      7: 'Locally assigned',
    },
  }),
  chassis: field('lldp.chassis.id', 'bytes', 'Chassis ID', 'Which device'),
  chassisMac: field('lldp.chassis.id.mac', 'ether', 'Chassis ID', 'Which device'),
  portSubtype: field('lldp.port.subtype', 'uint8', 'Port ID subtype', '', {
    values: {
      1: 'Interface alias',
      2: 'Port component',
      3: 'MAC address',
      4: 'Network address',
      5: 'Interface name',
      6: 'Agent circuit ID',
      7: 'Locally assigned',
    },
  }),
  port: field('lldp.port.id', 'string', 'Port ID', 'Which port of it'),
  portMac: field('lldp.port.id.mac', 'ether', 'Port ID', 'Which port of it'),
  timeToLive: field('lldp.time_to_live', 'uint16', 'Time to live', 'How long to keep this', { unit: 'seconds' }),
  portDescription: field('lldp.port.desc', 'string', 'Port description', ''),
  systemName: field('lldp.tlv.system.name', 'string', 'System name', ''),
  systemDescription: field('lldp.tlv.system.desc', 'string', 'System description', ''),
  capabilities: field('lldp.tlv.system_cap', 'uint16', 'Capabilities', 'What the device can be', { base: 'hex' }),
  enabled: field('lldp.tlv.enable_system_cap', 'uint16', 'Enabled capabilities', 'What it is', { base: 'hex' }),
  managementIpv4: field('lldp.mgn.addr.ip4', 'ipv4', 'Management address', ''),
  organization: field('lldp.orgtlv.oui', 'uint24', 'Organization code', 'Who gave the subtype its meaning'),
} as const;

const texts: Readonly<Record<number, Field>> = {
  4: fields.portDescription,
  5: fields.systemName,
  6: fields.systemDescription,
};

export const linkLayerDiscovery = protocol({
  name: 'lldp',
  short: 'LLDP',
  title: 'Link Layer Discovery Protocol',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x88cc] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(linkLayerDiscovery);
    dissection.begin(linkLayerDiscovery, start, end - start);
    const said: string[] = [];
    dissection.describe(() => said.join(', '));
    let at = start;
    while (at + pieceHeader <= end && !dissection.failed) {
      const word = dissection.peek(at, pieceHeader);
      dissection.bits(fields.type, at, pieceHeader, word);
      const length = dissection.bits(fields.length, at, pieceHeader, word);
      if (dissection.failed || word >> 9 === endOfList) break;
      if (length > 0) readPiece(dissection, word >> 9, at + pieceHeader, length, said);
      at += pieceHeader + length;
    }
    dissection.end();
  },
});

function readPiece(dissection: Dissection, type: number, at: number, length: number, said: string[]): void {
  const text = texts[type];
  if (type === chassisId || type === portId) readIdentifier(dissection, type === chassisId, at, length, said);
  else if (type === timeToLive) dissection.number(fields.timeToLive, at, 2);
  else if (text) {
    const value = readText(dissection, text, at, length);
    if (text === fields.systemName) said.push(`system ${value}`);
  } else if (type === 7 && length >= 4) {
    dissection.number(fields.capabilities, at, 2);
    dissection.number(fields.enabled, at + 2, 2);
  } else if (type === managementAddress && dissection.peek(at, 2) === 0x0501)
    dissection.ipv4(fields.managementIpv4, at + 2);
  else if (type === 127 && length >= 3) dissection.number(fields.organization, at, 3);
}

function readIdentifier(dissection: Dissection, chassis: boolean, at: number, length: number, said: string[]): void {
  const subtype = dissection.number(chassis ? fields.chassisSubtype : fields.portSubtype, at, 1);
  const value = at + 1;
  const valueLength = length - 1;
  const label = chassis ? 'chassis' : 'port';
  if (!dissection.has(value, valueLength)) return;
  const { bytes } = dissection;
  if (subtype === macSubtype[label] && valueLength === 6) {
    dissection.octets(chassis ? fields.chassisMac : fields.portMac, value, 6);
    said.push(`${label} ${ethernetText(bytes, value)}`);
  } else if (subtype === networkSubtype[label] && valueLength === 5 && bytes[value] === 1) {
    said.push(`${label} ${ipv4TextAt(bytes, value + 1)}`);
    dissection.octets(fields.chassis, value, valueLength);
  } else if (chassis) {
    dissection.octets(fields.chassis, value, valueLength);
    said.push(`chassis ${new TextDecoder().decode(bytes.subarray(value, value + valueLength))}`);
  } else said.push(`port ${readText(dissection, fields.port, value, valueLength)}`);
}

function readText(dissection: Dissection, which: Field, at: number, length: number): string {
  if (!dissection.has(at, length)) return '';
  const text = new TextDecoder().decode(dissection.bytes.subarray(at, at + length));
  dissection.add(which, at, length, text);
  return text;
}
