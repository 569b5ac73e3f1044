import type { Dissection } from '../../dissection';
import type { ExtensionFacts } from './extensions';
import { md5 } from './md5';
import { tlsFields as fields } from './tls-fields';

// JA3 and JA3S: the numbers of a hello in decimal, joined, and their MD5 digest.

/** RFC 8701 §2: values that are sent to keep peers tolerant, and differ each time. */
const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);

const joined = (values: readonly number[]): string => values.filter((value) => !isGrease(value)).join('-');

export function addClientFingerprint(
  dissection: Dissection,
  version: number,
  suites: readonly number[],
  { types, groups, pointFormats }: ExtensionFacts,
): void {
  const text = [version, joined(suites), joined(types), joined(groups), pointFormats.join('-')].join(',');
  dissection.add(fields.fingerprintText, 0, 0, text);
  dissection.add(fields.fingerprint, 0, 0, md5(text));
}

export function addServerFingerprint(
  dissection: Dissection,
  version: number,
  suite: number,
  { types }: ExtensionFacts,
): void {
  const text = [version, suite, types.join('-')].join(',');
  dissection.add(fields.serverFingerprintText, 0, 0, text);
  dissection.add(fields.serverFingerprint, 0, 0, md5(text));
}
