import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { protocol } from '../protocol';

// LINKTYPE_PFLOG (117), tcpdump.org/linktypes: what a rule of OpenBSD's packet filter logged. The length does not count the
// padding to four bytes.
const smallestHeader = 48;
const nameLength = 16;

const fields = {
  length: field('pflog.length', 'uint8', 'Header length', '', { unit: 'bytes' }),
  family: field('pflog.af', 'uint8', 'Address family', 'As that system numbers it'),
  action: field('pflog.action', 'uint8', 'Action', 'What was done with the packet', {
    values: { 0: 'Passed', 1: 'Blocked', 2: 'Scrubbed', 3: 'Not scrubbed', 4: 'Translated', 8: 'Redirected' },
  }),
  reason: field('pflog.reason', 'uint8', 'Reason', 'Why it was logged', {
    values: { 0: 'Match', 1: 'Bad offset', 2: 'Fragment', 3: 'Short', 4: 'Normalized', 5: 'Memory' },
  }),
  interface: field('pflog.ifname', 'string', 'Interface', ''),
  ruleset: field('pflog.ruleset', 'string', 'Ruleset', ''),
  rule: field('pflog.rulenr', 'int32', 'Rule', 'Number of the rule'),
  subrule: field('pflog.subrulenr', 'int32', 'Subrule', 'Number of the rule in its ruleset'),
} as const;

export const pflog = protocol({
  name: 'pflog',
  short: 'PFLOG',
  title: 'OpenBSD packet filter log',
  fields,
  registrations: [{ table: 'link', keys: [117] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(pflog);
    const head = dissection.begin(pflog, start, smallestHeader);
    const length = dissection.number(fields.length, start, 1);
    dissection.number(fields.family, start + 1, 1);
    const action = dissection.number(fields.action, start + 2, 1);
    dissection.number(fields.reason, start + 3, 1);
    const name = addName(dissection, fields.interface, start + 4);
    addName(dissection, fields.ruleset, start + 4 + nameLength);
    dissection.number(fields.rule, start + 36, 4);
    dissection.number(fields.subrule, start + 40, 4);
    head.text = () => `PF log, ${fields.action.values?.[action] ?? `action ${action}`} on ${name}`;
    const payload = start + ((Math.max(length, smallestHeader) + 3) & ~3);
    head.length = payload - start;
    const complete = !dissection.failed;
    dissection.end();
    // Families of IPv6 differ by system: the packet's own version tells.
    if (complete) dissection.nextNamed('raw', payload, end);
  },
});

function addName(dissection: Dissection, which: Field, at: number): string {
  if (!dissection.has(at, nameLength)) return '';
  const bytes = dissection.bytes.subarray(at, at + nameLength);
  const length = bytes.indexOf(0);
  const text = new TextDecoder().decode(length < 0 ? bytes : bytes.subarray(0, length));
  dissection.add(which, at, nameLength, text);
  return text;
}
