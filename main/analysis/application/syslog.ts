import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { shorten, textAt } from './text-lines';

// RFC 5424 §6.2.1 and RFC 3164 §4.1.1: a priority in angle brackets, which is facility times 8 plus severity.
const levels = {
  0: 'EMERG',
  1: 'ALERT',
  2: 'CRIT',
  3: 'ERR',
  4: 'WARNING',
  5: 'NOTICE',
  6: 'INFO',
  7: 'DEBUG',
} as const;
const facilityNames = 'KERN USER MAIL DAEMON AUTH SYSLOG LPR NEWS UUCP CRON AUTHPRIV FTP NTP LOGAUDIT LOGALERT CRON2'
  .split(' ')
  .concat(Array.from({ length: 8 }, (_, i) => `LOCAL${i}`));
const facilities = Object.fromEntries(facilityNames.entries());

const fields = {
  facility: field('syslog.facility', 'uint8', 'Facility', 'Who logs', { mask: 0x3f8, values: facilities }),
  level: field('syslog.level', 'uint8', 'Level', 'How bad it is', { mask: 0x7, values: levels }),
  message: field('syslog.msg', 'string', 'Message', 'What is logged'),
} as const;

/** Syslog. */
export const syslog = protocol({
  name: 'syslog',
  short: 'Syslog',
  title: 'Syslog',
  fields,
  registrations: [{ table: 'udp.port', keys: [514] }],
  recognize: { over: [], test: (bytes, start, end) => priorityLength(bytes, start, end) > 0 },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(syslog);
    const captured = Math.min(end, dissection.limit);
    dissection.begin(syslog, start, captured - start);
    const length = priorityLength(dissection.bytes, start, captured);
    const priority = Number(textAt(dissection.bytes, start + 1, start + length - 1));
    const facility = priority >> 3;
    const level = (priority & 7) as keyof typeof levels;
    dissection.add(fields.facility, start, length, facility);
    dissection.add(fields.level, start, length, level);
    const text = textAt(dissection.bytes, start + length, captured);
    if (captured > start + length) dissection.add(fields.message, start + length, captured - start - length, text);
    dissection.describe(() => `${facilities[facility] ?? facility}.${levels[level]}: ${shorten(text.trimEnd())}`);
    dissection.end();
  },
});

/** Bytes of `<34>`; 0 where there is none. */
function priorityLength(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== 0x3c) return 0;
  for (let at = start + 1; at < Math.min(end, start + 5); at++) {
    const byte = bytes[at] as number;
    if (byte === 0x3e) return at > start + 1 ? at + 1 - start : 0;
    if (byte < 0x30 || byte > 0x39) return 0;
  }
  return 0;
}
