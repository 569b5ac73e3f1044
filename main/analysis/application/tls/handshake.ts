import type { Dissection } from '../../dissection';
import { subjectCommonName } from './certificate-name';
import { cipherSuites } from './cipher-suites';
import { dissectExtensions, type ExtensionFacts } from './extensions';
import { addClientFingerprint, addServerFingerprint } from './fingerprint';
import { readCertificateRequest, readProof, readServerKey, readTicket } from './key-exchange';
import { tlsFields as fields } from './tls-fields';
import { handshakeTypes, versions } from './tls-names';

// RFC 8446 §4, RFC 5246 §7.4: type, length of three bytes, message.
const headerLength = 4;
const longestMessage = 1 << 17;

/**
 * Reads the handshake messages of one record's content.
 * @param isPartial the record goes on in a later segment: what is not here is not missing
 * @returns what to say of each in the list
 */
export function dissectHandshakes(dissection: Dissection, start: number, end: number, isPartial: boolean): string[] {
  const said: string[] = [];
  let at = start;
  while (at < end && !dissection.failed) {
    const type = dissection.peek(at, 1);
    const length = at + headerLength <= end ? dissection.peek(at + 1, 3) : -1;
    const fits = length >= 0 && (at + headerLength + length <= end || (isPartial && length < longestMessage));
    const name = handshakeTypes[type];
    if (name !== undefined && !fits && length < longestMessage && dissection.message !== null) {
      // It goes on in the next record, and is shown with the last.
      dissection.add(fields.handshake, at, end - at, null).text = () => `Handshake: ${name}, first part`;
      said.push(`${name} (first part)`);
      break;
    }
    if (name === undefined || !fits) {
      // Encrypted bytes, or the rest of a message that began in an earlier record.
      dissection.octets(fields.encryptedHandshake, at, end - at);
      said.push('Encrypted Handshake');
      break;
    }
    said.push(dissectMessage(dissection, at, type, length, Math.min(end, at + headerLength + length)));
    at += headerLength + length;
  }
  return said;
}

function dissectMessage(dissection: Dissection, at: number, type: number, length: number, end: number): string {
  const name = handshakeTypes[type] as string;
  const node = dissection.group(fields.handshake, at, end - at);
  node.text = () => `Handshake: ${name}`;
  dissection.number(fields.handshakeType, at, 1);
  dissection.number(fields.handshakeLength, at + 1, 3);
  const isWhole = at + headerLength + length <= end;
  const { limit } = dissection;
  const known = dissection.faults.length;
  dissection.limit = Math.min(limit, end);
  const note = readMessage(dissection, type, at + headerLength, end);
  dissection.limit = limit;
  if (!isWhole && dissection.failed) {
    // The lack is only of what comes in later segments.
    dissection.faults.length = known;
    dissection.failed = false;
  }
  dissection.end();
  return note === '' ? name : `${name} (${note})`;
}

function readMessage(dissection: Dissection, type: number, at: number, end: number): string {
  if (type === 1) return readClientHello(dissection, at, end);
  if (type === 2) return readServerHello(dissection, at, end);
  if (type === 11) return readCertificates(dissection, at, end);
  if (type === 4 && end - at >= 6) readTicket(dissection, at, end);
  else if (type === 12) readServerKey(dissection, at, end);
  else if (type === 13) readCertificateRequest(dissection, at, end);
  else if (type === 15) readProof(dissection, at, end);
  return '';
}

const newFacts = (): ExtensionFacts => ({
  serverName: '',
  protocols: [],
  versions: [],
  types: [],
  groups: [],
  pointFormats: [],
});

/** RFC 8446 §4.1.2 */
function readClientHello(dissection: Dissection, start: number, end: number): string {
  const version = dissection.number(fields.version, start, 2);
  addRandom(dissection, start + 2);
  let at = addSessionId(dissection, start + 34);
  const offered: number[] = [];
  const suitesLength = dissection.number(fields.cipherSuitesLength, at, 2);
  const suites = dissection.group(fields.cipherSuiteList, at + 2, suitesLength);
  suites.note = `(${suitesLength >> 1})`;
  for (let i = 0; i + 1 < suitesLength && !dissection.failed; i += 2)
    offered.push(dissection.number(fields.cipherSuite, at + 2 + i, 2));
  dissection.end();
  at += 2 + suitesLength;
  const methods = dissection.number(fields.compressionLength, at, 1);
  dissection.group(fields.compressionList, at + 1, methods);
  for (let i = 0; i < methods && !dissection.failed; i++) dissection.number(fields.compression, at + 1 + i, 1);
  dissection.end();
  const facts = newFacts();
  dissectExtensions(dissection, at + 1 + methods, end, 'client', facts);
  if (!dissection.failed) addClientFingerprint(dissection, version, offered, facts);
  const parts = [facts.serverName === '' ? '' : `SNI=${facts.serverName}`];
  if (facts.protocols.length > 0) parts.push(`ALPN=${facts.protocols.join(',')}`);
  return parts.filter((part) => part !== '').join(' ');
}

/** RFC 8446 §4.1.3 */
function readServerHello(dissection: Dissection, start: number, end: number): string {
  const version = dissection.number(fields.version, start, 2);
  if (choosesVersion13(dissection, start, end)) dissection.octets(fields.random, start + 2, 32);
  else addRandom(dissection, start + 2);
  const at = addSessionId(dissection, start + 34);
  const suite = dissection.number(fields.cipherSuite, at, 2);
  dissection.number(fields.compression, at + 2, 1);
  const facts = newFacts();
  if (!dissection.failed && at + 3 < end) dissectExtensions(dissection, at + 3, end, 'server', facts);
  if (!dissection.failed) addServerFingerprint(dissection, version, suite, facts);
  const chosen = facts.versions[0] ?? version;
  const parts = [versions[chosen] ?? '', cipherSuites[suite] ?? `suite 0x${suite.toString(16)}`];
  if (facts.protocols.length > 0) parts.push(`ALPN=${facts.protocols.join(',')}`);
  return parts.filter((part) => part !== '').join(' ');
}

function addRandom(dissection: Dissection, at: number): void {
  const random = dissection.has(at, 32) ? dissection.bytes.subarray(at, at + 32) : null;
  if (random === null) return;
  dissection.group(fields.random, at, 32, random);
  dissection.add(fields.randomTime, at, 4, BigInt(dissection.peek(at, 4)) * 1_000_000_000n);
  dissection.octets(fields.randomBytes, at + 4, 28);
  dissection.end();
}

/** RFC 8446 §4.2.1: whether a ServerHello chooses TLS 1.3 or a draft of it, which is said in an extension. */
function choosesVersion13(dissection: Dissection, start: number, end: number): boolean {
  const { bytes } = dissection;
  const stop = Math.min(end, dissection.limit);
  const extensions = start + 35 + (bytes[start + 34] ?? 0) + 5;
  for (let at = extensions; at + 6 <= stop; at += 4 + dissection.peek(at + 2, 2)) {
    if (dissection.peek(at, 2) === 43) return bytes[at + 4] === 0x7f || dissection.peek(at + 4, 2) === 0x0304;
  }
  return false;
}

/** @returns the offset behind it */
function addSessionId(dissection: Dissection, at: number): number {
  const length = dissection.number(fields.sessionIdLength, at, 1);
  if (length > 0) dissection.octets(fields.sessionId, at + 1, length);
  return at + 1 + length;
}

/**
 * RFC 5246 §7.4.2; in TLS 1.3 a certificate request context stands before, and extensions behind each certificate, but that
 * message is encrypted.
 */
function readCertificates(dissection: Dissection, start: number, end: number): string {
  const length = dissection.number(fields.certificatesLength, start, 3);
  const names: string[] = [];
  if (length === 0) return '';
  dissection.group(fields.certificatesList, start + 3, Math.min(length, end - start - 3));
  let at = start + 3;
  const stop = Math.min(end, at + length);
  while (at + 3 <= stop && !dissection.failed) {
    const size = dissection.number(fields.certificateLength, at, 3);
    if (size === 0 || !dissection.has(at + 3, size)) break;
    const name = subjectCommonName(dissection.bytes, at + 3, at + 3 + size);
    const node = dissection.add(fields.certificate, at + 3, size, dissection.bytes.subarray(at + 3, at + 3 + size));
    if (name !== '') {
      node.text = () => `Certificate: ${name}`;
      names.push(name);
    }
    at += 3 + size;
  }
  dissection.end();
  return names[0] ?? '';
}
