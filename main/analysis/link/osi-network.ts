import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// ISO/IEC TR 9577: the first byte tells the protocol of the OSI network layer, and is a part of it.
const identifiers = {
  0: 'Inactive CLNP',
  8: 'Q.931',
  129: 'CLNP',
  130: 'ES-IS',
  131: 'IS-IS',
  133: 'IDRP',
  142: 'IPv6',
  204: 'IPv4',
};
/** ISO/IEC 10589 §9: the fifth byte tells which PDU of IS-IS. */
const routingPdus = {
  15: 'Level 1 LAN hello',
  16: 'Level 2 LAN hello',
  17: 'Point-to-point hello',
  18: 'Level 1 LSP',
  20: 'Level 2 LSP',
  24: 'Level 1 CSNP',
  25: 'Level 2 CSNP',
  26: 'Level 1 PSNP',
  27: 'Level 2 PSNP',
};
const intermediateSystems = 0x83;

const fields = {
  identifier: field('osi.nlpid', 'uint8', 'Protocol', 'Protocol of the OSI network layer', {
    base: 'hex',
    values: identifiers,
  }),
  routingType: field('isis.type', 'uint8', 'PDU type', 'Kind of IS-IS PDU', { mask: 0x1f, values: routingPdus }),
} as const;

export const osiNetwork = protocol({
  name: 'osi',
  short: 'OSI',
  title: 'OSI network layer',
  fields,
  registrations: [
    { table: 'llc.dsap', keys: [0xfe] },
    { table: 'ppp.protocol', keys: [0x0023] },
    { table: 'gre.protocol', keys: [0x00fe] },
    { table: 'nlpid', keys: [0x81, 0x82, 0x83] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(osiNetwork);
    const head = dissection.begin(osiNetwork, start, end - start);
    const identifier = dissection.number(fields.identifier, start, 1);
    const name = (identifiers as Record<number, string>)[identifier] ?? `NLPID 0x${identifier.toString(16)}`;
    head.text = () => `OSI network layer, ${name}`;
    let said = name;
    if (identifier === intermediateSystems) {
      const type = dissection.bits(fields.routingType, start + 4, 1, dissection.peek(start + 4, 1));
      said = `IS-IS ${(routingPdus as Record<number, string>)[type] ?? `PDU type ${type}`}`;
    }
    dissection.describe(() => said);
    const complete = !dissection.failed;
    dissection.end();
    if (complete) dissection.data(start + 1, end);
  },
});
