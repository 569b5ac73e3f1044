import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// RFC 7868 §6.4.
const headerLength = 20;
const hello = 5;

const operations: Readonly<Record<number, string>> = {
  1: 'Update',
  2: 'Request',
  3: 'Query',
  4: 'Reply',
  5: 'Hello',
  6: 'IPX SAP',
  10: 'SIA Query',
  11: 'SIA Reply',
};

const fields = {
  version: field('eigrp.version', 'uint8', 'Version', 'Version of the header'),
  operation: field('eigrp.opcode', 'uint8', 'Opcode', 'What the packet says', { values: operations }),
  checksum: field('eigrp.checksum', 'uint16', 'Checksum', 'Checksum over the packet', { base: 'hex' }),
  flags: field('eigrp.flags', 'uint32', 'Flags', 'Init, conditional receive, restart, end of table', { base: 'hex' }),
  sequence: field('eigrp.seq', 'uint32', 'Sequence', 'Number of the packet; 0 needs no acknowledgment'),
  acknowledgment: field('eigrp.ack', 'uint32', 'Acknowledge', 'Sequence that is acknowledged'),
  virtualRouter: field('eigrp.vrid', 'uint16', 'Virtual Router ID', 'Which of several routers in one'),
  autonomousSystem: field('eigrp.as', 'uint16', 'Autonomous System', 'Number of the routing domain'),
} as const;

export const eigrp = protocol({
  name: 'eigrp',
  short: 'EIGRP',
  title: 'Enhanced Interior Gateway Routing Protocol',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [88] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(eigrp);
    dissection.begin(eigrp, start, headerLength);
    dissection.number(fields.version, start, 1);
    const operation = dissection.number(fields.operation, start + 1, 1);
    dissection.number(fields.checksum, start + 2, 2);
    dissection.number(fields.flags, start + 4, 4);
    dissection.number(fields.sequence, start + 8, 4);
    const acknowledgment = dissection.number(fields.acknowledgment, start + 12, 4);
    dissection.number(fields.virtualRouter, start + 16, 2);
    const system = dissection.number(fields.autonomousSystem, start + 18, 2);
    const name = operations[operation] ?? `Opcode ${operation}`;
    const isAck = operation === hello && acknowledgment > 0;
    dissection.describe(() => `${name}${isAck ? ` (acknowledges ${acknowledgment})` : ''}, AS ${system}`);
    dissection.end();
    dissection.data(start + headerLength, end);
  },
});
