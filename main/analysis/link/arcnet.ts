import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// LINKTYPE_ARCNET_BSD (7) and LINKTYPE_ARCNET_LINUX (129, with two bytes of offset), tcpdump.org/linktypes; RFC 1201 (split
// packets) and RFC 1051 (none).
const linuxLink = 129;
const exception = 0xff;
const addressResolution = 0x0806;

const systems = {
  196: 'RFC 1201 IPv6',
  212: 'RFC 1201 IPv4',
  213: 'RFC 1201 ARP',
  214: 'RFC 1201 RARP',
  221: 'AppleTalk',
  236: 'Novell',
  240: 'RFC 1051 IPv4',
  241: 'RFC 1051 ARP',
  250: 'IPX',
};
const etherTypeOf: Readonly<Record<number, number>> = {
  196: 0x86dd,
  212: 0x0800,
  213: addressResolution,
  214: 0x8035,
  221: 0x809b,
  240: 0x0800,
  241: addressResolution,
  250: 0x8137,
};
/** These have no split flag and no sequence number. */
const unsplit = new Set([240, 241]);

const fields = {
  source: field('arcnet.src', 'uint8', 'Source', 'Node of the sender', { base: 'hex' }),
  destination: field('arcnet.dst', 'uint8', 'Destination', 'Node of the receiver; 0 is all', { base: 'hex' }),
  offset: field('arcnet.offset', 'bytes', 'Offset', "Place in the card's buffer"),
  protocol: field('arcnet.protID', 'uint8', 'Protocol ID', 'Protocol of the payload', { base: 'hex', values: systems }),
  split: field('arcnet.split_flag', 'uint8', 'Split flag', 'Which fragment, of how many'),
  exception: field('arcnet.exception_flag', 'uint8', 'Exception flag', 'Marks a packet of an odd length', {
    base: 'hex',
  }),
  padding: field('arcnet.padding', 'uint16', 'Padding', '', { base: 'hex' }),
  sequence: field('arcnet.sequence', 'uint16', 'Sequence', 'The same in all fragments of a packet'),
} as const;

export const arcnet = protocol({
  name: 'arcnet',
  short: 'ARCNET',
  title: 'ARCNET',
  fields,
  registrations: [{ table: 'link', keys: [7, linuxLink] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(arcnet);
    const head = dissection.begin(arcnet, start, 3);
    dissection.number(fields.source, start, 1);
    dissection.number(fields.destination, start + 1, 1);
    let at = start + 2;
    if (dissection.frame.linkType === linuxLink) {
      dissection.octets(fields.offset, at, 2);
      at += 2;
    }
    const system = dissection.number(fields.protocol, at, 1);
    at++;
    if (!unsplit.has(system)) at = readSplit(dissection, at);
    head.length = at - start;
    dissection.describe(() => (systems as Record<number, string>)[system] ?? `protocol ${system}`);
    const complete = !dissection.failed;
    dissection.end();
    const type = etherTypeOf[system] ?? -1;
    if (complete && (type < 0 || !dissection.next('ethertype', type, at, end))) dissection.data(at, end);
  },
});

/** RFC 1201 §2.1: an exception packet repeats flag and sequence behind four bytes of padding. */
function readSplit(dissection: Dissection, start: number): number {
  let at = start;
  if (dissection.peek(at, 1) === exception) {
    dissection.number(fields.exception, at, 1);
    dissection.number(fields.padding, at + 1, 2);
    at += 3;
  }
  dissection.number(fields.split, at, 1);
  dissection.number(fields.sequence, at + 1, 2);
  return at + 3;
}
