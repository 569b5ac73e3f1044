import { field } from '../fields/field';
import { codePoints, congestionMarks } from './differentiated-services';
import { checksumStatusNames } from './internet-checksum';
import { ipProtocols } from './ip-protocol-numbers';
import { version } from './ip-version';

/** Fields of the IPv4 header (RFC 791 §3.1). */
export const ipv4Fields = {
  version,
  headerLength: field('ip.hdr_len', 'uint8', 'Header Length', 'Bytes of the header with its options', {
    unit: 'bytes',
  }),
  services: field('ip.dsfield', 'uint8', 'Differentiated Services', 'Code point and congestion mark', { base: 'hex' }),
  codePoint: field('ip.dsfield.dscp', 'uint8', 'Code Point', 'Treatment that routers are asked to give', {
    mask: 0xfc,
    values: codePoints,
  }),
  congestion: field('ip.dsfield.ecn', 'uint8', 'Congestion Notification', 'Whether a router met congestion', {
    mask: 0x03,
    values: congestionMarks,
  }),
  totalLength: field('ip.len', 'uint16', 'Total Length', 'Bytes of header and payload', { unit: 'bytes' }),
  identification: field('ip.id', 'uint16', 'Identification', 'Tells which fragments belong together', {
    base: 'hex-dec',
  }),
  flags: field('ip.flags', 'uint8', 'Flags', 'Fragmentation flags', { base: 'hex', mask: 0xe0 }),
  reserved: field('ip.flags.rb', 'boolean', 'Reserved bit', 'Must be zero (RFC 3514 jokes apart)', { mask: 0x80 }),
  dontFragment: field('ip.flags.df', 'boolean', "Don't fragment", 'Routers must not fragment it', { mask: 0x40 }),
  moreFragments: field('ip.flags.mf', 'boolean', 'More fragments', 'Not the last fragment', { mask: 0x20 }),
  fragmentOffset: field('ip.frag_offset', 'uint16', 'Fragment Offset', 'Place of the fragment, in units of 8 bytes', {
    mask: 0x1fff,
  }),
  timeToLive: field('ip.ttl', 'uint8', 'Time to Live', 'Routers left before the packet is dropped'),
  protocol: field('ip.proto', 'uint8', 'Protocol', 'Protocol of the payload', { values: ipProtocols }),
  checksum: field('ip.checksum', 'uint16', 'Header Checksum', 'Checksum over the header', { base: 'hex' }),
  checksumStatus: field('ip.checksum.status', 'uint8', 'Header checksum status', 'Whether the checksum is right', {
    generated: true,
    values: checksumStatusNames,
  }),
  checksumCalculated: field('ip.checksum_calculated', 'uint16', 'Calculated checksum', 'What the checksum should be', {
    base: 'hex',
    generated: true,
  }),
  source: field('ip.src', 'ipv4', 'Source', 'Address of the sender'),
  destination: field('ip.dst', 'ipv4', 'Destination', 'Address it is sent to'),
  address: field('ip.addr', 'ipv4', 'Address', 'Source or destination address', { hidden: true }),
  sourceHost: field('ip.src_host', 'string', 'Source Host', "The sender's name, or its address", { hidden: true }),
  destinationHost: field('ip.dst_host', 'string', 'Destination Host', "The receiver's name, or its address", {
    hidden: true,
  }),
  host: field('ip.host', 'string', 'Host', 'Name or address of either end', { hidden: true }),
  fragments: field('ip.fragments', 'bytes', 'Fragments', 'The fragments that make up the datagram', {
    generated: true,
  }),
  fragment: field('ip.fragment', 'framenum', 'Fragment', 'Frame that carried a fragment', { generated: true }),
  fragmentOverlap: field('ip.fragment.overlap', 'boolean', 'Fragment overlaps', 'Covers bytes that another gave', {
    generated: true,
  }),
  fragmentConflict: field(
    'ip.fragment.overlap.conflict',
    'boolean',
    'Overlapping data differs',
    'Fragments gave different bytes for the same place; the first to arrive stands',
    { generated: true },
  ),
  fragmentCount: field('ip.fragment.count', 'uint32', 'Fragment count', 'Number of fragments', { generated: true }),
  reassembledLength: field('ip.reassembled.length', 'uint32', 'Reassembled length', 'Bytes of the whole payload', {
    generated: true,
    unit: 'bytes',
  }),
  reassembledData: field('ip.reassembled.data', 'bytes', 'Reassembled data', 'The whole payload', {
    generated: true,
    hidden: true,
  }),
  reassembledIn: field('ip.reassembled_in', 'framenum', 'Reassembled in', 'Frame that completed the datagram', {
    generated: true,
  }),
} as const;
