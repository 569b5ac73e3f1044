// systemd's journal export format: https://systemd.io/JOURNAL_EXPORT_FORMATS/
import type { PacketRecord } from './packet-record';

const REALTIME = '__REALTIME_TIMESTAMP=';
/** The time stands among an entry's first fields. */
const SEARCHED = 4096;

/** Takes the record's time from the journal entry it holds: microseconds since the epoch, in decimal. */
export function stampFromJournal(record: PacketRecord): void {
  const end = record.start + Math.min(record.capturedLength, SEARCHED);
  const text = Buffer.from(record.bytes.subarray(record.start, end)).toString('latin1');
  const digits = text.startsWith(REALTIME) ? [text.slice(REALTIME.length)] : text.split(`\n${REALTIME}`).slice(1);
  const match = /^[0-9]{1,16}(?=\n|$)/.exec(digits[0] ?? '');
  const microseconds = match ? Number(match[0]) : Number.NaN;
  record.hasTime = Number.isSafeInteger(microseconds);
  record.seconds = record.hasTime ? Math.floor(microseconds / 1_000_000) : 0;
  record.nanoseconds = record.hasTime ? (microseconds % 1_000_000) * 1000 : 0;
}
