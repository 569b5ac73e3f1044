import type { Dissection } from '../../dissection';
import { shorten } from '../text-lines';
import { dnsFields as f } from './dns-fields';
import { readName } from './dns-name';
import { addEdnsHeader, addEdnsOptions } from './edns';
import { addUnknown, plainRecords } from './record-data';
import { opcodes, recordClasses, replyCodes, typeName } from './record-types';
import { securityRecords } from './security-records';
import { serviceRecords } from './service-records';

// RFC 1035 §4: id, flags, four counts; questions of name, type and class; records of name, type, class, time to live, length
// and data.
const headerLength = 12;
const readers = { ...plainRecords, ...serviceRecords, ...securityRecords };
const optType = 41;
const updateOpcode = 5;

/** What differs among the protocols that have these messages. */
export interface Dialect {
  /** The top bit of a class has a meaning of its own (RFC 6762 §5.4 and §10.2). */
  readonly isMulticast: boolean;
  /** Bits of the flags mean other things (RFC 4795 §2.1.1). */
  readonly isLinkLocal: boolean;
}

/** Whether these bytes can be a message: what the header says fits, and not more is asked than ever is. */
export function looksLikeMessage(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < headerLength) return false;
  const opcode = ((bytes[start + 2] as number) >> 3) & 0x0f;
  if (opcode > 6 || opcode === 3) return false;
  const count = (at: number): number => ((bytes[start + at] as number) << 8) | (bytes[start + at + 1] as number);
  const questions = count(4);
  const records = count(6) + count(8) + count(10);
  return questions <= 64 && questions + records > 0 && headerLength + questions * 5 + records * 11 <= 65_535;
}

/** Reads one message. @returns nothing: the list's text is set by `describe` */
export function dissectDnsMessage(dissection: Dissection, message: number, end: number, dialect: Dialect): void {
  const id = dissection.number(f.id, message, 2);
  const flags = addFlags(dissection, message + 2, dialect);
  const isResponse = (flags & 0x8000) !== 0;
  const opcode = (flags >> 11) & 15;
  const isUpdate = opcode === updateOpcode;
  const questions = dissection.number(isUpdate ? f.zoneCount : f.queryCount, message + 4, 2);
  const answers = dissection.number(isUpdate ? f.prerequisiteCount : f.answerCount, message + 6, 2);
  const authorities = dissection.number(isUpdate ? f.updateCount : f.authorityCount, message + 8, 2);
  const additionals = dissection.number(f.additionalCount, message + 10, 2);
  const said: string[] = [];
  dissection.describe(() => {
    const kind = `${opcodes[opcode] ?? `Operation ${opcode}`}${isResponse ? ' response' : ''}`;
    const code = isResponse && flags & 15 ? ` ${replyCodes[flags & 15] ?? `code ${flags & 15}`}` : '';
    const truncated = flags & 0x0200 ? ' truncated' : '';
    return shorten(`${kind} 0x${id.toString(16).padStart(4, '0')}${code}${truncated} ${said.join(' ')}`.trimEnd(), 400);
  });
  let at = addQuestions(dissection, message, message + headerLength, end, questions, dialect, said);
  const sections: readonly (readonly [string, number])[] = [
    [isUpdate ? 'Prerequisites' : 'Answers', answers],
    [isUpdate ? 'Updates' : 'Authority records', authorities],
    ['Additional records', additionals],
  ];
  for (const [name, count] of sections) at = addRecords(dissection, message, at, end, count, name, dialect, said);
}

function addFlags(dissection: Dissection, at: number, dialect: Dialect): number {
  const flags = dissection.peek(at, 2);
  const isResponse = (flags & 0x8000) !== 0;
  const shown = [
    f.isResponse,
    f.opcode,
    ...(dialect.isLinkLocal ? [f.conflict] : isResponse ? [f.authoritative] : []),
    f.truncated,
    dialect.isLinkLocal ? f.tentative : f.recursionDesired,
    ...(dialect.isLinkLocal ? [] : isResponse ? [f.recursionAvailable, f.zero, f.authenticated] : [f.zero]),
    ...(!isResponse && !dialect.isLinkLocal && flags & 0x20 ? [f.authenticated] : []),
    ...(dialect.isLinkLocal ? [] : [f.checkingDisabled]),
    ...(isResponse ? [f.replyCode] : []),
  ];
  dissection.group(f.flags, at, 2, flags);
  for (const each of shown) dissection.bits(each, at, 2, flags);
  dissection.end();
  return flags;
}

function addQuestions(
  dissection: Dissection,
  message: number,
  start: number,
  end: number,
  count: number,
  dialect: Dialect,
  said: string[],
): number {
  if (count === 0) return start;
  let at = start;
  const section = dissection.group(f.section, start, 0);
  section.text = () => 'Questions';
  for (let i = 0; i < count && at < end && !dissection.failed; i++) {
    at = addQuestion(dissection, message, at, dialect, said);
  }
  section.length = Math.min(at, dissection.limit) - start;
  dissection.end();
  return at;
}

function addQuestion(dissection: Dissection, message: number, at: number, dialect: Dialect, said: string[]): number {
  const name = nameAt(dissection, message, at);
  if (name === null) return at;
  const next = at + name.length;
  if (!dissection.has(next, 4)) return next;
  const type = dissection.peek(next, 2);
  const classBits = dissection.peek(next + 2, 2);
  const node = dissection.group(f.record, at, name.length + 4);
  node.text = () => `${name.text}: ${typeName(type)}, ${className(classBits, dialect)}`;
  dissection.add(f.queryName, at, name.length, name.text);
  dissection.add(f.queryNameLength, at, name.length, name.text === '<Root>' ? 6 : name.text.length);
  dissection.add(f.labelCount, at, name.length, Math.max(1, name.labels));
  dissection.add(f.queryType, next, 2, type);
  dissection.add(f.queryClass, next + 2, 2, dialect.isMulticast ? classBits & 0x7fff : classBits);
  if (dialect.isMulticast) dissection.bits(f.queryUnicast, next + 2, 2, classBits);
  dissection.end();
  if (said.length < 24) said.push(`${typeName(type)} ${name.text}`);
  return next + 4;
}

function addRecords(
  dissection: Dissection,
  message: number,
  start: number,
  end: number,
  count: number,
  title: string,
  dialect: Dialect,
  said: string[],
): number {
  if (count === 0 || dissection.failed) return start;
  let at = start;
  const section = dissection.group(f.section, start, 0);
  section.text = () => title;
  for (let i = 0; i < count && at < end && !dissection.failed; i++) {
    at = addRecord(dissection, message, at, dialect, said);
  }
  section.length = Math.min(at, dissection.limit) - start;
  dissection.end();
  return at;
}

function addRecord(dissection: Dissection, message: number, at: number, dialect: Dialect, said: string[]): number {
  const name = nameAt(dissection, message, at);
  if (name === null) return at;
  const fixed = at + name.length;
  if (!dissection.has(fixed, 10)) return fixed;
  const type = dissection.peek(fixed, 2);
  const length = dissection.peek(fixed + 8, 2);
  const start = fixed + 10;
  const end = Math.min(start + length, dissection.limit);
  const node = dissection.group(f.record, at, end - at);
  dissection.add(f.recordName, at, name.length, name.text);
  dissection.add(f.recordType, fixed, 2, type);
  const classBits = dissection.peek(fixed + 2, 2);
  if (type === optType) addEdnsHeader(dissection, fixed + 2);
  else {
    dissection.add(f.recordClass, fixed + 2, 2, dialect.isMulticast ? classBits & 0x7fff : classBits);
    if (dialect.isMulticast) dissection.bits(f.cacheFlush, fixed + 2, 2, classBits);
    dissection.number(f.timeToLive, fixed + 4, 4);
  }
  dissection.number(f.dataLength, fixed + 8, 2);
  let text = '';
  if (type === optType) addEdnsOptions(dissection, start, end);
  else if (length > 0 && dissection.has(start, length)) {
    const read = readers[type] ?? ((data) => addUnknown(dissection, data.start, data.end));
    text = read({ dissection, message, owner: name.text, start, end });
  }
  node.text = () => `${name.text}: ${typeName(type)}${text === '' ? '' : ` ${shorten(text)}`}`;
  dissection.end();
  if (said.length < 24) said.push(text === '' ? typeName(type) : `${typeName(type)} ${shorten(text, 80)}`);
  return start + length;
}

function nameAt(dissection: Dissection, message: number, at: number): ReturnType<typeof readName> | null {
  if (!dissection.has(at, 1)) return null;
  const name = readName(dissection.bytes, message, at, dissection.limit);
  if (name.fault === '') return name;
  // Behind the last byte is a lack of bytes, which may be the capture's fault; all else is the message's.
  if (name.fault.endsWith('behind the message')) dissection.has(dissection.limit, 1);
  else dissection.malformed(at, name.fault);
  return null;
}

const className = (bits: number, dialect: Dialect): string => {
  const value = dialect.isMulticast ? bits & 0x7fff : bits;
  return recordClasses[value] ?? `class ${value}`;
};
