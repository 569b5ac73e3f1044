import { lineAt, textAt } from '../application/text-lines';
import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// systemd's journal export format (systemd.io/JOURNAL_EXPORT_FORMATS), which pcapng keeps in blocks of its own: lines of NAME=value. A
// value that is no plain text follows its name in another form, which is left as bytes.
const mostLines = 1000;

const fields = {
  entry: field('systemd_journal.line', 'string', 'Line', 'A name and its value'),
  message: field('systemd_journal.message', 'string', 'Message', 'What the entry says'),
  priority: field('systemd_journal.priority', 'uint8', 'Priority', '0 for an emergency, to 7 for debugging'),
  host: field('systemd_journal.hostname', 'string', 'Host', 'Name of the machine'),
} as const;

export const journalEntry = protocol({
  name: 'systemd_journal',
  short: 'Journal',
  title: 'systemd journal entry',
  fields,
  registrations: [{ table: 'link', keys: [0x10009] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(journalEntry);
    dissection.begin(journalEntry, start, end - start);
    dissection.describe(() => 'An entry of the journal');
    const { bytes } = dissection;
    const limit = Math.min(end, dissection.limit);
    let at = start;
    for (let count = 0; at < limit && count < mostLines; count++) {
      const line = lineAt(bytes, at, limit);
      const text = textAt(bytes, at, line.textEnd);
      const split = text.indexOf('=');
      if (split < 0) break;
      addLine(dissection, at, line.textEnd, text.slice(0, split), text.slice(split + 1));
      at = line.next;
    }
    dissection.end();
    if (at < limit) dissection.data(at, end);
  },
});

function addLine(dissection: Dissection, start: number, end: number, name: string, value: string): void {
  const length = end - start;
  if (name === 'MESSAGE') {
    dissection.add(fields.message, start, length, value);
    dissection.describe(() => value);
  } else if (name === 'PRIORITY' && /^[0-7]$/.test(value)) {
    dissection.add(fields.priority, start, length, Number(value));
  } else if (name === '_HOSTNAME') dissection.add(fields.host, start, length, value);
  else dissection.add(fields.entry, start, length, `${name}=${value}`);
}
