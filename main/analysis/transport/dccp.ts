import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { addChecksum, segmentChecksumNames } from './segment-checksum';

// RFC 4340 §5.1: ports, data offset in words of four bytes, CCVal and checksum coverage, checksum, type with the X bit that
// says whether sequence numbers have 48 or 24 bits, the sequence number, then what the type needs, and options.
const protocolNumber = 33;

const typeNames = {
  0: 'Request',
  1: 'Response',
  2: 'Data',
  3: 'Ack',
  4: 'DataAck',
  5: 'CloseReq',
  6: 'Close',
  7: 'Reset',
  8: 'Sync',
  9: 'SyncAck',
} as const;
const packetType = { request: 0, response: 1, data: 2, dataAck: 4, reset: 7 } as const;

const resetCodes = {
  0: 'Unspecified',
  1: 'Closed',
  2: 'Aborted',
  3: 'No connection',
  4: 'Packet error',
  5: 'Option error',
  6: 'Mandatory error',
  7: 'Connection refused',
  8: 'Bad service code',
  9: 'Too busy',
  10: 'Bad init cookie',
  11: 'Aggression penalty',
} as const;

const fields = {
  sourcePort: field('dccp.srcport', 'uint16', 'Source Port', 'Port of the sender'),
  destinationPort: field('dccp.dstport', 'uint16', 'Destination Port', 'Port of the receiver'),
  port: field('dccp.port', 'uint16', 'Port', 'Source or destination port', { hidden: true }),
  dataOffset: field('dccp.data_offset', 'uint8', 'Data Offset', 'Words of four bytes before the data'),
  congestionValue: field('dccp.ccval', 'uint8', 'CCVal', 'Used by the congestion control', { mask: 0xf0 }),
  coverage: field('dccp.cscov', 'uint8', 'Checksum Coverage', '0: all; n: header and n - 1 words', { mask: 0x0f }),
  checksum: field('dccp.checksum', 'uint16', 'Checksum', 'Sum over pseudo header and what is covered', { base: 'hex' }),
  checksumStatus: field('dccp.checksum.status', 'uint8', 'Checksum Status', 'Whether the checksum is right', {
    generated: true,
    values: segmentChecksumNames,
  }),
  checksumCalculated: field('dccp.checksum_calculated', 'uint16', 'Right checksum', 'What the checksum should be', {
    base: 'hex',
    generated: true,
  }),
  reserved: field('dccp.res1', 'uint8', 'Reserved', 'Must be zero', { base: 'hex', mask: 0xe0 }),
  type: field('dccp.type', 'uint8', 'Type', 'What the packet does', { mask: 0x1e, values: typeNames }),
  extended: field('dccp.x', 'boolean', 'Extended Sequence Numbers', '48 bits if set, else 24', { mask: 0x01 }),
  reservedByte: field('dccp.res2', 'uint8', 'Reserved', 'Must be zero', { base: 'hex' }),
  sequenceNumber: field('dccp.seq_raw', 'uint64', 'Sequence Number (raw)', 'Sequence number as it was sent'),
  acknowledgmentReserved: field('dccp.ack_res', 'uint16', 'Reserved', 'Must be zero', { base: 'hex' }),
  acknowledgmentNumber: field('dccp.ack_raw', 'uint64', 'Acknowledgment Number (raw)', 'Greatest number received'),
  serviceCode: field('dccp.service_code', 'uint32', 'Service Code', 'Which service is asked for'),
  resetCode: field('dccp.reset_code', 'uint8', 'Reset Code', 'Why the connection is given up', { values: resetCodes }),
  options: field('dccp.options', 'none', 'Options', 'Options and their padding'),
} as const;

/** Datagram Congestion Control Protocol. */
export const dccp = protocol({
  name: 'dccp',
  short: 'DCCP',
  title: 'Datagram Congestion Control Protocol',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [protocolNumber] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(dccp);
    const head = dissection.begin(dccp, start, Math.min(end, dissection.limit) - start);
    if (!dissection.has(start, 4)) return;
    const { source, destination } = addPorts(dissection, start);
    const headerLength = dissection.number(fields.dataOffset, start + 4, 1) * 4;
    addCoverageAndChecksum(dissection, start, end, headerLength);
    const typeByte = dissection.peek(start + 8, 1);
    dissection.bits(fields.reserved, start + 8, 1, typeByte);
    const type = dissection.bits(fields.type, start + 8, 1, typeByte);
    const isExtended = dissection.bits(fields.extended, start + 8, 1, typeByte) !== 0;
    if (isExtended) dissection.number(fields.reservedByte, start + 9, 1);
    const sequence = addNumber(dissection, fields.sequenceNumber, start + (isExtended ? 10 : 9), isExtended);
    if (dissection.failed) return;
    const name = typeNames[type as keyof typeof typeNames] ?? `type ${type}`;
    head.text = () => `DCCP, ${source} → ${destination}, ${name}`;
    dissection.describe(() => `${source} → ${destination} [${name}] Seq=${sequence}`);
    const at = addTypeFields(dissection, type, start + (isExtended ? 16 : 12), isExtended);
    const payload = start + headerLength;
    if (payload < at || payload > end) {
      dissection.malformed(
        start + 4,
        `data offset of ${headerLength} bytes does not fit ${end - start} bytes of packet`,
      );
      return;
    }
    if (payload > at) dissection.add(fields.options, at, Math.min(payload, dissection.limit) - at, null);
    dissection.end();
    if (payload < end) handOn(dissection, type, source, destination, payload, end);
  },
});

function addPorts(dissection: Dissection, start: number): { source: number; destination: number } {
  const source = dissection.number(fields.sourcePort, start, 2);
  dissection.add(fields.port, start, 2, source);
  const destination = dissection.number(fields.destinationPort, start + 2, 2);
  dissection.add(fields.port, start + 2, 2, destination);
  const { summary } = dissection;
  summary.hasPorts = true;
  summary.sourcePort = source;
  summary.destinationPort = destination;
  dissection.describe(() => `${source} → ${destination}`);
  return { source, destination };
}

/** RFC 4340 §9.2. DCCP is never left to the network card, so that its checksum is always verified. */
function addCoverageAndChecksum(dissection: Dissection, start: number, end: number, headerLength: number): void {
  const byte = dissection.peek(start + 5, 1);
  dissection.bits(fields.congestionValue, start + 5, 1, byte);
  const coverage = dissection.bits(fields.coverage, start + 5, 1, byte);
  const length = end - start;
  const covered = coverage === 0 ? length : Math.min(length, headerLength + (coverage - 1) * 4);
  const over = { protocol: protocolNumber, start, length, covered, zero: 'checksum' as const, always: true };
  addChecksum(dissection, fields, start + 6, over);
}

function addNumber(
  dissection: Dissection,
  which: typeof fields.sequenceNumber,
  at: number,
  isExtended: boolean,
): number {
  const length = isExtended ? 6 : 3;
  const value = dissection.peek(at, length);
  dissection.add(which, at, length, BigInt(value));
  return value;
}

/** @returns the offset of the options */
function addTypeFields(dissection: Dissection, type: number, start: number, isExtended: boolean): number {
  let at = start;
  if (type !== packetType.request && type !== packetType.data) {
    if (isExtended) dissection.number(fields.acknowledgmentReserved, at, 2);
    addNumber(dissection, fields.acknowledgmentNumber, at + (isExtended ? 2 : 1), isExtended);
    at += isExtended ? 8 : 4;
  }
  if (type === packetType.request || type === packetType.response) {
    dissection.number(fields.serviceCode, at, 4);
    at += 4;
  } else if (type === packetType.reset) {
    dissection.number(fields.resetCode, at, 1);
    at += 4;
  }
  return at;
}

function handOn(
  dissection: Dissection,
  type: number,
  source: number,
  destination: number,
  payload: number,
  end: number,
): void {
  const carriesData = type <= packetType.data || type === packetType.dataAck;
  const isKnown =
    carriesData &&
    [Math.min(source, destination), Math.max(source, destination)].some((port) =>
      dissection.next('dccp.port', port, payload, end),
    );
  if (!isKnown) dissection.data(payload, end);
}
