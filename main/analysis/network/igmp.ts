import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { ipv4Text, ipv4TextAt } from './address-text';
import { checksumStatusNames } from './internet-checksum';
import { showChecksum } from './shown-checksum';

// RFC 1112 appendix I (version 1), RFC 2236 (version 2), RFC 9776 (version 3).
const query = 0x11;
const report3 = 0x22;

const typeNames: Readonly<Record<number, string>> = {
  17: 'Membership Query',
  18: 'Membership Report v1',
  19: 'DVMRP',
  20: 'PIM version 1',
  22: 'Membership Report v2',
  23: 'Leave Group',
  30: 'Multicast Traceroute Response',
  31: 'Multicast Traceroute',
  34: 'Membership Report v3',
  48: 'Multicast Router Advertisement',
  49: 'Multicast Router Solicitation',
  50: 'Multicast Router Termination',
};
const recordTypes: Readonly<Record<number, string>> = {
  1: 'Mode Is Include',
  2: 'Mode Is Exclude',
  3: 'Change To Include Mode',
  4: 'Change To Exclude Mode',
  5: 'Allow New Sources',
  6: 'Block Old Sources',
};

const fields = {
  version: field('igmp.version', 'uint8', 'IGMP Version', 'Version that the message belongs to', { generated: true }),
  type: field('igmp.type', 'uint8', 'Type', 'What the message says', { base: 'hex', values: typeNames }),
  maximumResponse: field('igmp.max_resp', 'uint8', 'Max Resp Time', 'Tenths of a second to answer in'),
  reserved: field('igmp.reserved', 'bytes', 'Reserved', 'Must be zero'),
  checksum: field('igmp.checksum', 'uint16', 'Checksum', 'Checksum over the message', { base: 'hex' }),
  checksumStatus: field('igmp.checksum.status', 'uint8', 'Checksum status', 'Whether the checksum is right', {
    generated: true,
    values: checksumStatusNames,
  }),
  group: field('igmp.maddr', 'ipv4', 'Multicast Address', 'The group'),
  suppress: field('igmp.s', 'boolean', 'Suppress router processing', 'Routers keep their timers', { mask: 0x08 }),
  robustness: field('igmp.qrv', 'uint8', 'Robustness', 'How many losses the querier allows for', { mask: 0x07 }),
  interval: field('igmp.qqic', 'uint8', 'Query interval', "Code of the querier's interval", { unit: 'seconds' }),
  sourceCount: field('igmp.num_src', 'uint16', 'Number of sources', 'Sources that follow'),
  source: field('igmp.saddr', 'ipv4', 'Source Address', 'A source of the group'),
  recordCount: field('igmp.num_grp_recs', 'uint16', 'Number of group records', 'Records that follow'),
  recordType: field('igmp.record_type', 'uint8', 'Record Type', 'What changes', { values: recordTypes }),
  auxiliaryLength: field('igmp.aux_data_len', 'uint8', 'Auxiliary data length', 'Words of 4 bytes'),
  auxiliary: field('igmp.aux_data', 'bytes', 'Auxiliary data', 'Not used by this version'),
  data: field('igmp.data', 'bytes', 'Data', 'What is not read further'),
} as const;

export const igmp = protocol({
  name: 'igmp',
  short: 'IGMP',
  title: 'Internet Group Management Protocol',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [2] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(igmp);
    dissection.begin(igmp, start, Math.max(8, end - start));
    const type = dissection.peek(start, 1);
    const version = versionOf(type, dissection.peek(start + 1, 1), end - start);
    if (version > 0) dissection.add(fields.version, start, 0, version);
    dissection.number(fields.type, start, 1);
    dissection.describe(() => typeNames[type] ?? `Type 0x${type.toString(16)}`);
    const hasTime = (type === query && version > 1) || type === 0x16 || type === 0x17;
    if (hasTime)
      dissection.add(fields.maximumResponse, start + 1, 1, responseTime(version, dissection.peek(start + 1, 1)));
    else dissection.octets(fields.reserved, start + 1, 1);
    showChecksum(dissection, fields, start + 2, start, end);
    if (type === report3) readReport(dissection, start, end);
    else if (type === query) readQuery(dissection, version, start, end);
    else if (version > 0) {
      const group = dissection.ipv4(fields.group, start + 4);
      dissection.describe(() => `${typeNames[type]}, group ${ipv4Text(group)}`);
    } else if (Math.min(end, dissection.limit) > start + 4) {
      dissection.octets(fields.data, start + 4, Math.min(end, dissection.limit) - start - 4);
    }
    dissection.end();
  },
});

/** Queries of the three versions differ by length and response time (RFC 9776 §7.1). @returns 0 for other messages */
function versionOf(type: number, responseTime: number, length: number): number {
  if (type === query) return length >= 12 ? 3 : responseTime === 0 ? 1 : 2;
  if (type === 0x12) return 1;
  if (type === 0x16 || type === 0x17) return 2;
  return type === report3 ? 3 : 0;
}

/** Codes of version 3 from 128 on are a mantissa and an exponent (RFC 9776 §4.1.1). */
function responseTime(version: number, code: number): number {
  return version < 3 || code < 128 ? code : ((code & 0x0f) | 0x10) << (((code >> 4) & 0x07) + 3);
}

function readQuery(dissection: Dissection, version: number, start: number, end: number): void {
  const group = dissection.ipv4(fields.group, start + 4);
  const target = group === 0 ? 'general' : `group ${ipv4Text(group)}`;
  dissection.describe(() => `Membership Query v${version}, ${target}`);
  if (version < 3) return;
  const flags = dissection.peek(start + 8, 1);
  dissection.bits(fields.suppress, start + 8, 1, flags);
  dissection.bits(fields.robustness, start + 8, 1, flags);
  dissection.number(fields.interval, start + 9, 1);
  const count = dissection.number(fields.sourceCount, start + 10, 2);
  if (count > 0) dissection.describe(() => `Membership Query v3, ${target}, ${count} sources`);
  readSources(dissection, start + 12, count, end);
}

function readSources(dissection: Dissection, start: number, count: number, end: number): void {
  for (let i = 0; i < count && !dissection.failed; i++) {
    const at = start + 4 * i;
    if (at + 4 > end) dissection.malformed(at, `${count} sources said, ${i} there`);
    else dissection.ipv4(fields.source, at);
  }
}

function readReport(dissection: Dissection, start: number, end: number): void {
  dissection.octets(fields.reserved, start + 4, 2);
  const count = dissection.number(fields.recordCount, start + 6, 2);
  const changes: string[] = [];
  let at = start + 8;
  for (let i = 0; i < count && !dissection.failed; i++) {
    const type = dissection.number(fields.recordType, at, 1);
    const words = dissection.number(fields.auxiliaryLength, at + 1, 1);
    const sources = dissection.number(fields.sourceCount, at + 2, 2);
    dissection.ipv4(fields.group, at + 4);
    if (dissection.failed) break;
    if (changes.length < 4) changes.push(changeText(type, ipv4TextAt(dissection.bytes, at + 4), sources));
    readSources(dissection, at + 8, sources, end);
    at += 8 + 4 * sources;
    if (words > 0) dissection.octets(fields.auxiliary, at, 4 * words);
    at += 4 * words;
  }
  const rest = count > changes.length ? `, ${count - changes.length} more` : '';
  dissection.describe(() => `Membership Report v3, ${changes.join(', ')}${rest}`);
}

/** An empty exclusion is a join, an empty inclusion a leave (RFC 9776 §5.1). */
function changeText(type: number, group: string, sources: number): string {
  if ((type === 2 || type === 4) && sources === 0) return `join ${group}`;
  if (type === 3 && sources === 0) return `leave ${group}`;
  const name = recordTypes[type] ?? `record type ${type}`;
  return `${name} ${group} (${sources} sources)`;
}
