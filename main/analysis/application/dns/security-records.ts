import type { Field } from '../../fields/field';
import { dnsFields as f } from './dns-fields';
import { addName, type RecordData, type RecordReader } from './record-data';
import { typeName } from './record-types';

/** Records of DNSSEC, of keys and of signatures over messages. */
export const securityRecords: Readonly<Record<number, RecordReader>> = {
  43: readDelegationSigner,
  44: (data) => {
    addNumbers(data, [
      [f.sshfpAlgorithm, 1],
      [f.sshfpType, 1],
    ]);
    addRest(data, f.sshfpFingerprint, data.start + 2);
    return '';
  },
  46: readSignature,
  47: readNextSecure,
  48: readKey,
  50: readNextSecure3,
  51: (data) => {
    addHashing(data);
    return '';
  },
  52: readTlsAssociation,
  53: readTlsAssociation,
  59: readDelegationSigner,
  60: readKey,
  250: readTransactionSignature,
  32769: readDelegationSigner,
};

/** Adds numbers one after the other. @returns the offset behind them */
function addNumbers({ dissection, start }: RecordData, list: readonly (readonly [Field, number])[]): number {
  let at = start;
  for (const [which, length] of list) {
    dissection.number(which, at, length);
    at += length;
  }
  return at;
}

function addRest({ dissection, end }: RecordData, which: Field, at: number): void {
  if (end > at) dissection.octets(which, at, end - at);
}

/** RFC 4034 §5.1 */
function readDelegationSigner(data: RecordData): string {
  const next = addNumbers(data, [
    [f.dsKeyTag, 2],
    [f.dsAlgorithm, 1],
    [f.dsDigestType, 1],
  ]);
  addRest(data, f.dsDigest, next);
  return '';
}

/** RFC 4034 §2.1 */
function readKey(data: RecordData): string {
  const { dissection, start } = data;
  const flags = dissection.peek(start, 2);
  dissection.group(f.dnskeyFlags, start, 2, flags);
  for (const each of [f.dnskeyZone, f.dnskeyRevoked, f.dnskeyEntryPoint]) dissection.bits(each, start, 2, flags);
  dissection.end();
  dissection.number(f.dnskeyProtocol, start + 2, 1);
  dissection.number(f.dnskeyAlgorithm, start + 3, 1);
  addRest(data, f.dnskeyPublicKey, start + 4);
  return '';
}

/** RFC 4034 §3.1 */
function readSignature(data: RecordData): string {
  const { dissection, start } = data;
  const covered = dissection.peek(start, 2);
  const times = addNumbers(data, [
    [f.rrsigType, 2],
    [f.rrsigAlgorithm, 1],
    [f.rrsigLabels, 1],
    [f.rrsigTtl, 4],
  ]);
  addTime(data, f.rrsigExpiration, times, 4);
  addTime(data, f.rrsigInception, times + 4, 4);
  dissection.number(f.rrsigKeyTag, times + 8, 2);
  const signer = addName(data, f.rrsigSigner, times + 10);
  addRest(data, f.rrsigSignature, signer.next);
  return `for ${typeName(covered)}`;
}

/** Seconds since 1970, held as nanoseconds. */
function addTime({ dissection }: RecordData, which: Field, at: number, length: number): void {
  const seconds = dissection.peek(at, length);
  dissection.add(which, at, length, BigInt(seconds) * 1_000_000_000n);
}

/** RFC 4034 §4.1 */
function readNextSecure(data: RecordData): string {
  const next = addName(data, f.nsecNext, data.start);
  addTypes(data, next.next);
  return next.text;
}

/** RFC 4034 §4.1.2: windows of up to 256 types, each with a bitmap of up to 32 bytes. */
function addTypes({ dissection, end }: RecordData, start: number): void {
  let at = start;
  while (at + 2 <= end && !dissection.failed) {
    const window = dissection.peek(at, 1);
    const length = dissection.peek(at + 1, 1);
    if (at + 2 + length > end || !dissection.has(at + 2, length)) return;
    const types: string[] = [];
    for (let bit = 0; bit < length * 8; bit++) {
      const byte = dissection.bytes[at + 2 + (bit >> 3)] as number;
      if (byte & (0x80 >> (bit & 7))) types.push(typeName(window * 256 + bit));
    }
    const node = dissection.add(f.data, at, 2 + length, dissection.bytes.subarray(at, at + 2 + length));
    node.text = () => `Types: ${types.join(', ')}`;
    at += 2 + length;
  }
}

/** RFC 5155 §3.2 and §4.2: what the names are hashed with. @returns the offset behind it */
function addHashing({ dissection, start }: RecordData): number {
  dissection.number(f.nsec3Algorithm, start, 1);
  const flags = dissection.peek(start + 1, 1);
  dissection.group(f.nsec3Flags, start + 1, 1, flags);
  dissection.bits(f.nsec3OptOut, start + 1, 1, flags);
  dissection.end();
  dissection.number(f.nsec3Iterations, start + 2, 2);
  const saltLength = dissection.number(f.nsec3SaltLength, start + 4, 1);
  if (saltLength > 0) dissection.octets(f.nsec3Salt, start + 5, saltLength);
  return start + 5 + saltLength;
}

const base32Hex = '0123456789abcdefghijklmnopqrstuv';

/** RFC 5155 §3.2 */
function readNextSecure3(data: RecordData): string {
  const { dissection, end } = data;
  const at = addHashing(data);
  const length = dissection.number(f.nsec3HashLength, at, 1);
  if (dissection.failed || at + 1 + length > end || !dissection.has(at + 1, length)) return '';
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of dissection.bytes.subarray(at + 1, at + 1 + length)) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += base32Hex[(held >> (bits - 5)) & 31];
  }
  if (bits > 0) text += base32Hex[(held << (5 - bits)) & 31];
  dissection.add(f.nsec3Hash, at + 1, length, text);
  addTypes(data, at + 1 + length);
  return '';
}

/** RFC 6698 §2.1 */
function readTlsAssociation(data: RecordData): string {
  const next = addNumbers(data, [
    [f.tlsaUsage, 1],
    [f.tlsaSelector, 1],
    [f.tlsaMatching, 1],
  ]);
  addRest(data, f.tlsaData, next);
  return '';
}

/** RFC 8945 §4.2 */
function readTransactionSignature(data: RecordData): string {
  const { dissection } = data;
  const algorithm = addName(data, f.tsigAlgorithm, data.start);
  let at = algorithm.next;
  addTime(data, f.tsigTime, at, 6);
  dissection.number(f.tsigFudge, at + 6, 2);
  const size = dissection.number(f.tsigMacSize, at + 8, 2);
  at += 10;
  if (size > 0 && dissection.has(at, size)) dissection.add(f.tsigMac, at, size, null);
  at += size;
  dissection.number(f.tsigOriginalId, at, 2);
  dissection.number(f.tsigError, at + 2, 2);
  const otherLength = dissection.number(f.tsigOtherLength, at + 4, 2);
  if (otherLength > 0) dissection.octets(f.tsigOther, at + 6, otherLength);
  return '';
}
