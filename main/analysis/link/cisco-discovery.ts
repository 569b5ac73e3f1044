import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { protocol } from '../protocol';

// Cisco Discovery Protocol: version, time to live, checksum; then pieces of a type, a length (with itself) and a value.
const headerLength = 4;
const pieceHeader = 4;
const ipv4Entry = 9;
const addressTypes = new Set([0x0002, 0x0016]);

const pieceTypes = {
  1: 'Device ID',
  2: 'Addresses',
  3: 'Port ID',
  4: 'Capabilities',
  5: 'Software version',
  6: 'Platform',
  7: 'IP prefixes',
  8: 'Hello',
  9: 'VTP management domain',
  10: 'Native VLAN',
  11: 'Duplex',
  14: 'Voice VLAN',
  15: 'Voice VLAN query',
  16: 'Power consumption',
  17: 'MTU',
  18: 'Trust bitmap',
  19: 'Untrusted port class of service',
  20: 'System name',
  21: 'System object ID',
  22: 'Management addresses',
  23: 'Location',
  25: 'Power requested',
  26: 'Power available',
};

const fields = {
  version: field('cdp.version', 'uint8', 'Version', ''),
  timeToLive: field('cdp.ttl', 'uint8', 'Time to live', 'How long to keep this', { unit: 'seconds' }),
  checksum: field('cdp.checksum', 'uint16', 'Checksum', '', { base: 'hex' }),
  type: field('cdp.tlv.type', 'uint16', 'Type', 'Kind of information', { base: 'hex', values: pieceTypes }),
  length: field('cdp.tlv.len', 'uint16', 'Length', '', { unit: 'bytes' }),
  device: field('cdp.deviceid', 'string', 'Device ID', 'Name of the device'),
  port: field('cdp.portid', 'string', 'Port ID', 'Interface it sent this through'),
  software: field('cdp.software_version', 'string', 'Software version', ''),
  platform: field('cdp.platform', 'string', 'Platform', 'Model of the device'),
  domain: field('cdp.vtp_management_domain', 'string', 'VTP management domain', ''),
  system: field('cdp.system_name', 'string', 'System name', ''),
  capabilities: field('cdp.capabilities', 'uint32', 'Capabilities', 'What the device does', { base: 'hex' }),
  nativeVlan: field('cdp.native_vlan', 'uint16', 'Native VLAN', 'VLAN of untagged frames'),
  duplex: field('cdp.duplex', 'boolean', 'Full duplex', ''),
  addressCount: field('cdp.number_of_addresses', 'uint32', 'Addresses', 'Number of addresses'),
  address: field('cdp.nrgyz.ip_address', 'ipv4', 'IPv4 address', 'Address of the device'),
  value: field('cdp.tlv.value', 'bytes', 'Value', ''),
} as const;

const texts: Readonly<Record<number, Field>> = {
  1: fields.device,
  3: fields.port,
  5: fields.software,
  6: fields.platform,
  9: fields.domain,
  20: fields.system,
};

export const ciscoDiscovery = protocol({
  name: 'cdp',
  short: 'CDP',
  title: 'Cisco Discovery Protocol',
  fields,
  registrations: [
    { table: 'llc.snap.cisco', keys: [0x2000] },
    { table: 'gre.protocol', keys: [0x2000] },
    { table: 'ppp.protocol', keys: [0x0207] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ciscoDiscovery);
    dissection.begin(ciscoDiscovery, start, end - start);
    dissection.number(fields.version, start, 1);
    dissection.number(fields.timeToLive, start + 1, 1);
    dissection.number(fields.checksum, start + 2, 2);
    const said: string[] = [];
    dissection.describe(() => said.join(', '));
    let at = start + headerLength;
    while (at + pieceHeader <= end && !dissection.failed) at = readPiece(dissection, at, said);
    dissection.end();
  },
});

/** @returns where the next piece begins */
function readPiece(dissection: Dissection, at: number, said: string[]): number {
  const type = dissection.number(fields.type, at, 2);
  const length = dissection.number(fields.length, at + 2, 2);
  if (length < pieceHeader) {
    dissection.malformed(at + 2, `a length of ${length} where the header alone has ${pieceHeader}`);
    return at;
  }
  const value = at + pieceHeader;
  const valueLength = length - pieceHeader;
  const text = texts[type];
  if (text) {
    if (dissection.has(value, valueLength)) {
      const decoded = new TextDecoder().decode(dissection.bytes.subarray(value, value + valueLength));
      addLines(dissection, text, value, decoded.replace(/\0+$/, ''));
      if (text !== fields.software) said.push(`${text.label} ${decoded}`);
    }
  } else if (addressTypes.has(type)) readAddresses(dissection, value, value + valueLength);
  else if (type === 0x0004 && valueLength === 4) dissection.number(fields.capabilities, value, 4);
  else if (type === 0x000a && valueLength === 2) dissection.number(fields.nativeVlan, value, 2);
  else if (type === 0x000b && valueLength === 1) dissection.number(fields.duplex, value, 1);
  else if (valueLength > 0) dissection.octets(fields.value, value, valueLength);
  return at + length;
}

/** The software's version is several lines: each is a value. */
function addLines(dissection: Dissection, which: Field, at: number, text: string): void {
  let start = at;
  for (const line of which === fields.software ? text.split('\n') : [text]) {
    dissection.add(which, start, line.length, line);
    start += line.length + 1;
  }
}

/** Each address names its protocol; only IPv4's (NLPID CC, four bytes) is told apart. */
function readAddresses(dissection: Dissection, start: number, end: number): void {
  const count = dissection.number(fields.addressCount, start, 4);
  let at = start + 4;
  for (let i = 0; i < count && at + ipv4Entry <= end && !dissection.failed; i++) {
    const kind = dissection.peek(at, 3);
    const protocolLength = (kind >> 8) & 0xff;
    const length = dissection.peek(at + 2 + protocolLength, 2);
    if (kind === 0x0101cc && length === 4) dissection.ipv4(fields.address, at + 5);
    at += 4 + protocolLength + length;
  }
}
