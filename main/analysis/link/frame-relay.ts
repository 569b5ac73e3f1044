import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { etherTypes } from './ether-types';

// ITU-T Q.922 §3.3 (address of two to four bytes, the last with EA set); RFC 2427 (control UI, NLPID); or Cisco's own form, an
// EtherType right behind the address, told by a first byte that can be no control field for NLPIDs.
const unnumbered = 0x03;
const exchange = 0xaf;
const snap = 0x80;
const snapLength = 5;
const longestAddress = 4;
const bridged = 0x0080c2;

/** ISO/IEC TR 9577. */
const networkLayers = {
  8: 'Q.933',
  128: 'SNAP',
  129: 'CLNP',
  130: 'ES-IS',
  131: 'IS-IS',
  142: 'IPv6',
  176: 'Compression',
  177: 'Fragmentation',
  204: 'IPv4',
  207: 'PPP',
};

const fields = {
  first: field('fr.first_addr_octet', 'uint8', 'First address byte', '', { base: 'hex' }),
  upper: field('fr.upper_dlci', 'uint8', 'Upper DLCI', '', { base: 'hex', mask: 0xfc }),
  command: field('fr.cr', 'boolean', 'Command', 'A command or a response', { mask: 0x02 }),
  last: field('fr.ea', 'boolean', 'Last byte', 'The address ends here', { mask: 0x01 }),
  second: field('fr.second_addr_octet', 'uint8', 'Second address byte', '', { base: 'hex' }),
  lower: field('fr.second_dlci', 'uint8', 'Second DLCI', '', { base: 'hex', mask: 0xf0 }),
  forward: field('fr.fecn', 'boolean', 'FECN', 'Congestion met on the way here', { mask: 0x08 }),
  backward: field('fr.becn', 'boolean', 'BECN', 'Congestion on the way back', { mask: 0x04 }),
  discardable: field('fr.de', 'boolean', 'Discard eligible', 'May be dropped first', { mask: 0x02 }),
  dlci: field('fr.dlci', 'uint32', 'DLCI', 'Number of the connection'),
  control: field('fr.control', 'uint8', 'Control', 'Unnumbered information', { base: 'hex' }),
  networkLayer: field('fr.nlpid', 'uint8', 'NLPID', 'Protocol of the payload', { base: 'hex', values: networkLayers }),
  organization: field('fr.snap.oui', 'uint24', 'Organization code', 'Who gave the protocol identifier its meaning'),
  identifier: field('fr.snap.pid', 'uint16', 'Protocol ID', "Among the organization's", { base: 'hex' }),
  snapType: field('fr.snaptype', 'uint16', 'Type', 'Protocol of the payload', { base: 'hex', values: etherTypes }),
  type: field('fr.chdlctype', 'uint16', 'Type', 'Protocol of the payload', { base: 'hex', values: etherTypes }),
} as const;

export const frameRelay = protocol({
  name: 'fr',
  short: 'FR',
  title: 'Frame Relay',
  fields,
  registrations: [
    { table: 'link', keys: [107] },
    { table: 'gre.protocol', keys: [0x0200, 0x6559] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(frameRelay);
    const head = dissection.begin(frameRelay, start, 4);
    const { length, dlci } = readAddress(dissection, start);
    head.text = () => `Frame Relay, DLCI ${dlci}`;
    dissection.describe(() => `DLCI ${dlci}`);
    const at = start + length;
    const first = dissection.peek(at, 1);
    if (dissection.failed) dissection.end();
    else if (first === unnumbered) readNetworkLayer(dissection, at, end);
    else if (isControl(first)) {
      // Information and supervisory frames of LAPF: two bytes of control.
      dissection.octets(fields.control, at, 1);
      dissection.end();
      dissection.data(at, end);
    } else if (first === 0) {
      // No EtherType begins so: Ethernet bridged with nothing in between.
      dissection.end();
      dissection.nextNamed('eth', at, end);
    } else readType(dissection, at, end);
  },
});

/** Cisco's form begins with an EtherType, whose first byte is even or no control field of this network. */
const isControl = (first: number): boolean => first === exchange || first === 0xbf || first === 0xe3 || first === 0x01;

function readAddress(dissection: Dissection, start: number): { length: number; dlci: number } {
  const first = dissection.peek(start, 1);
  dissection.group(fields.first, start, 1, first);
  dissection.bits(fields.upper, start, 1, first);
  dissection.bits(fields.command, start, 1, first);
  dissection.bits(fields.last, start, 1, first);
  dissection.end();
  const second = dissection.peek(start + 1, 1);
  dissection.group(fields.second, start + 1, 1, second);
  dissection.bits(fields.lower, start + 1, 1, second);
  dissection.bits(fields.forward, start + 1, 1, second);
  dissection.bits(fields.backward, start + 1, 1, second);
  dissection.bits(fields.discardable, start + 1, 1, second);
  dissection.bits(fields.last, start + 1, 1, second);
  dissection.end();
  let dlci = (first >> 2) * 16 + (second >> 4);
  let length = 2;
  let latest = second;
  // Three bytes end in six bits of the DLCI; four have seven in the third.
  while ((latest & 1) === 0 && length < longestAddress && !dissection.failed) {
    latest = dissection.peek(start + length, 1);
    dlci = (latest & 1) === 1 ? dlci * 64 + (latest >> 2) : dlci * 128 + (latest >> 1);
    length++;
  }
  dissection.add(fields.dlci, start, length, dlci);
  return { length, dlci };
}

function readNetworkLayer(dissection: Dissection, start: number, end: number): void {
  dissection.number(fields.control, start, 1);
  // A byte of padding aligns what follows (RFC 2427 §3).
  const at = dissection.peek(start + 1, 1) === 0 ? start + 2 : start + 1;
  const layer = dissection.number(fields.networkLayer, at, 1);
  if (layer === snap) {
    readSnap(dissection, at + 1, end);
    return;
  }
  const complete = !dissection.failed;
  dissection.end();
  if (!complete) return;
  const type = layer === 0xcc ? 0x0800 : layer === 0x8e ? 0x86dd : -1;
  // OSI's protocols count the identifier as their own first byte.
  const osi = layer === 0x81 || layer === 0x82 || layer === 0x83;
  const known = osi
    ? dissection.next('nlpid', layer, at, end)
    : type > 0
      ? dissection.next('ethertype', type, at + 1, end)
      : layer === 0xcf && dissection.next('ppp.protocol', dissection.peek(at + 1, 2), at + 3, end);
  if (!known) dissection.data(at + 1, end);
}

function readSnap(dissection: Dissection, start: number, end: number): void {
  const organization = dissection.number(fields.organization, start, 3);
  const identifier = dissection.peek(start + 3, 2);
  dissection.add(organization === 0 ? fields.snapType : fields.identifier, start + 3, 2, identifier);
  const complete = !dissection.failed;
  dissection.end();
  if (!complete) return;
  const payload = start + snapLength;
  // RFC 2427 §4.2: bridged Ethernet, with its check sequence (1) or without (7).
  const type = organization === 0 ? identifier : isBridgedEthernet(organization, identifier) ? 0x6558 : -1;
  if (type < 0 || !dissection.next('ethertype', type, payload, end)) dissection.data(payload, end);
}

const isBridgedEthernet = (organization: number, identifier: number): boolean =>
  organization === bridged && (identifier === 1 || identifier === 7);

function readType(dissection: Dissection, start: number, end: number): void {
  const type = dissection.number(fields.type, start, 2);
  const complete = !dissection.failed;
  dissection.end();
  if (complete && !dissection.next('ethertype', type, start + 2, end)) dissection.data(start + 2, end);
}
