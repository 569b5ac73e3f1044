import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { ipv6Text } from './address-text';

// RFC 2710 (version 1), RFC 9777 (version 2).

const recordTypes: Readonly<Record<number, string>> = {
  1: 'Mode Is Include',
  2: 'Mode Is Exclude',
  3: 'Change To Include Mode',
  4: 'Change To Exclude Mode',
  5: 'Allow New Sources',
  6: 'Block Old Sources',
};

export const multicastListenerFields = {
  delay: field('icmpv6.mld.maximum_response_delay', 'uint16', 'Maximum Response Delay', 'Time to answer in', {
    unit: 'milliseconds',
  }),
  code: field('icmpv6.mld.maximum_response_code', 'uint16', 'Maximum Response Code', 'Code of the time to answer in'),
  address: field('icmpv6.mld.multicast_address', 'ipv6', 'Multicast Address', 'The group'),
  flags: field('icmpv6.mld.flag', 'uint8', 'Flags', 'Flags of the querier', { base: 'hex' }),
  suppress: field('icmpv6.mld.flag.s', 'boolean', 'Suppress router processing', 'Routers keep their timers', {
    mask: 0x08,
  }),
  robustness: field('icmpv6.mld.flag.qrv', 'uint8', 'Robustness', 'How many losses the querier allows for', {
    mask: 0x07,
  }),
  interval: field('icmpv6.mld.qqi', 'uint8', 'Query interval', "Code of the querier's interval"),
  sourceCount: field('icmpv6.mld.nb_sources', 'uint16', 'Number of sources', 'Sources that follow'),
  source: field('icmpv6.mld.source_address', 'ipv6', 'Source Address', 'A source of the group'),
  recordCount: field('icmpv6.mldr.nb_mcast_records', 'uint16', 'Number of records', 'Records that follow'),
  record: field('icmpv6.mldr.mar', 'none', 'Record', 'What is heard of one group'),
  recordType: field('icmpv6.mldr.mar.record_type', 'uint8', 'Record Type', 'What changes', { values: recordTypes }),
  auxiliaryLength: field('icmpv6.mldr.mar.aux_data_len', 'uint8', 'Auxiliary data length', 'Words of 4 bytes'),
  recordSources: field('icmpv6.mldr.mar.nb_sources', 'uint16', 'Number of sources', 'Sources that follow'),
  recordAddress: field('icmpv6.mldr.mar.multicast_address', 'ipv6', 'Multicast Address', 'The group'),
  recordSource: field('icmpv6.mldr.mar.source_address', 'ipv6', 'Source Address', 'A source of the group'),
  auxiliary: field('icmpv6.mldr.mar.auxiliary_data', 'bytes', 'Auxiliary data', 'Not used by this version'),
} as const;

const fields = multicastListenerFields;

/** Reads query, report and done of version 1, and the query of version 2, which is longer. */
export function readListenerMessage(dissection: Dissection, title: string, start: number, end: number): void {
  const isVersion2 = end - start >= 28 && dissection.peek(start, 1) === 130;
  dissection.number(isVersion2 ? fields.code : fields.delay, start + 4, 2);
  const group = dissection.octets(fields.address, start + 8, 16);
  if (group.length === 16) {
    const general = group.every((octet) => octet === 0);
    dissection.describe(() => `${title}${isVersion2 ? ' v2' : ''}, ${general ? 'general' : ipv6Text(group)}`);
  }
  if (!isVersion2) return;
  const flags = dissection.peek(start + 24, 1);
  dissection.group(fields.flags, start + 24, 1, flags);
  dissection.bits(fields.suppress, start + 24, 1, flags);
  dissection.bits(fields.robustness, start + 24, 1, flags);
  dissection.end();
  dissection.number(fields.interval, start + 25, 1);
  const count = dissection.number(fields.sourceCount, start + 26, 2);
  for (let i = 0; i < count && !dissection.failed; i++) {
    const at = start + 28 + 16 * i;
    if (at + 16 > end) dissection.malformed(at, `${count} sources said, ${i} there`);
    else dissection.octets(fields.source, at, 16);
  }
}

/** Reads the report of version 2 (RFC 9777 §5.2). */
export function readListenerReport(dissection: Dissection, title: string, start: number, end: number): void {
  const count = dissection.number(fields.recordCount, start + 6, 2);
  const changes: string[] = [];
  let at = start + 8;
  for (let i = 0; i < count && !dissection.failed; i++) {
    if (at + 20 > end) {
      dissection.malformed(at, `${count} records said, ${i} there`);
      return;
    }
    const { change, next } = readRecord(dissection, at, end);
    if (changes.length < 4) changes.push(change);
    at = next;
  }
  const rest = count > changes.length ? `, ${count - changes.length} more` : '';
  dissection.describe(() => `${title}, ${changes.join(', ')}${rest}`);
}

function readRecord(dissection: Dissection, start: number, end: number): { change: string; next: number } {
  const sourceBytes = 16 * dissection.peek(start + 2, 2);
  const auxiliaryBytes = 4 * dissection.peek(start + 1, 1);
  const next = start + 20 + sourceBytes + auxiliaryBytes;
  const record = dissection.group(fields.record, start, next - start);
  const type = dissection.number(fields.recordType, start, 1);
  dissection.number(fields.auxiliaryLength, start + 1, 1);
  const sources = dissection.number(fields.recordSources, start + 2, 2);
  const group = dissection.octets(fields.recordAddress, start + 4, 16);
  for (let i = 0; i < sources && !dissection.failed; i++) {
    const at = start + 20 + 16 * i;
    if (at + 16 > end) dissection.malformed(at, `${sources} sources said, ${i} there`);
    else dissection.octets(fields.recordSource, at, 16);
  }
  if (auxiliaryBytes > 0) dissection.octets(fields.auxiliary, next - auxiliaryBytes, auxiliaryBytes);
  dissection.end();
  const change = changeText(type, group.length === 16 ? ipv6Text(group) : '', sources);
  record.text = () => `Record: ${change}`;
  return { change, next };
}

/** An empty exclusion is a join, an empty inclusion a leave (RFC 9777 §4.2). */
function changeText(type: number, group: string, sources: number): string {
  if ((type === 2 || type === 4) && sources === 0) return `join ${group}`;
  if (type === 3 && sources === 0) return `leave ${group}`;
  return `${recordTypes[type] ?? `record type ${type}`} ${group} (${sources} sources)`;
}
