import type { Dissection } from '../dissection';
import { type Enumeration, type Field, type FieldOptions, type FieldType, field } from '../fields/field';
import { noteMultipath } from './tcp-options-scan';

// Multipath TCP: RFC 6824 (version 0) and RFC 8684 (version 1), §3.

const subtypeNames: Enumeration = {
  0: 'Capable',
  1: 'Join',
  2: 'Data sequence signal',
  3: 'Add address',
  4: 'Remove address',
  5: 'Change priority',
  6: 'Fallback',
  7: 'Fast close',
  8: 'Reset',
};

const resetReasons: Enumeration = {
  0: 'unspecified',
  1: 'MPTCP-specific error',
  2: 'lack of resources',
  3: 'administratively prohibited',
  4: 'too much outstanding data',
  5: 'unacceptable performance',
  6: 'middlebox interference',
};

const option = (name: string, type: FieldType, label: string, help: string, options?: FieldOptions): Field =>
  field(`tcp.options.mptcp.${name}`, type, label, help, options);

/** The single bits of the flags byte: numbers in the field reference, not booleans. */
const bit = (name: string, label: string, mask: number, help: string): Field =>
  option(name, 'uint8', label, help, { mask });

export const multipathFields = {
  multipath: field('mptcp', 'protocol', 'Multipath TCP', 'Multipath TCP option'),
  subtype: option('subtype', 'uint8', 'Subtype', 'What the option does', { mask: 0xf0, values: subtypeNames }),
  version: option('version', 'uint8', 'Version', 'Version of Multipath TCP', { mask: 0x0f }),
  multipathReserved: option('reserved', 'uint16', 'Reserved', 'Bits that must be zero', { base: 'hex', mask: 0x0fff }),
  multipathFlags: option('flags', 'uint8', 'Flags', 'Flags of the subtype', { base: 'hex' }),
  checksumRequired: bit('checksumreq.flags', 'Checksum required', 0x80, 'Data sequence signals carry a checksum'),
  extensibility: bit('extensibility.flag', 'Extensibility', 0x40, 'Kept for extensions'),
  noMoreSubflows: bit('nomoresubflows.flag', 'No more subflows', 0x20, 'No new subflows to this address and port'),
  hmacSha1: bit('sha1.flag', 'HMAC-SHA1', 0x01, 'Keys are used with HMAC-SHA1'),
  hmacSha256: bit('sha256.flag', 'HMAC-SHA256', 0x01, 'Keys are used with HMAC-SHA256'),
  reservedFlags: option('reserved.flag', 'uint8', 'Reserved', 'Bits that must be zero', { base: 'hex', mask: 0x3e }),
  backup: bit('backup.flag', 'Backup', 0x01, 'Use this path only when others fail'),
  dataFin: bit('datafin.flag', 'DATA_FIN', 0x10, 'The connection has no more data'),
  dataSequence8: bit('dseqn8.flag', 'Data sequence number of 8 bytes', 0x08, 'Else of 4 bytes'),
  dataSequencePresent: bit(
    'dseqnpresent.flag',
    'Mapping present',
    0x04,
    'Data sequence number, offset and length follow',
  ),
  dataAck8: bit('dataack8.flag', 'Data ACK of 8 bytes', 0x02, 'Else of 4 bytes'),
  dataAckPresent: bit('dataackpresent.flag', 'Data ACK present', 0x01, 'A data acknowledgment follows'),
  addressId: option('addrid', 'uint8', 'Address ID', 'Number that stands for an address'),
  sendersKey: option('sendkey', 'uint64', "Sender's key", 'Key of the sender'),
  receiversKey: option('recvkey', 'uint64', "Receiver's key", 'Key of the receiver'),
  receiversToken: option('recvtok', 'uint32', "Receiver's token", 'Tells which connection is joined'),
  sendersRandom: option('sendrand', 'uint32', "Sender's random number", 'Nonce'),
  sendersTruncatedHmac: option('sendtrunchmac', 'uint64', "Sender's truncated HMAC", 'Proof of the key'),
  sendersHmac: option('sendhmac', 'bytes', "Sender's HMAC", 'Proof of the key'),
  addressHmac: option('addaddrtrunchmac', 'uint64', 'Truncated HMAC', 'Proof of the key'),
  dataAck: option('rawdataack', 'uint64', 'Data ACK', 'Next data sequence number expected'),
  dataSequenceNumber: option('rawdataseqno', 'uint64', 'Data sequence number', 'Place of the data in the connection'),
  subflowSequenceNumber: option(
    'subflowseqno',
    'uint32',
    'Subflow sequence number',
    'Place of the data in the subflow',
  ),
  dataLevelLength: option('datalvllen', 'uint16', 'Data-level length', 'Bytes that the mapping covers'),
  multipathChecksum: option('checksum', 'uint16', 'Checksum', 'Sum over data and mapping', { base: 'hex' }),
  ipVersion: option('ipver', 'uint8', 'IP version', 'Version of the address', { mask: 0x0f }),
  echoed: bit('echo', 'Echo', 0x01, 'Acknowledges an address'),
  advertisedIpv4: option('ipv4', 'ipv4', 'Address', 'Further address of the sender'),
  advertisedIpv6: option('ipv6', 'ipv6', 'Address', 'Further address of the sender'),
  advertisedPort: option('port', 'uint16', 'Port', 'Port at that address'),
  resetTransient: option('flag_T.flag', 'boolean', 'Transient', 'The subflow may be tried again', { mask: 0x01 }),
  resetReason: option('rst_reason', 'uint8', 'Reason', 'Why the subflow is reset', {
    base: 'hex',
    values: resetReasons,
  }),
} as const;

const f = multipathFields;

/** Adds what follows kind and length of a Multipath TCP option. */
export function readMultipath(dissection: Dissection, start: number, length: number): void {
  const end = start + length;
  const octet = dissection.peek(start + 2, 1);
  const subtype = dissection.bits(f.subtype, start + 2, 1, octet);
  if (!dissection.quoted && !dissection.failed) noteMultipath(dissection.summary, octet);
  const read = readers[subtype];
  if (read && length >= (shortest[subtype] as number)) read(dissection, start + 2, end);
}

type SubtypeReader = (dissection: Dissection, at: number, end: number) => void;

const shortest: readonly number[] = [4, 4, 4, 4, 4, 3, 12, 12, 4];
/** By subtype. `at` is the byte that the subtype stands in, `end` is behind the option. */
const readers: readonly SubtypeReader[] = [
  readCapable,
  readJoin,
  readDataSequenceSignal,
  readAddAddress,
  readRemoveAddress,
  readPriority,
  readFallback,
  readFastClose,
  readReset,
];

/** RFC 8684 §3.1 */
function readCapable(dissection: Dissection, at: number, end: number): void {
  const version = dissection.bits(f.version, at, 1, dissection.peek(at, 1));
  addFlags(dissection, at + 1, [
    f.checksumRequired,
    f.extensibility,
    ...(version > 0 ? [f.noMoreSubflows, f.hmacSha256] : [f.hmacSha1]),
    f.reservedFlags,
  ]);
  if (at + 10 <= end) dissection.long(f.sendersKey, at + 2);
  if (at + 18 <= end) dissection.long(f.receiversKey, at + 10);
  if (at + 20 <= end) dissection.number(f.dataLevelLength, at + 18, 2);
  if (at + 22 <= end) dissection.number(f.multipathChecksum, at + 20, 2);
}

/** RFC 8684 §3.2: the three segments of the handshake are told apart by length. */
function readJoin(dissection: Dissection, at: number, end: number): void {
  const length = end - at + 2;
  if (length === 24) {
    dissection.bits(f.multipathReserved, at, 2, dissection.peek(at, 2));
    dissection.octets(f.sendersHmac, at + 2, 20);
    return;
  }
  addFlags(dissection, at, [f.backup]);
  dissection.number(f.addressId, at + 1, 1);
  if (length === 12) {
    dissection.number(f.receiversToken, at + 2, 4);
    dissection.number(f.sendersRandom, at + 6, 4);
  } else if (length === 16) {
    dissection.long(f.sendersTruncatedHmac, at + 2);
    dissection.number(f.sendersRandom, at + 10, 4);
  }
}

/** RFC 8684 §3.3 */
function readDataSequenceSignal(dissection: Dissection, at: number, end: number): void {
  const flags = addFlags(dissection, at + 1, [
    f.dataFin,
    f.dataSequence8,
    f.dataSequencePresent,
    f.dataAck8,
    f.dataAckPresent,
  ]);
  let next = at + 2;
  if (flags & 0x01) next = addNumber(dissection, f.dataAck, next, (flags & 0x02) !== 0, end);
  if ((flags & 0x04) === 0) return;
  next = addNumber(dissection, f.dataSequenceNumber, next, (flags & 0x08) !== 0, end);
  if (next + 6 > end) return;
  dissection.number(f.subflowSequenceNumber, next, 4);
  dissection.number(f.dataLevelLength, next + 4, 2);
  if (next + 8 <= end) dissection.number(f.multipathChecksum, next + 6, 2);
}

/** RFC 8684 §3.4.1; in version 0 the low half of the first byte is the IP version. */
function readAddAddress(dissection: Dissection, at: number, end: number): void {
  const low = dissection.peek(at, 1) & 0x0f;
  dissection.bits(low === 4 || low === 6 ? f.ipVersion : f.echoed, at, 1, low);
  dissection.number(f.addressId, at + 1, 1);
  const left = end - at - 2;
  const isIpv6 = low === 6 || (low !== 4 && left >= 16 && left !== 18 - 4);
  let next = at + 2;
  if (isIpv6 && left >= 16) {
    dissection.octets(f.advertisedIpv6, next, 16);
    next += 16;
  } else if (left >= 4) {
    dissection.ipv4(f.advertisedIpv4, next);
    next += 4;
  }
  if ((end - next) % 8 === 2) {
    dissection.number(f.advertisedPort, next, 2);
    next += 2;
  }
  if (end - next === 8) dissection.long(f.addressHmac, next);
}

/** RFC 8684 §3.4.2 */
function readRemoveAddress(dissection: Dissection, at: number, end: number): void {
  for (let id = at + 1; id < end && !dissection.failed; id++) dissection.number(f.addressId, id, 1);
}

/** RFC 8684 §3.3.8 */
function readPriority(dissection: Dissection, at: number, end: number): void {
  addFlags(dissection, at, [f.backup]);
  if (at + 1 < end) dissection.number(f.addressId, at + 1, 1);
}

/** RFC 8684 §3.7 */
function readFallback(dissection: Dissection, at: number): void {
  dissection.bits(f.multipathReserved, at, 2, dissection.peek(at, 2));
  dissection.long(f.dataSequenceNumber, at + 2);
}

/** RFC 8684 §3.5 */
function readFastClose(dissection: Dissection, at: number): void {
  dissection.bits(f.multipathReserved, at, 2, dissection.peek(at, 2));
  dissection.long(f.receiversKey, at + 2);
}

/** RFC 8684 §3.6 */
function readReset(dissection: Dissection, at: number): void {
  addFlags(dissection, at, [f.resetTransient]);
  dissection.number(f.resetReason, at + 1, 1);
}

function addFlags(dissection: Dissection, at: number, bits: readonly Field[]): number {
  const flags = dissection.peek(at, 1);
  dissection.group(f.multipathFlags, at, 1, flags);
  for (const each of bits) dissection.bits(each, at, 1, flags);
  dissection.end();
  return flags;
}

/** Adds a number of 4 or 8 bytes. @returns the offset behind it */
function addNumber(dissection: Dissection, which: Field, at: number, isLong: boolean, end: number): number {
  const length = isLong ? 8 : 4;
  if (at + length > end) return end;
  if (isLong) dissection.long(which, at);
  else dissection.add(which, at, 4, BigInt(dissection.peek(at, 4)));
  return at + length;
}
