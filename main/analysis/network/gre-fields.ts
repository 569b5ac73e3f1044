import { type Enumeration, field } from '../fields/field';
import { etherTypes } from '../link/ether-types';

/** EtherTypes, and what GRE alone gives a meaning. */
export const greProtocols: Enumeration = {
  ...etherTypes,
  0: 'keep-alive',
  254: 'OSI network layer',
  512: 'Frame Relay',
  8192: 'CDP',
  8193: 'NHRP',
  8939: 'ERSPAN type III',
  34878: 'WCCP',
  35006: 'ERSPAN type II',
  36865: 'MOPRC',
};

export const greFields = {
  flags: field('gre.flags_and_version', 'uint16', 'Flags and version', 'What the header holds', { base: 'hex' }),
  hasChecksum: field('gre.flags.checksum', 'boolean', 'Checksum', 'A checksum follows', { mask: 0x8000 }),
  hasRouting: field('gre.flags.routing', 'boolean', 'Routing', 'A source route follows', { mask: 0x4000 }),
  hasKey: field('gre.flags.key', 'boolean', 'Key', 'A key follows', { mask: 0x2000 }),
  hasSequence: field('gre.flags.sequence_number', 'boolean', 'Sequence number', 'A sequence number follows', {
    mask: 0x1000,
  }),
  strictRoute: field('gre.flags.strict_source_route', 'boolean', 'Strict source route', 'No other hops are allowed', {
    mask: 0x0800,
  }),
  recursion: field('gre.flags.recursion_control', 'uint16', 'Recursion control', 'Encapsulations still allowed', {
    mask: 0x0700,
  }),
  hasAcknowledgment: field('gre.flags.ack', 'boolean', 'Acknowledgment', 'An acknowledgment follows (PPTP)', {
    mask: 0x0080,
  }),
  reserved: field('gre.flags.reserved', 'uint16', 'Reserved', 'Must be 0', { mask: 0x00f8 }),
  version: field('gre.flags.version', 'uint16', 'Version', 'GRE, or the enhanced GRE of PPTP', {
    mask: 0x0007,
    values: { 0: 'GRE', 1: 'Enhanced GRE' },
  }),
  protocol: field('gre.proto', 'uint16', 'Protocol', 'Protocol of the payload', { base: 'hex', values: greProtocols }),
  checksum: field('gre.checksum', 'uint16', 'Checksum', 'Of header and payload', { base: 'hex' }),
  offset: field('gre.offset', 'uint16', 'Offset', 'Of the active source route entry'),
  key: field('gre.key', 'uint32', 'Key', 'Tells flows of one tunnel apart', { base: 'hex' }),
  payloadLength: field('gre.key.payload_length', 'uint16', 'Payload length', 'Bytes of PPP', { unit: 'bytes' }),
  call: field('gre.key.call_id', 'uint16', 'Call ID', "The receiver's number of the call"),
  sequence: field('gre.sequence_number', 'uint32', 'Sequence number', 'Number of the packet'),
  acknowledgment: field('gre.ack_number', 'uint32', 'Acknowledgment number', 'Highest number received'),
  routeFamily: field('gre.routing.address_family', 'uint16', 'Address family', 'Of the route'),
  routeOffset: field('gre.routing.sre_offset', 'uint8', 'Offset', 'Of the active entry'),
  routeLength: field('gre.routing.src_length', 'uint8', 'Length', 'Bytes of the entry; 0 ends the list'),
  routeInformation: field('gre.routing.information', 'bytes', 'Routing information', 'Hops'),
  redirectFlags: field('gre.wccp.redirect_header', 'uint8', 'Redirect flags', 'Service kind and bucket in use', {
    base: 'hex',
  }),
  redirectService: field('gre.wccp.service_id', 'uint8', 'Service ID', 'WCCP service'),
  redirectAlternative: field('gre.wccp.alternative_bucket', 'uint8', 'Alternative bucket', 'WCCP bucket'),
  redirectPrimary: field('gre.wccp.primary_bucket', 'uint8', 'Primary bucket', 'WCCP bucket'),
} as const;
