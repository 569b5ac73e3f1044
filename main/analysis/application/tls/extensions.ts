import type { Dissection } from '../../dissection';
import type { Field } from '../../fields/field';
import { textAt } from '../text-lines';
import { tlsFields as fields } from './tls-fields';
import { extensionTypes } from './tls-names';

/** What the extensions tell that is worth a word in the list. */
export interface ExtensionFacts {
  serverName: string;
  protocols: string[];
  versions: number[];
  /** Numbers in their order, for fingerprints. */
  types: number[];
  groups: number[];
  pointFormats: number[];
}

export type Sender = 'client' | 'server';

interface Extension {
  readonly dissection: Dissection;
  readonly start: number;
  readonly end: number;
  readonly sender: Sender;
  readonly facts: ExtensionFacts;
}

const ocspStatus = 1;

const readers: Readonly<Record<number, (extension: Extension) => void>> = {
  0: readServerName,
  5: readStatusRequest,
  10: (extension) => {
    extension.facts.groups.push(...readNumbers(extension, fields.groupsLength, 2, fields.groupsList, fields.group, 2));
  },
  11: (extension) => {
    extension.facts.pointFormats.push(
      ...readNumbers(extension, fields.pointFormatsLength, 1, fields.pointFormatsList, fields.pointFormat, 1),
    );
  },
  13: ({ dissection, start, end }) => readSignatureAlgorithms(dissection, start, end),
  16: readApplicationProtocols,
  21: ({ dissection, start, end }) => {
    dissection.octets(fields.paddingData, start, end - start);
  },
  27: ({ dissection, start, end }) => {
    const length = dissection.number(fields.compressionsLength, start, 1);
    const stop = Math.min(end, start + 1 + length);
    for (let at = start + 1; at + 2 <= stop; at += 2) dissection.number(fields.certificateCompression, at, 2);
  },
  28: ({ dissection, start }) => {
    dissection.number(fields.recordSizeLimit, start, 2);
  },
  34: ({ dissection, start, end }) => readSignatureAlgorithms(dissection, start, end),
  43: readSupportedVersions,
  45: ({ dissection, start, end }) => {
    const length = dissection.number(fields.pskModesLength, start, 1);
    const stop = Math.min(end, start + 1 + length);
    for (let at = start + 1; at < stop; at++) dissection.number(fields.pskMode, at, 1);
  },
  50: ({ dissection, start, end }) => readSignatureAlgorithms(dissection, start, end),
  51: readKeyShare,
  65281: ({ dissection, start, end }) => {
    const length = dissection.number(fields.renegotiationLength, start, 1);
    if (length > 0 && start + 1 + length <= end) dissection.octets(fields.renegotiation, start + 1, length);
  },
};

/** RFC 8446 §4.2: a length over all, then type, length and content of each. */
export function dissectExtensions(
  dissection: Dissection,
  start: number,
  end: number,
  sender: Sender,
  facts: ExtensionFacts,
): void {
  if (start + 2 > end) return;
  const length = dissection.number(fields.extensionsLength, start, 2);
  let at = start + 2;
  const stop = at + length;
  while (at + 4 <= stop && !dissection.failed) {
    const type = dissection.peek(at, 2);
    const size = dissection.peek(at + 2, 2);
    if (dissection.failed) return;
    const node = dissection.group(fields.extension, at, 4 + size);
    node.text = () => `Extension: ${extensionTypes[type] ?? type} (${size} bytes)`;
    dissection.number(fields.extensionType, at, 2);
    dissection.number(fields.extensionLength, at + 2, 2);
    facts.types.push(type);
    const content = { dissection, start: at + 4, end: at + 4 + size, sender, facts };
    const read = readers[type];
    if (at + 4 + size > stop)
      dissection.malformed(at + 2, `extension of ${size} bytes where ${stop - at - 4} are left`);
    else if (read && size > 0) read(content);
    else if (size > 0) dissection.octets(fields.extensionData, at + 4, size);
    dissection.end();
    at += 4 + size;
  }
}

/** A length of `lengthWidth` bytes, then numbers of `width` bytes. */
function readNumbers(
  { dissection, start, end }: Extension,
  lengthField: Field,
  lengthWidth: number,
  listField: Field,
  field: Field,
  width: number,
): number[] {
  const length = dissection.number(lengthField, start, lengthWidth);
  const first = start + lengthWidth;
  const stop = Math.min(end, first + length);
  dissection.group(listField, first, stop - first);
  const numbers: number[] = [];
  for (let at = first; at + width <= stop && !dissection.failed; at += width)
    numbers.push(dissection.number(field, at, width));
  dissection.end();
  return numbers;
}

/** RFC 8446 §4.2.3: a length, then pairs of bytes. Also in a Certificate Request of TLS 1.2 (RFC 5246 §7.4.4). @returns the offset behind */
export function readSignatureAlgorithms(dissection: Dissection, start: number, end: number): number {
  const length = dissection.number(fields.signatureAlgorithmsLength, start, 2);
  const stop = Math.min(end, start + 2 + length);
  dissection.group(fields.signatureAlgorithmsList, start + 2, stop - start - 2);
  for (let at = start + 2; at + 2 <= stop && !dissection.failed; at += 2) addSignatureAlgorithm(dissection, at);
  dissection.end();
  return stop;
}

export function addSignatureAlgorithm(dissection: Dissection, at: number): void {
  dissection.group(fields.signatureAlgorithm, at, 2, dissection.peek(at, 2));
  dissection.number(fields.signatureHash, at, 1);
  dissection.number(fields.signatureSign, at + 1, 1);
  dissection.end();
}

/** RFC 6066 §8; a server's is empty. */
function readStatusRequest({ dissection, start, end }: Extension): void {
  const type = dissection.number(fields.statusType, start, 1);
  if (type !== ocspStatus || end - start < 5) return;
  const responders = dissection.number(fields.statusRespondersLength, start + 1, 2);
  if (start + 5 + responders <= end) dissection.number(fields.statusExtensionsLength, start + 3 + responders, 2);
}

/** RFC 6066 §3; a server's is empty. */
function readServerName({ dissection, start, end, facts }: Extension): void {
  dissection.number(fields.serverNameListLength, start, 2);
  let at = start + 2;
  while (at + 3 <= end && !dissection.failed) {
    dissection.number(fields.serverNameType, at, 1);
    const length = dissection.number(fields.serverNameLength, at + 1, 2);
    if (at + 3 + length > end || !dissection.has(at + 3, length)) return;
    facts.serverName = textAt(dissection.bytes, at + 3, at + 3 + length);
    dissection.add(fields.serverName, at + 3, length, facts.serverName);
    at += 3 + length;
  }
}

/** RFC 7301 §3.1 */
function readApplicationProtocols({ dissection, start, end, facts }: Extension): void {
  const total = dissection.number(fields.alpnLength, start, 2);
  const stop = Math.min(end, start + 2 + total);
  dissection.group(fields.alpnList, start + 2, stop - start - 2);
  let at = start + 2;
  while (at < stop && !dissection.failed) {
    const length = dissection.number(fields.alpnTextLength, at, 1);
    if (at + 1 + length > stop || !dissection.has(at + 1, length)) break;
    const text = textAt(dissection.bytes, at + 1, at + 1 + length);
    dissection.add(fields.alpn, at + 1, length, text);
    facts.protocols.push(text);
    at += 1 + length;
  }
  dissection.end();
}

/** RFC 8446 §4.2.1: a list from the client, one version from the server. */
function readSupportedVersions({ dissection, start, end, sender, facts }: Extension): void {
  let at = start;
  if (sender === 'client') {
    dissection.number(fields.versionsLength, at, 1);
    at++;
  }
  for (; at + 2 <= end && !dissection.failed; at += 2) {
    facts.versions.push(dissection.number(fields.supportedVersion, at, 2));
  }
}

/** RFC 8446 §4.2.8: a list from the client; one share, or only a group (Hello Retry Request), from the server. */
function readKeyShare({ dissection, start, end, sender }: Extension): void {
  if (end - start === 2) {
    dissection.number(fields.keyShareSelected, start, 2);
    return;
  }
  let at = start;
  if (sender === 'client') {
    dissection.number(fields.keyShareLength, at, 2);
    at += 2;
  }
  while (at + 4 <= end && !dissection.failed) {
    dissection.number(fields.keyShareGroup, at, 2);
    const length = dissection.number(fields.keyShareKeyLength, at + 2, 2);
    if (length === 0 || at + 4 + length > end) return;
    dissection.octets(fields.keyShareKey, at + 4, length);
    at += 4 + length;
  }
}
