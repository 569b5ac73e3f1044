import type { Dissection } from '../dissection';
import { type Enumeration, field } from '../fields/field';
import { protocol } from '../protocol';

// RFC 2865 §3 and §5: code, identifier, length, authenticator, then attributes of a type, a length and a value.
const headerLength = 20;

/** IANA's "RADIUS Packet Type Codes". */
const codes: Enumeration = {
  1: 'Access-Request',
  2: 'Access-Accept',
  3: 'Access-Reject',
  4: 'Accounting-Request',
  5: 'Accounting-Response',
  11: 'Access-Challenge',
  12: 'Status-Server',
  13: 'Status-Client',
  40: 'Disconnect-Request',
  41: 'Disconnect-ACK',
  42: 'Disconnect-NAK',
  43: 'CoA-Request',
  44: 'CoA-ACK',
  45: 'CoA-NAK',
};

const attributeNames: Enumeration = {
  1: 'User-Name',
  2: 'User-Password',
  3: 'CHAP-Password',
  4: 'NAS-IP-Address',
  5: 'NAS-Port',
  6: 'Service-Type',
  7: 'Framed-Protocol',
  8: 'Framed-IP-Address',
  9: 'Framed-IP-Netmask',
  11: 'Filter-Id',
  12: 'Framed-MTU',
  18: 'Reply-Message',
  24: 'State',
  25: 'Class',
  26: 'Vendor-Specific',
  27: 'Session-Timeout',
  28: 'Idle-Timeout',
  30: 'Called-Station-Id',
  31: 'Calling-Station-Id',
  32: 'NAS-Identifier',
  40: 'Acct-Status-Type',
  42: 'Acct-Input-Octets',
  43: 'Acct-Output-Octets',
  44: 'Acct-Session-Id',
  45: 'Acct-Authentic',
  46: 'Acct-Session-Time',
  49: 'Acct-Terminate-Cause',
  55: 'Event-Timestamp',
  60: 'CHAP-Challenge',
  61: 'NAS-Port-Type',
  77: 'Connect-Info',
  79: 'EAP-Message',
  80: 'Message-Authenticator',
  87: 'NAS-Port-Id',
  95: 'NAS-IPv6-Address',
};

const fields = {
  code: field('radius.code', 'uint8', 'Code', 'What the packet does', { values: codes }),
  identifier: field('radius.id', 'uint8', 'Identifier', 'Pairs replies with requests'),
  length: field('radius.length', 'uint16', 'Length', 'Bytes of the packet', { unit: 'bytes' }),
  authenticator: field('radius.authenticator', 'bytes', 'Authenticator', 'Proves who sent it'),
  attribute: field('radius.avp', 'bytes', 'Attribute', 'One attribute'),
  attributeType: field('radius.avp.type', 'uint8', 'Type', 'What the attribute tells', { values: attributeNames }),
  attributeLength: field('radius.avp.length', 'uint8', 'Length', 'Bytes with type and length'),
} as const;

/** Remote Authentication Dial-In User Service. */
export const radius = protocol({
  name: 'radius',
  short: 'RADIUS',
  title: 'RADIUS',
  fields,
  registrations: [{ table: 'udp.port', keys: [1645, 1646, 1812, 1813, 3799] }],
  recognize: { over: [], test: looksLikeRadius },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(radius);
    dissection.begin(radius, start, Math.min(end, dissection.limit) - start);
    const code = dissection.number(fields.code, start, 1);
    const identifier = dissection.number(fields.identifier, start + 1, 1);
    dissection.describe(() => `${codes[code] ?? `Code ${code}`} id=${identifier}`);
    const length = dissection.number(fields.length, start + 2, 2);
    dissection.octets(fields.authenticator, start + 4, 16);
    addAttributes(dissection, start + headerLength, Math.min(end, start + length));
    dissection.end();
  },
});

function looksLikeRadius(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < headerLength || codes[bytes[start] as number] === undefined) return false;
  const length = ((bytes[start + 2] as number) << 8) | (bytes[start + 3] as number);
  return length >= headerLength && length <= 4096;
}

function addAttributes(dissection: Dissection, start: number, end: number): void {
  let at = start;
  while (at + 2 <= end && !dissection.failed) {
    const type = dissection.peek(at, 1);
    const length = dissection.peek(at + 1, 1);
    if (dissection.failed) return;
    if (length < 2 || at + length > end) {
      dissection.malformed(at + 1, `attribute has length ${length} where ${end - at} bytes are left`);
      return;
    }
    if (!dissection.has(at, length)) return;
    const node = dissection.group(fields.attribute, at, length, dissection.bytes.subarray(at, at + length));
    node.text = () => `${attributeNames[type] ?? `Attribute ${type}`} (${length - 2} bytes)`;
    dissection.number(fields.attributeType, at, 1);
    dissection.number(fields.attributeLength, at + 1, 1);
    dissection.end();
    at += length;
  }
}
