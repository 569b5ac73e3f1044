import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { absent, Transport } from '../packet-summary';
import { protocol } from '../protocol';
import { addMachineView } from './machine-view';
import { addChecksum, segmentChecksumNames } from './segment-checksum';

// RFC 768: source port, destination port, length of header and data, checksum. RFC 3828 (UDP-Lite) puts the checksum's
// coverage where the length is. RFC 2675 §4: length 0 in a jumbogram.
const headerLength = 8;
const portsLength = 4;
const udpNumber = 17;
const udpLiteNumber = 136;
/** Above this the length does not fit its field, and must be 0. */
const longestDatagram = 65_535;

const fields = {
  sourcePort: field('udp.srcport', 'uint16', 'Source Port', 'Port of the sender'),
  destinationPort: field('udp.dstport', 'uint16', 'Destination Port', 'Port of the receiver'),
  port: field('udp.port', 'uint16', 'Port', 'Source or destination port', { hidden: true }),
  length: field('udp.length', 'uint16', 'Length', 'Bytes of header and data', { unit: 'bytes' }),
  checksum: field('udp.checksum', 'uint16', 'Checksum', 'Sum over pseudo header and datagram; 0: none', {
    base: 'hex',
  }),
  checksumStatus: field('udp.checksum.status', 'uint8', 'Checksum Status', 'Whether the checksum is right', {
    generated: true,
    values: segmentChecksumNames,
  }),
  checksumCalculated: field('udp.checksum_calculated', 'uint16', 'Right checksum', 'What the checksum should be', {
    base: 'hex',
    generated: true,
  }),
  stream: field('udp.stream', 'uint32', 'Conversation', 'Number of the conversation in this capture, from 0', {
    generated: true,
  }),
  sinceFirst: field('udp.time_relative', 'relative-time', "Since the conversation's first packet", '', {
    generated: true,
  }),
  sincePrevious: field('udp.time_delta', 'relative-time', "Since the conversation's previous packet", '', {
    generated: true,
  }),
  payload: field('udp.payload', 'bytes', 'Payload', 'Data of the datagram'),
} as const;

const liteFields = {
  coverage: field('udp.checksum_coverage', 'uint16', 'Checksum coverage', 'Bytes that the checksum covers; 0: all'),
} as const;

/** User Datagram Protocol. */
export const udp = protocol({
  name: 'udp',
  short: 'UDP',
  title: 'User Datagram Protocol',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [udpNumber] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    if (dissection.lacks(udp, start, portsLength)) return;
    dissection.claim(udp);
    const head = dissection.begin(udp, start, headerLength);
    const ports = addPorts(dissection, start);
    head.text = () => `UDP, ${ports.text}`;
    const length = dissection.number(fields.length, start + 4, 2);
    if (dissection.failed) return;
    const available = end - start;
    const isJumbogram = length === 0 && available > longestDatagram;
    if (length < headerLength && !isJumbogram) {
      dissection.describe(() => `${ports.text} length ${length}, must be at least ${headerLength}`);
      dissection.malformed(start + 4, `length ${length} is less than the header's ${headerLength} bytes`);
      return;
    }
    const wholeLength = isJumbogram ? available : length;
    const tooLong = wholeLength > available && !dissection.quoted;
    dissection.describe(
      () =>
        `${ports.text} Len=${wholeLength - headerLength}${tooLong ? ` (only ${available - headerLength} in IP)` : ''}`,
    );
    addChecksum(dissection, fields, start + 6, {
      protocol: udpNumber,
      start,
      length: wholeLength,
      covered: wholeLength,
      zero: 'none',
    });
    addPayload(dissection, start, Math.min(end, start + wholeLength), wholeLength - headerLength, ports);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const { view } = scan;
    if (start + headerLength > scan.limit) {
      scan.needsDissector = true;
      return;
    }
    const length = view.getUint16(start + 4);
    if (length < headerLength || start + length > end) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = udp.index;
    scan.transport = Transport.udp;
    scan.hasPorts = true;
    scan.sourcePort = view.getUint16(start);
    scan.destinationPort = view.getUint16(start + 2);
    scan.payloadStart = start + headerLength - scan.frameStart;
    scan.payloadLength = length - headerLength;
    if (length > headerLength) scan.nextApplication('udp', start + headerLength, start + length);
  },
});

/** Lightweight User Datagram Protocol: its fields are those of UDP but for the coverage. */
export const udpLite = protocol({
  name: 'udplite',
  short: 'UDP-Lite',
  title: 'Lightweight User Datagram Protocol',
  fields: liteFields,
  registrations: [{ table: 'ip.protocol', keys: [udpLiteNumber] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    if (dissection.lacks(udpLite, start, portsLength)) return;
    dissection.claim(udpLite);
    const head = dissection.begin(udpLite, start, headerLength);
    const ports = addPorts(dissection, start);
    head.text = () => `UDP-Lite, ${ports.text}`;
    const length = end - start;
    dissection.add(fields.length, start + 4, 0, length);
    const coverage = dissection.number(liteFields.coverage, start + 4, 2);
    const isPossible = coverage === 0 || (coverage >= headerLength && coverage <= length);
    dissection.describe(() => `${ports.text} Len=${length - headerLength}${isPossible ? '' : ` coverage ${coverage}`}`);
    const covered = isPossible && coverage > 0 ? coverage : length;
    addChecksum(dissection, fields, start + 6, {
      protocol: udpLiteNumber,
      start,
      length,
      covered,
      zero: 'fault',
    });
    addPayload(dissection, start, end, length - headerLength, ports);
  },
});

interface Ports {
  readonly source: number;
  readonly destination: number;
  readonly text: string;
}

function addPorts(dissection: Dissection, start: number): Ports {
  const source = dissection.peek(start, 2);
  const destination = dissection.peek(start + 2, 2);
  const text = `${source} → ${destination}`;
  dissection.describe(() => text);
  dissection.add(fields.sourcePort, start, 2, source);
  dissection.add(fields.destinationPort, start + 2, 2, destination);
  dissection.add(fields.port, start, 2, source);
  dissection.add(fields.port, start + 2, 2, destination);
  const { summary } = dissection;
  summary.hasPorts = true;
  summary.sourcePort = source;
  summary.destinationPort = destination;
  return { source, destination, text };
}

/**
 * @param dataLength what the datagram's length says
 * @param end where the datagram ends: by its length, but not behind what IP carries
 */
function addPayload(dissection: Dissection, start: number, end: number, dataLength: number, ports: Ports): void {
  if (dissection.failed) return;
  const { summary } = dissection;
  const payload = start + headerLength;
  summary.transport = Transport.udp;
  summary.payloadStart = dissection.inFrame ? payload : absent;
  summary.payloadLength = Math.max(0, end - payload);
  addConversation(dissection, dataLength > 0);
  const captured = Math.min(end, dissection.limit);
  if (captured > payload) dissection.octets(fields.payload, payload, captured - payload);
  if (payload + dataLength > end && !dissection.quoted) {
    dissection.malformed(start + 4, 'length is more than the IP header leaves');
    dissection.failed = false;
  }
  dissection.end();
  if (captured > payload) dissection.nextApplication('udp', ports.source, ports.destination, payload, end);
}

/**
 * What tracking tells of the datagram. Of several around one another only the innermost has a place in the columns. As in
 * tshark, an empty one has no times.
 */
function addConversation(dissection: Dissection, hasData: boolean): void {
  const { connections } = dissection.context;
  if (connections === null) return;
  const { number } = dissection.frame;
  const isOutermost = dissection.protocolNames.indexOf('udp') === dissection.protocolNames.lastIndexOf('udp');
  const fact = isOutermost ? connections.datagram(number) : connections.carriedDatagram(number, dissection.summary);
  if (fact === null) return;
  dissection.add(fields.stream, 0, 0, fact.conversation);
  if (hasData && fact.sinceFirst !== null && fact.sincePrevious !== null) {
    dissection.add(fields.sinceFirst, 0, 0, fact.sinceFirst);
    dissection.add(fields.sincePrevious, 0, 0, fact.sincePrevious);
  }
  if (isOutermost) addMachineView(dissection);
}
