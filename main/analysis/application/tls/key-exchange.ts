import type { Dissection } from '../../dissection';
import { addSignatureAlgorithm, readSignatureAlgorithms } from './extensions';
import { tlsFields as fields } from './tls-fields';

const namedCurve = 3;

/** RFC 5077 §3.3 */
export function readTicket(dissection: Dissection, start: number, end: number): void {
  dissection.number(fields.ticketLifetime, start, 4);
  const length = dissection.number(fields.ticketLength, start + 4, 2);
  if (length > 0 && start + 6 + length <= end) dissection.octets(fields.ticket, start + 6, length);
}

/**
 * RFC 8422 §5.4: an elliptic curve, the server's key on it, and a signature over both. Which kind of exchange it is follows from the
 * cipher suite; one whose lengths do not fit is left alone.
 */
export function readServerKey(dissection: Dissection, start: number, end: number): void {
  if (end - start < 4 || dissection.peek(start, 1) !== namedCurve) return;
  const signature = start + 4 + dissection.peek(start + 3, 1);
  if (signature > end) return;
  dissection.number(fields.curveType, start, 1);
  dissection.number(fields.namedCurve, start + 1, 2);
  dissection.number(fields.serverPointLength, start + 3, 1);
  dissection.octets(fields.serverPoint, start + 4, signature - start - 4);
  // TLS 1.2 says with which algorithm it is signed, earlier versions do not (RFC 5246 §7.4.3).
  const isNamed = end - signature >= 4 && signature + 4 + dissection.peek(signature + 2, 2) === end;
  if (isNamed) addSignatureAlgorithm(dissection, signature);
  const at = isNamed ? signature + 2 : signature;
  if (end - at < 2 || at + 2 + dissection.peek(at, 2) !== end) return;
  const length = dissection.number(fields.signatureLength, at, 2);
  if (length > 0) dissection.octets(fields.signature, at + 2, length);
}

/** RFC 5246 §7.4.4; before TLS 1.2 without the algorithms. */
export function readCertificateRequest(dissection: Dissection, start: number, end: number): void {
  const count = dissection.number(fields.certificateTypeCount, start, 1);
  let at = start + 1 + count;
  if (at + 2 > end) return;
  dissection.group(fields.certificateTypeList, start + 1, count);
  for (let i = 0; i < count; i++) dissection.number(fields.certificateType, start + 1 + i, 1);
  dissection.end();
  if (at + 2 + dissection.peek(at, 2) !== end) at = readSignatureAlgorithms(dissection, at, end);
  if (at + 2 > end) return;
  const length = dissection.number(fields.authoritiesLength, at, 2);
  if (length > 0 && at + 2 + length <= end) dissection.add(fields.authorities, at + 2, length, null);
}

/** RFC 5246 §7.4.8; before TLS 1.2 without the algorithm. */
export function readProof(dissection: Dissection, start: number, end: number): void {
  const isNamed = end - start >= 4 && start + 4 + dissection.peek(start + 2, 2) === end;
  if (isNamed) addSignatureAlgorithm(dissection, start);
  const at = isNamed ? start + 2 : start;
  if (end - at < 2 || at + 2 + dissection.peek(at, 2) !== end) return;
  const length = dissection.number(fields.proofLength, at, 2);
  if (length > 0) dissection.octets(fields.proof, at + 2, length);
}
