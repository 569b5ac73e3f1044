import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { AddressFamily } from '../packet-summary';
import { protocol } from '../protocol';
import { ipProtocols } from './ip-protocol-numbers';
import { showFragments } from './shown-fragments';

// RFC 8200 §4.5; atomic fragments RFC 6946.
const headerLength = 8;
const longestDatagram = 65_535;

const fields = {
  nextHeader: field('ipv6.fraghdr.nxt', 'uint8', 'Next Header', 'What the datagram carries', { values: ipProtocols }),
  reserved: field('ipv6.fraghdr.reserved_octet', 'uint8', 'Reserved', 'Must be zero', { base: 'hex' }),
  offset: field('ipv6.fraghdr.offset', 'uint16', 'Offset', 'Place of the fragment, in units of 8 bytes', {
    mask: 0xfff8,
  }),
  reservedBits: field('ipv6.fraghdr.reserved_bits', 'uint16', 'Reserved bits', 'Must be zero', { mask: 0x0006 }),
  more: field('ipv6.fraghdr.more', 'boolean', 'More fragments', 'Not the last fragment', { mask: 0x0001 }),
  identification: field('ipv6.fraghdr.ident', 'uint32', 'Identification', 'Tells which fragments belong together', {
    base: 'hex',
  }),
  fragments: field('ipv6.fragments', 'none', 'Fragments', 'The fragments that make up the datagram', {
    generated: true,
  }),
  fragment: field('ipv6.fragment', 'framenum', 'Fragment', 'Frame that carried a fragment', { generated: true }),
  fragmentOverlap: field('ipv6.fragment.overlap', 'boolean', 'Fragment overlaps', 'Covers bytes that another gave', {
    generated: true,
  }),
  fragmentConflict: field(
    'ipv6.fragment.overlap.conflict',
    'boolean',
    'Overlapping data differs',
    'Fragments gave different bytes for the same place; the first to arrive stands',
    { generated: true },
  ),
  fragmentCount: field('ipv6.fragment.count', 'uint32', 'Fragment count', 'Number of fragments', { generated: true }),
  reassembledLength: field('ipv6.reassembled.length', 'uint32', 'Reassembled length', 'Bytes of the whole payload', {
    generated: true,
    unit: 'bytes',
  }),
  reassembledData: field('ipv6.reassembled.data', 'bytes', 'Reassembled data', 'The whole payload', {
    generated: true,
    hidden: true,
  }),
  reassembledIn: field('ipv6.reassembled.in', 'framenum', 'Reassembled in', 'Frame that completed the datagram', {
    generated: true,
  }),
} as const;

export const ipv6Fragment = protocol({
  name: 'ipv6.fraghdr',
  short: 'IPv6',
  title: 'IPv6 Fragment Header',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [44] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.begin(ipv6Fragment, start, headerLength);
    const following = dissection.number(fields.nextHeader, start, 1);
    dissection.number(fields.reserved, start + 1, 1);
    const word = dissection.peek(start + 2, 2);
    const offset = dissection.bits(fields.offset, start + 2, 2, word) * 8;
    dissection.bits(fields.reservedBits, start + 2, 2, word);
    const more = dissection.bits(fields.more, start + 2, 2, word) !== 0;
    const identification = dissection.number(fields.identification, start + 4, 4);
    if (dissection.failed) return;
    dissection.describe(
      () =>
        `IPv6 fragment (off=${offset} more=${more ? 'y' : 'n'} ident=0x${identification.toString(16).padStart(8, '0')} ` +
        `nxt=${following})`,
    );
    const payload = start + headerLength;
    const whole = end <= dissection.limit && !dissection.quoted;
    // A fragment that is the whole datagram stands for itself; a quoted first one, for what there is.
    if (offset === 0 && (!more || dissection.quoted)) {
      dissection.end();
      handOn(dissection, following, payload, end);
    } else if (whole) readFragment(dissection, { following, offset, more, identification, payload, end });
    else {
      dissection.end();
      dissection.data(payload, end);
    }
  },
});

interface ReadFragment {
  readonly following: number;
  /** In bytes. */
  readonly offset: number;
  readonly more: boolean;
  readonly identification: number;
  readonly payload: number;
  readonly end: number;
}

function readFragment(dissection: Dissection, fragment: ReadFragment): void {
  const { payload, end, offset, following } = fragment;
  const length = offset + end - payload;
  if (length > longestDatagram) {
    dissection.malformed(payload - 6, `fragments of ${length} bytes, a datagram has at most ${longestDatagram}`);
    dissection.failed = false;
    dissection.end();
    dissection.data(payload, end);
    return;
  }
  const outcome = dissection.context.fragments.add({
    key: fragmentKey(dissection, fragment.identification),
    frame: dissection.frame.number,
    offset,
    more: fragment.more,
    bytes: dissection.bytes.subarray(payload, end),
    start: dissection.inFrame ? payload : -1,
  });
  const datagram = showFragments(dissection, fields, outcome);
  dissection.end();
  if (datagram === null) dissection.data(payload, end);
  else dissection.within('Reassembled IPv6', datagram.bytes, (all) => handOn(dissection, following, 0, all));
}

/** Datagrams are told apart by addresses and identification (RFC 8200 §4.5). */
function fragmentKey(dissection: Dissection, identification: number): string {
  const { addressFamily, addressBytes, sourceAt, destinationAt } = dissection.summary;
  if (addressFamily !== AddressFamily.ipv6) return `6/${identification}`;
  let key = `6/${identification}`;
  for (const at of [sourceAt, destinationAt]) key += `/${addressBytes.subarray(at, at + 16).join('.')}`;
  return key;
}

function handOn(dissection: Dissection, following: number, start: number, end: number): void {
  if (!dissection.next('ip.protocol', following, start, end)) dissection.data(start, end);
}
