import type { Dissection } from '../../dissection';
import type { Field } from '../../fields/field';
import { textAt } from '../text-lines';
import { dnsFields as f } from './dns-fields';
import { readName } from './dns-name';

/** Where a record's data lies. */
export interface RecordData {
  readonly dissection: Dissection;
  /** Offset of the message, which compression pointers count from. */
  readonly message: number;
  /** Name of the record. */
  readonly owner: string;
  readonly start: number;
  /** Offset behind the data. */
  readonly end: number;
}

/** Adds the data of one type. @returns the data in a few words, for the list */
export type RecordReader = (data: RecordData) => string;

/** Adds a name. @returns its text, and the offset behind it */
export function addName({ dissection, message }: RecordData, which: Field, at: number): { text: string; next: number } {
  const name = readName(dissection.bytes, message, at, dissection.limit);
  if (name.fault !== '' && !dissection.failed) {
    dissection.malformed(at, name.fault);
    return { text: name.text, next: at + name.length };
  }
  dissection.add(which, at, name.length, name.text);
  return { text: name.text, next: at + name.length };
}

/** Adds text behind a byte that tells its length (RFC 1035 §3.3). @returns the text, and the offset behind it */
export function addCharacterString(
  { dissection, end }: RecordData,
  lengthField: Field,
  textField: Field,
  at: number,
): { text: string; next: number } {
  const length = dissection.number(lengthField, at, 1);
  if (dissection.failed) return { text: '', next: end };
  if (at + 1 + length > end) {
    dissection.malformed(at, `text of ${length} bytes where ${end - at - 1} are left`);
    return { text: '', next: end };
  }
  if (!dissection.has(at + 1, length)) return { text: '', next: end };
  const text = textAt(dissection.bytes, at + 1, at + 1 + length);
  dissection.add(textField, at + 1, length, text);
  return { text, next: at + 1 + length };
}

const nameReader =
  (which: Field): RecordReader =>
  (data) =>
    addName(data, which, data.start).text;

/** The records of RFC 1035 §3.3 and §3.4, and those like them. */
export const plainRecords: Readonly<Record<number, RecordReader>> = {
  1: ({ dissection, start, end }) => {
    if (end - start !== 4) return addUnknown(dissection, start, end);
    const address = dissection.ipv4(f.address4, start);
    return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.');
  },
  2: nameReader(f.nameServer),
  5: nameReader(f.canonicalName),
  6: readStartOfAuthority,
  10: ({ dissection, start, end }) => {
    if (end > start) dissection.octets(f.nullData, start, end - start);
    return '';
  },
  12: nameReader(f.pointerName),
  13: (data) => {
    const cpu = addCharacterString(data, f.hinfoCpuLength, f.hinfoCpu, data.start);
    const system = addCharacterString(data, f.hinfoOsLength, f.hinfoOs, cpu.next);
    return `${cpu.text} ${system.text}`;
  },
  15: (data) => {
    const preference = data.dissection.number(f.mxPreference, data.start, 2);
    return `${preference} ${addName(data, f.mxExchange, data.start + 2).text}`;
  },
  16: (data) => addTexts(data, f.textLength, f.text),
  17: (data) => {
    const mailbox = addName(data, f.rpMailbox, data.start);
    addName(data, f.rpText, mailbox.next);
    return mailbox.text;
  },
  // RFC 3596 §2.2
  28: ({ dissection, start, end }) => {
    if (end - start !== 16) return addUnknown(dissection, start, end);
    return ipv6Text(dissection.octets(f.address6, start, 16));
  },
  // RFC 6672 §2.1
  39: nameReader(f.delegationName),
  // RFC 7208 §3.1
  99: (data) => addTexts(data, f.spfLength, f.spf),
};

function addTexts(data: RecordData, lengthField: Field, textField: Field): string {
  const texts: string[] = [];
  for (let at = data.start; at < data.end && !data.dissection.failed; ) {
    const { text, next } = addCharacterString(data, lengthField, textField, at);
    texts.push(text);
    at = next;
  }
  return texts.join(' ');
}

/** RFC 1035 §3.3.13 */
function readStartOfAuthority(data: RecordData): string {
  const { dissection } = data;
  const server = addName(data, f.soaServer, data.start);
  const mailbox = addName(data, f.soaMailbox, server.next);
  const numbers = [f.soaSerial, f.soaRefresh, f.soaRetry, f.soaExpire, f.soaMinimum];
  for (const [i, each] of numbers.entries()) dissection.number(each, mailbox.next + 4 * i, 4);
  return server.text;
}

export function addUnknown(dissection: Dissection, start: number, end: number): string {
  if (end > start) dissection.octets(f.data, start, end - start);
  return '';
}

/** RFC 5952 §4 */
export function ipv6Text(bytes: Uint8Array): string {
  if (bytes.length < 16) return '';
  const words = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] as number) << 8) | (bytes[2 * i + 1] as number));
  let best = -1;
  let longest = 1;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (i + run < 8 && words[i + run] === 0) run++;
    if (run > longest) {
      best = i;
      longest = run;
    }
    i += run;
  }
  const text = (from: number, to: number): string =>
    words
      .slice(from, to)
      .map((word) => word.toString(16))
      .join(':');
  return best < 0 ? text(0, 8) : `${text(0, best)}::${text(best + longest, 8)}`;
}
