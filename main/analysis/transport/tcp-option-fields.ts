import { type Field, field } from '../fields/field';
import { multipathFields } from './tcp-multipath';
import { experimentNames, optionKindNames } from './tcp-option-kinds';

const container = (name: string, label: string, help: string): Field =>
  field(`tcp.options.${name}`, 'bytes', label, help);

export const optionFields = {
  optionKind: field('tcp.option_kind', 'uint8', 'Kind', 'Which option it is', { values: optionKindNames }),
  optionLength: field('tcp.option_len', 'uint8', 'Length', 'Bytes of the option with kind and length', {
    unit: 'bytes',
  }),
  endOfOptionList: container('eol', 'End of option list', 'Nothing but padding follows'),
  noOperation: container('nop', 'No-operation', 'Aligns the option that follows'),
  maximumSegmentSize: container('mss', 'Maximum segment size', 'Largest segment that the sender can receive'),
  maximumSegmentSizeValue: field('tcp.options.mss_val', 'uint16', 'MSS', 'Largest payload accepted', { unit: 'bytes' }),
  windowScale: container('wscale', 'Window scale', 'Factor for the windows that the sender will offer'),
  windowScaleShift: field('tcp.options.wscale.shift', 'uint8', 'Shift count', 'Bits by which windows are shifted left'),
  windowScaleMultiplier: field('tcp.options.wscale.multiplier', 'uint16', 'Multiplier', '2 to the shift count', {
    generated: true,
  }),
  sackPermitted: container('sack_perm', 'SACK permitted', 'Selective acknowledgments may be sent'),
  sack: container('sack', 'SACK', 'Blocks that arrived behind a hole'),
  sackLeftEdge: field('tcp.options.sack_le', 'uint32', 'Left edge', 'First byte of a block that arrived'),
  sackRightEdge: field('tcp.options.sack_re', 'uint32', 'Right edge', 'Byte behind a block that arrived'),
  sackCount: field('tcp.options.sack.count', 'uint8', 'SACK count', 'Number of blocks', { generated: true }),
  duplicateLeftEdge: field('tcp.options.sack.dsack_le', 'uint32', 'D-SACK left edge', 'First byte received twice', {
    generated: true,
  }),
  duplicateRightEdge: field(
    'tcp.options.sack.dsack_re',
    'uint32',
    'D-SACK right edge',
    'Byte behind those received twice',
    {
      generated: true,
    },
  ),
  echo: container('echo', 'Echo', 'Measures round trips; replaced by timestamps'),
  echoValue: field('tcp.options.echo_value', 'uint32', 'Value', 'Value to send back'),
  timestamp: container('timestamp', 'Timestamps', 'Measure round trips and tell old segments from new'),
  timestampValue: field('tcp.options.timestamp.tsval', 'uint32', 'Timestamp value', 'Clock of the sender'),
  timestampEcho: field(
    'tcp.options.timestamp.tsecr',
    'uint32',
    'Timestamp echo reply',
    "The other end's clock, sent back",
  ),
  connectionCount: container('cc', 'Connection count', 'T/TCP, historic'),
  connectionCountValue: field('tcp.options.cc_value', 'uint32', 'Connection count', 'T/TCP connection count'),
  md5: container('md5', 'MD5 signature', 'Signature over the segment'),
  md5Digest: field('tcp.options.md5.digest', 'bytes', 'MD5 digest', 'Signature over the segment'),
  scps: container('scps', 'SCPS capabilities', 'Space communications extensions'),
  scpsVector: field('tcp.options.scps.vector', 'uint8', 'Capabilities', 'Bits of what is supported', { base: 'hex' }),
  scpsConnection: field('tcp.options.scps.binding', 'uint8', 'Connection ID', 'Id for compressed headers'),
  snack: container('snack', 'Selective negative acknowledgment', 'Hole that the sender asks to have filled'),
  snackOffset: field('tcp.options.snack.offset', 'uint16', 'Offset', 'Distance of the hole in segments'),
  snackSize: field('tcp.options.snack.size', 'uint16', 'Size', 'Length of the hole in segments'),
  quickStart: container('qs', 'Quick-Start', 'Asks routers for a higher first rate'),
  quickStartRate: field('tcp.options.qs.rate', 'uint8', 'Rate', '40 kbit/s times 2 to this', { mask: 0x0f }),
  quickStartTtl: field('tcp.options.qs.ttl_diff', 'uint8', 'TTL difference', 'Tells whether every router took part'),
  userTimeout: container('user_to', 'User timeout', 'How long unacknowledged data may wait'),
  userTimeoutMinutes: field(
    'tcp.options.user_to_granularity',
    'boolean',
    'In minutes',
    'Minutes if set, else seconds',
    {
      mask: 0x8000,
    },
  ),
  userTimeoutValue: field('tcp.options.user_to_val', 'uint16', 'Timeout', 'Minutes or seconds', { mask: 0x7fff }),
  authentication: container('ao', 'Authentication (TCP-AO)', 'Signature over the segment with a numbered key'),
  authenticationKey: field('tcp.options.ao.keyid', 'uint8', 'Key ID', 'Key that made the signature'),
  authenticationNextKey: field('tcp.options.ao.rnextkeyid', 'uint8', 'Next key ID', 'Key that the sender is ready for'),
  authenticationCode: field('tcp.options.ao.mac', 'bytes', 'MAC', 'Signature'),
  fastOpen: container('tfo', 'Fast Open', 'Data in the SYN, proved by a cookie'),
  fastOpenRequest: field('tcp.options.tfo.request', 'none', 'Cookie request', 'The client asks for a cookie'),
  fastOpenCookie: field('tcp.options.tfo.cookie', 'bytes', 'Cookie', 'Proof that the server has seen the client'),
  accurateEcn: container('acc_ecn', 'Accurate ECN', 'Byte counters by ECN codepoint'),
  accurateEcnEct0: field('tcp.options.acc_ecn.ee0b', 'uint24', 'ECT(0) bytes', 'Bytes received with ECT(0)'),
  accurateEcnCe: field('tcp.options.acc_ecn.eceb', 'uint24', 'CE bytes', 'Bytes received with congestion marked'),
  accurateEcnEct1: field('tcp.options.acc_ecn.ee1b', 'uint24', 'ECT(1) bytes', 'Bytes received with ECT(1)'),
  experimental: container('experimental', 'Experimental', 'Experiment by its identifier'),
  experimentId: field('tcp.options.experimental.exid', 'uint16', 'Experiment', 'Identifier of the experiment', {
    base: 'hex',
    values: experimentNames,
  }),
  experimentData: field('tcp.options.experimental.data', 'bytes', 'Data', 'What the experiment sends'),
  unknown: container('unknown', 'Unknown option', 'An option that is not known'),
  unknownPayload: field('tcp.options.unknown.payload', 'bytes', 'Data', 'What the option holds'),
  ...multipathFields,
} as const;
