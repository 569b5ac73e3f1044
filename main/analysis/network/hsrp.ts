import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { ipv4TextAt } from './address-text';

// RFC 2281 §5. Version 2 is a list of type-length-value parts that Cisco has not published; it is named only.
const messageLength = 20;
const groupState = 1;

const operations: Readonly<Record<number, string>> = { 0: 'Hello', 1: 'Coup', 2: 'Resign', 3: 'Advertise' };
const states: Readonly<Record<number, string>> = {
  0: 'Initial',
  1: 'Learn',
  2: 'Listen',
  4: 'Speak',
  8: 'Standby',
  16: 'Active',
};

const fields = {
  version: field('hsrp.version', 'uint8', 'Version', 'Version of the protocol'),
  operation: field('hsrp.opcode', 'uint8', 'Op Code', 'What the message says', { values: operations }),
  state: field('hsrp.state', 'uint8', 'State', 'State of the sender', { values: states }),
  helloTime: field('hsrp.hellotime', 'uint8', 'Hello time', 'Between two hellos', { unit: 'seconds' }),
  holdTime: field('hsrp.holdtime', 'uint8', 'Hold time', 'How long the hello counts', { unit: 'seconds' }),
  priority: field('hsrp.priority', 'uint8', 'Priority', 'For the election'),
  group: field('hsrp.group', 'uint8', 'Group', 'Which standby group'),
  virtualAddress: field('hsrp.virt_ip', 'ipv4', 'Virtual IP Address', 'Address of the group'),
} as const;

export const hsrp = protocol({
  name: 'hsrp',
  short: 'HSRP',
  title: 'Hot Standby Router Protocol',
  fields,
  registrations: [{ table: 'udp.port', keys: [1985, 2029] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(hsrp);
    dissection.begin(hsrp, start, Math.max(messageLength, end - start));
    const first = dissection.peek(start, 1);
    if (first === 0) readVersion1(dissection, start);
    else readVersion2(dissection, first, start, end);
    dissection.end();
  },
});

function readVersion1(dissection: Dissection, start: number): void {
  dissection.number(fields.version, start, 1);
  const operation = dissection.number(fields.operation, start + 1, 1);
  const name = operations[operation] ?? `Op code ${operation}`;
  dissection.describe(() => name);
  if (operation > 2) return;
  const state = dissection.number(fields.state, start + 2, 1);
  dissection.number(fields.helloTime, start + 3, 1);
  dissection.number(fields.holdTime, start + 4, 1);
  const priority = dissection.number(fields.priority, start + 5, 1);
  const group = dissection.number(fields.group, start + 6, 1);
  dissection.ipv4(fields.virtualAddress, start + 16);
  if (dissection.failed) return;
  const address = ipv4TextAt(dissection.bytes, start + 16);
  dissection.describe(
    () => `${name} (state ${states[state] ?? state}), group ${group}, priority ${priority}, virtual ${address}`,
  );
}

function readVersion2(dissection: Dissection, type: number, start: number, end: number): void {
  const operation = type === groupState ? dissection.peek(start + 3, 1) : -1;
  dissection.describe(() => `Version 2, ${operation < 0 ? `part ${type}` : (operations[operation] ?? operation)}`);
  dissection.end();
  dissection.data(start, end);
}
