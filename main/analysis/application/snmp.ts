import type { Dissection } from '../dissection';
import { type Enumeration, field } from '../fields/field';
import { protocol } from '../protocol';
import { isPlainText, textAt } from './text-lines';

// RFC 1157 §4, RFC 3416 §3, RFC 3412 §6, in BER: a tag, a length and the value; all in one sequence that begins with the
// version.
const sequence = 0x30;
const integer = 0x02;
const octetString = 0x04;
const firstPdu = 0xa0;

const versions: Enumeration = { 0: 'v1', 1: 'v2c', 2: 'v2u', 3: 'v3' };
const pdus: Enumeration = {
  0: 'get-request',
  1: 'get-next-request',
  2: 'get-response',
  3: 'set-request',
  4: 'trap',
  5: 'getBulkRequest',
  6: 'informRequest',
  7: 'snmpV2-trap',
  8: 'report',
};

const fields = {
  version: field('snmp.version', 'int32', 'Version', 'Version of the protocol', { values: versions }),
  messageVersion: field('snmp.msgVersion', 'int32', 'Version', 'Version of the protocol', { values: versions }),
  community: field('snmp.community', 'string', 'Community', 'Password in the clear'),
  data: field('snmp.data', 'uint32', 'PDU', 'What the message does', { values: pdus }),
  requestId: field('snmp.request_id', 'int32', 'Request id', 'Pairs a response with its request'),
  errorStatus: field('snmp.error_status', 'int32', 'Error status', 'How the request went'),
  errorIndex: field('snmp.error_index', 'int32', 'Error index', 'Which variable was at fault'),
} as const;

/** Simple Network Management Protocol, by version, community and PDU. */
export const snmp = protocol({
  name: 'snmp',
  short: 'SNMP',
  title: 'Simple Network Management Protocol',
  fields,
  registrations: [{ table: 'udp.port', keys: [161, 162] }],
  recognize: { over: [], test: looksLikeSnmp },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(snmp);
    dissection.begin(snmp, start, Math.min(end, dissection.limit) - start);
    const message = elementAt(dissection, start);
    const version = addInteger(dissection, message.start);
    const shown = (version.value & 3) as 0 | 1 | 2 | 3;
    dissection.add(
      shown === 3 ? fields.messageVersion : fields.version,
      version.start,
      version.end - version.start,
      version.value,
    );
    dissection.describe(() => `SNMP${versions[shown]}`);
    if (version.value < 2) addCommunityAndPdu(dissection, version.end, versions[shown] as string);
    dissection.end();
  },
});

function looksLikeSnmp(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 10 || bytes[start] !== sequence) return false;
  const long = (bytes[start + 1] as number) & 0x80 ? (bytes[start + 1] as number) & 0x7f : 0;
  const at = start + 2 + long;
  return long <= 4 && at + 3 <= end && bytes[at] === integer && bytes[at + 1] === 1 && (bytes[at + 2] as number) <= 3;
}

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

function elementAt(dissection: Dissection, at: number): Element {
  const tag = dissection.peek(at, 1);
  const first = dissection.peek(at + 1, 1);
  const long = first & 0x80 ? first & 0x7f : 0;
  if (long > 4) dissection.malformed(at + 1, 'length of more than 4 bytes');
  const length = long > 0 ? dissection.peek(at + 2, long) : first;
  const start = at + 2 + long;
  return { tag, start, end: start + length };
}

function addInteger(dissection: Dissection, at: number): Element & { value: number } {
  const element = elementAt(dissection, at);
  const length = element.end - element.start;
  if (!dissection.failed && (element.tag !== integer || length < 1 || length > 5)) {
    dissection.malformed(at, 'an integer is expected here');
  }
  const raw = dissection.failed ? 0 : dissection.peek(element.start, length);
  return { ...element, value: raw | 0 };
}

function addCommunityAndPdu(dissection: Dissection, at: number, version: string): void {
  const community = elementAt(dissection, at);
  const length = community.end - community.start;
  if (community.tag !== octetString || !dissection.has(community.start, length)) return;
  const text = isPlainText(dissection.bytes, community.start, community.end)
    ? textAt(dissection.bytes, community.start, community.end)
    : '';
  dissection.add(fields.community, community.start, length, text);
  const pdu = elementAt(dissection, community.end);
  const kind = pdu.tag - firstPdu;
  if (dissection.failed || pdus[kind] === undefined) return;
  dissection.group(fields.data, community.end, Math.min(pdu.end, dissection.limit) - community.end, kind);
  dissection.describe(() => `SNMP${version} ${pdus[kind]}`);
  if (kind !== 4) {
    const request = addInteger(dissection, pdu.start);
    dissection.add(fields.requestId, request.start, request.end - request.start, request.value);
    const status = addInteger(dissection, request.end);
    const index = addInteger(dissection, status.end);
    if (kind !== 5) {
      dissection.add(fields.errorStatus, status.start, status.end - status.start, status.value);
      dissection.add(fields.errorIndex, index.start, index.end - index.start, index.value);
    }
    const error = status.value !== 0 && kind === 2 ? `, error ${status.value}` : '';
    if (!dissection.failed) dissection.describe(() => `SNMP${version} ${pdus[kind]} ${request.value}${error}`);
  }
  dissection.end();
}
