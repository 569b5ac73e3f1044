import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// RFC 7761 §4.9 (sparse mode), RFC 3973 §4.7 (dense mode).
const headerLength = 4;
const register = 1;
const registerLength = 8;
const nullRegister = 0x40000000;

const messageTypes = {
  0: 'Hello',
  1: 'Register',
  2: 'Register-stop',
  3: 'Join/Prune',
  4: 'Bootstrap',
  5: 'Assert',
  6: 'Graft',
  7: 'Graft-Ack',
  8: 'Candidate-RP-Advertisement',
  9: 'State-Refresh',
  10: 'DF election',
};

const fields = {
  version: field('pim.version', 'uint8', 'Version', 'Version of PIM', { mask: 0xf0 }),
  type: field('pim.type', 'uint8', 'Type', 'Kind of message', { mask: 0x0f, values: messageTypes }),
  checksum: field('pim.cksum', 'uint16', 'Checksum', '', { base: 'hex' }),
  registerFlags: field('pim.register_flag', 'uint32', 'Flags', 'Border and null register', { base: 'hex' }),
} as const;

export const pim = protocol({
  name: 'pim',
  short: 'PIM',
  title: 'Protocol Independent Multicast',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [103] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(pim);
    dissection.begin(pim, start, end - start);
    const first = dissection.peek(start, 1);
    const version = dissection.bits(fields.version, start, 1, first);
    const type = dissection.bits(fields.type, start, 1, first);
    dissection.number(fields.checksum, start + 2, 2);
    dissection.describe(() => (messageTypes as Record<number, string>)[type] ?? `message type ${type}`);
    if (version !== 2 || type !== register) {
      const complete = !dissection.failed;
      dissection.end();
      if (complete) dissection.data(start + headerLength, end);
      return;
    }
    const flags = dissection.number(fields.registerFlags, start + headerLength, 4);
    const complete = !dissection.failed;
    dissection.end();
    if (complete && (flags & nullRegister) === 0) handOn(dissection, start + registerLength, end);
  },
});

/** The multicast packet that the router passes on to the rendezvous point. */
function handOn(dissection: Dissection, start: number, end: number): void {
  const version = start < dissection.limit ? (dissection.bytes[start] as number) >> 4 : 0;
  const type = version === 4 ? 0x0800 : 0x86dd;
  if ((version !== 4 && version !== 6) || !dissection.next('ethertype', type, start, end)) dissection.data(start, end);
}
