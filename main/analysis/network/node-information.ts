import type { Dissection } from '../dissection';
import { field } from '../fields/field';

// RFC 4620 §4.
const reply = 140;

const queryTypes: Readonly<Record<number, string>> = {
  0: 'NOOP',
  1: 'Supported query types',
  2: 'Node name',
  3: 'Node addresses',
  4: 'IPv4 addresses',
};

export const nodeInformationFields = {
  queryType: field('icmpv6.ni.qtype', 'uint16', 'Query type', 'What is asked', { values: queryTypes }),
  flags: field('icmpv6.ni.flag', 'uint16', 'Flags', 'Which addresses are wanted', { base: 'hex' }),
  nonce: field('icmpv6.ni.nonce', 'uint64', 'Nonce', 'Ties the answer to its question', { base: 'hex' }),
  subjectAddress: field('icmpv6.ni.query.subject_ipv6', 'ipv6', 'Subject', 'Address that is asked about'),
  subjectIpv4: field('icmpv6.ni.query.subject_ipv4', 'ipv4', 'Subject', 'Address that is asked about'),
} as const;

/** Reads a query or reply; the names and addresses of replies are shown as data. */
export function readNodeInformation(
  dissection: Dissection,
  type: number,
  title: string,
  start: number,
  end: number,
): void {
  const code = dissection.peek(start + 1, 1);
  const queryType = dissection.number(nodeInformationFields.queryType, start + 4, 2);
  dissection.number(nodeInformationFields.flags, start + 6, 2);
  dissection.long(nodeInformationFields.nonce, start + 8);
  dissection.describe(() => `${title}, ${queryTypes[queryType] ?? `query type ${queryType}`}`);
  const data = start + 16;
  if (type !== reply && code === 0 && end - data >= 16) {
    dissection.octets(nodeInformationFields.subjectAddress, data, 16);
  } else if (type !== reply && code === 2 && end - data >= 4) {
    dissection.ipv4(nodeInformationFields.subjectIpv4, data);
  } else dissection.data(data, end);
}
