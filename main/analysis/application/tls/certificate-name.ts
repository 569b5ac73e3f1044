import { textAt } from '../text-lines';

// X.509 in DER (RFC 5280 §4.1): each value is a tag, a length and its bytes.
const sequence = 0x30;
const explicitVersion = 0xa0;
/** Object identifier 2.5.4.3, commonName. */
const commonNameOid = [0x06, 0x03, 0x55, 0x04, 0x03];

interface DerValue {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** The common name of a certificate's subject, or nothing where it has none or is not read. */
export function subjectCommonName(bytes: Uint8Array, start: number, end: number): string {
  const certificate = valueAt(bytes, start, end);
  if (certificate?.tag !== sequence) return '';
  const signed = valueAt(bytes, certificate.start, certificate.end);
  if (signed?.tag !== sequence) return '';
  let at = signed.start;
  const first = valueAt(bytes, at, signed.end);
  if (first?.tag === explicitVersion) at = first.end;
  // Serial number, signature algorithm, issuer and validity stand before the subject.
  for (let i = 0; i < 4; i++) {
    const skipped = valueAt(bytes, at, signed.end);
    if (!skipped) return '';
    at = skipped.end;
  }
  const subject = valueAt(bytes, at, signed.end);
  return subject === null ? '' : lastCommonName(bytes, subject.start, subject.end);
}

function lastCommonName(bytes: Uint8Array, start: number, end: number): string {
  let name = '';
  for (let at = start; at + commonNameOid.length < end; at++) {
    if (!commonNameOid.every((byte, i) => bytes[at + i] === byte)) continue;
    const text = valueAt(bytes, at + commonNameOid.length, end);
    if (text) name = textAt(bytes, text.start, text.end);
  }
  return name;
}

function valueAt(bytes: Uint8Array, at: number, end: number): DerValue | null {
  if (at + 2 > end) return null;
  const tag = bytes[at] as number;
  let length = bytes[at + 1] as number;
  let start = at + 2;
  if (length & 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > 3 || start + count > end) return null;
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] as number);
    start += count;
  }
  return start + length > end ? null : { tag, start, end: start + length };
}
