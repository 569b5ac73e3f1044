import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { AddressFamily, absent, type PacketSummary, Transport, uncaptured } from '../packet-summary';
import { protocol } from '../protocol';
import type { QuoteFact } from '../tcp/quote-facts';
import { unknownFlags } from '../tcp/quoted-packets';
import type { SegmentFact } from '../tcp/segment-fact';
import { addMachineView, machineFields } from './machine-view';
import {
  addAnalysis,
  addAnswerToData,
  addOfferedData,
  addTimes,
  analysisFields,
  analysisVerdictFields,
} from './segment-analysis';
import { addChecksum, segmentChecksumNames } from './segment-checksum';
import { describeSegment, type NumberBases, noBases } from './segment-text';
import { addVerdict, verdictFields } from './segment-verdict';
import { addStreamParts, dissectStreamParts, streamFields } from './stream-parts';
import { connectionEvents, flagFields, flagLetters, flagNames, TcpFlag, UnreadSegment } from './tcp-flags';
import { optionFields } from './tcp-option-fields';
import { dissectOptions } from './tcp-options';
import { scanOptions } from './tcp-options-scan';

// RFC 9293 §3.1: source port, destination port, sequence number, acknowledgment number, data offset with 12 bits of
// reserved space and flags, window, checksum, urgent pointer, options.
const protocolNumber = 6;
const shortestHeader = 20;
const portsLength = 4;
/** NOP, NOP, and a timestamps option: the options of nearly every segment after the handshake (RFC 7323 Appendix A). */
export const paddedTimestamps = 0x0101080a;

const fields = {
  sourcePort: field('tcp.srcport', 'uint16', 'Source Port', 'Port of the sender'),
  destinationPort: field('tcp.dstport', 'uint16', 'Destination Port', 'Port of the receiver'),
  port: field('tcp.port', 'uint16', 'Port', 'Source or destination port', { hidden: true }),
  stream: field('tcp.stream', 'uint32', 'Connection', 'Number of the connection in this capture, from 0', {
    generated: true,
  }),
  length: field('tcp.len', 'uint32', 'Payload length', 'Bytes of data in the segment', { generated: true }),
  rawSequenceNumber: field('tcp.seq_raw', 'uint32', 'Sequence Number (raw)', 'Sequence number as it was sent'),
  rawAcknowledgmentNumber: field(
    'tcp.ack_raw',
    'uint32',
    'Acknowledgment Number (raw)',
    'Next sequence number that the sender expects, as it was sent',
  ),
  headerLength: field('tcp.hdr_len', 'uint8', 'Header Length', 'Bytes of the header with its options', {
    unit: 'bytes',
  }),
  flags: field('tcp.flags', 'uint16', 'Flags', 'Reserved bits and control bits', { base: 'hex' }),
  ...flagFields,
  ...Object.fromEntries(connectionEvents.map(({ field }) => [field.name, field])),
  flagLetters: field('tcp.flags.str', 'string', 'Flag letters', 'One letter a bit', { generated: true }),
  window: field('tcp.window_size_value', 'uint16', 'Window', 'Receive window before scaling'),
  checksum: field('tcp.checksum', 'uint16', 'Checksum', 'Sum over pseudo header and segment', { base: 'hex' }),
  checksumStatus: field('tcp.checksum.status', 'uint8', 'Checksum Status', 'Whether the checksum is right', {
    generated: true,
    values: segmentChecksumNames,
  }),
  checksumCalculated: field('tcp.checksum_calculated', 'uint16', 'Right checksum', 'What the checksum should be', {
    base: 'hex',
    generated: true,
  }),
  urgentPointer: field('tcp.urgent_pointer', 'uint16', 'Urgent Pointer', 'Offset behind the last urgent byte'),
  options: field('tcp.options', 'bytes', 'Options', 'All options as they were sent'),
  payload: field('tcp.payload', 'bytes', 'Payload', 'Data of the segment'),
} as const;

/** Transmission Control Protocol, RFC 9293. */
export const tcp = protocol({
  name: 'tcp',
  short: 'TCP',
  title: 'Transmission Control Protocol',
  fields: [fields, analysisFields, analysisVerdictFields, optionFields, streamFields, verdictFields, machineFields],
  registrations: [{ table: 'ip.protocol', keys: [protocolNumber] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    const { summary, quoted } = dissection;
    if (dissection.lacks(tcp, start, portsLength)) return;
    dissection.claim(tcp);
    const head = dissection.begin(tcp, start, Math.min(end, dissection.limit) - start);
    const sourcePort = dissection.peek(start, 2);
    const destinationPort = dissection.peek(start + 2, 2);
    dissection.describe(() => `${sourcePort} → ${destinationPort}`);
    head.text = () => `TCP, ${sourcePort} → ${destinationPort}`;
    addPorts(dissection, start, sourcePort, destinationPort);
    summary.hasPorts = true;
    summary.sourcePort = sourcePort;
    summary.destinationPort = destinationPort;
    if (quoted && dissection.limit < start + 16) {
      // An ICMP error need quote no more than the first 8 bytes (RFC 792).
      summary.transport = Transport.tcp;
      summary.sequence = dissection.number(analysisFields.sequence, start + 4, 4);
      summary.tcpFlags = unknownFlags;
      dissection.end();
      return;
    }
    if (!dissection.has(start, 16)) return;
    fillSummary(summary, dissection, start);
    const fact = connectionFact(dissection);
    const header = headerFact(dissection, start, end);
    addNumbers(dissection, start, header, fact);
    placePayload(summary, dissection.inFrame ? header.payload : absent, header);
    if (header.tooShort) {
      dissection.describe(
        () => `${sourcePort} → ${destinationPort} header length ${header.length}, must be at least 20`,
      );
      dissection.malformed(start + 12, `header length ${header.length} is less than ${shortestHeader}`);
      return;
    }
    const flags = addFlags(dissection, start + 12);
    dissection.number(fields.window, start + 14, 2);
    if (header.asItStands) dissection.number(analysisFields.windowSize, start + 14, 2);
    else if (fact !== null) dissection.add(analysisFields.windowSize, start + 14, 2, fact.windowSize);
    const scale = flags & TcpFlag.syn ? null : (fact?.windowScaleFactor ?? null);
    if (scale !== null) dissection.add(analysisFields.windowScale, start + 14, 2, scale);
    const meant = header.unread ? null : fact;
    dissection.describe(
      () => `${sourcePort} → ${destinationPort} ${describeSegment(summary, flags, meant, header.payloadLength)}`,
    );
    const length = end - start;
    const checksummed = { protocol: protocolNumber, start, length, covered: length, zero: 'checksum' as const };
    addChecksum(dissection, fields, start + 16, checksummed);
    dissection.number(fields.urgentPointer, start + 18, 2);
    addRest(dissection, start, end, header, fact);
    const parts = addStreamParts(dissection, header.payload, end);
    dissection.end();
    if (parts !== null) dissectStreamParts(dissection, parts, sourcePort, destinationPort, header.payload);
    else if (Math.min(end, dissection.limit) > header.payload)
      dissection.nextApplication('tcp', sourcePort, destinationPort, header.payload, end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const { view, limit } = scan;
    if (start + shortestHeader > limit) {
      scan.needsDissector = true;
      return;
    }
    const offsetAndFlags = view.getUint16(start + 12);
    const headerLength = (offsetAndFlags >>> 10) & 0x3c;
    const payload = start + headerLength;
    if (headerLength < shortestHeader || payload > end || payload > limit) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = tcp.index;
    scan.transport = Transport.tcp;
    scan.hasPorts = true;
    scan.sourcePort = view.getUint16(start);
    scan.destinationPort = view.getUint16(start + 2);
    scan.sequence = view.getUint32(start + 4);
    scan.acknowledgment = view.getUint32(start + 8);
    scan.tcpFlags = offsetAndFlags & 0xfff;
    scan.window = view.getUint16(start + 14);
    scan.payloadStart = payload - scan.frameStart;
    scan.payloadLength = end - payload;
    if (headerLength > shortestHeader) {
      if (headerLength === 32 && view.getUint32(start + 20) === paddedTimestamps) {
        scan.hasTimestamps = true;
        scan.timestampValue = view.getUint32(start + 24);
        scan.timestampEcho = view.getUint32(start + 28);
      } else if (!scanOptions(scan, start + shortestHeader, payload)) {
        scan.needsDissector = true;
        return;
      }
    }
    if (payload < end) scan.nextApplication('tcp', payload, end);
  },
});

/** What the data offset makes of a segment. */
interface HeaderFact {
  readonly length: number;
  /** Where the payload begins, or would. */
  readonly payload: number;
  /** Negative where the header is too long. */
  readonly payloadLength: number;
  readonly tooShort: boolean;
  readonly tooLong: boolean;
  /** Longer than the segment, or the segment is not all here: its numbers mean nothing to its connection. */
  readonly unread: boolean;
  /** The numbers are shown as they stand, as in tshark: a quote may be of a connection that was not captured. */
  readonly asItStands: boolean;
}

function headerFact(dissection: Dissection, start: number, end: number): HeaderFact {
  const length = (dissection.peek(start + 12, 1) >> 4) * 4;
  const tooLong = start + length > end;
  const tooShort = length < shortestHeader;
  const unread = tooLong || (dissection.ofFragment && !tooShort);
  const asItStands = dissection.quoted || (unread && dissection.context.connections !== null);
  const payload = start + length;
  return { length, payload, payloadLength: end - payload, tooShort, tooLong, unread, asItStands };
}

/** Adds what stands before the flags, and what it means in its connection. */
function addNumbers(dissection: Dissection, start: number, header: HeaderFact, fact: SegmentFact | null): void {
  const { quoted } = dissection;
  const { tooShort, unread, asItStands } = header;
  if (!unread && !quoted) dissection.add(fields.length, start, 0, header.payloadLength);
  if (asItStands) dissection.number(analysisFields.sequence, start + 4, 4);
  else if (fact !== null) dissection.add(analysisFields.sequence, start + 4, 4, fact.sequence);
  // tshark shows it with a quote only where that is of IPv6.
  if (!quoted || dissection.summary.addressFamily === AddressFamily.ipv6) {
    dissection.number(fields.rawSequenceNumber, start + 4, 4);
  }
  if (!tooShort) {
    if (asItStands) dissection.number(analysisFields.acknowledgment, start + 8, 4);
    else if (fact !== null) {
      dissection.add(analysisFields.nextSequence, start, 0, fact.nextSequence);
      dissection.add(analysisFields.acknowledgment, start + 8, 4, fact.acknowledgment);
    }
    dissection.number(fields.rawAcknowledgmentNumber, start + 8, 4);
  }
  dissection.add(fields.headerLength, start + 12, 1, header.length);
}

/** Adds what stands behind the fixed header, the times and what the analysis says. */
function addRest(
  dissection: Dissection,
  start: number,
  end: number,
  { length, payload, tooLong, unread }: HeaderFact,
  fact: SegmentFact | null,
): void {
  // Options that were cut off end the layer; the times do not depend on them.
  const isCut = dissection.limit < Math.min(payload, end);
  const hasFixedHeader = end - start >= shortestHeader;
  if (fact !== null && (unread ? hasFixedHeader : isCut)) addTimes(dissection, fact);
  if (fact !== null) addAnswerToData(dissection, fact);
  if (length > shortestHeader) addOptions(dissection, start + shortestHeader, payload, end, fact ?? noBases);
  if (tooLong && !dissection.quoted) {
    dissection.malformed(start + 12, `header length ${length} is more than the segment's ${end - start} bytes`);
  }
  const captured = Math.min(end, dissection.limit);
  if (captured > payload) dissection.octets(fields.payload, payload, captured - payload);
  if (fact !== null) {
    if (!isCut && !unread) addTimes(dissection, fact);
    addOfferedData(dissection, fact);
    addAnalysis(dissection, fact);
  }
  addVerdict(dissection);
  addMachineView(dissection);
}

/** What tracking tells of the segment; null while loading. Of a quoted one its connection is told, and where in it the error stands. */
function connectionFact(dissection: Dissection): SegmentFact | null {
  const { connections } = dissection.context;
  if (connections === null) return null;
  const { number } = dissection.frame;
  const fact = dissection.quoted ? null : connections.segment(number);
  const stream = dissection.quoted ? connections.quoted(number) : (fact?.connection ?? -1);
  if (stream >= 0) dissection.add(fields.stream, 0, 0, stream);
  if (dissection.quoted) addQuoteFact(dissection, connections.quote(number));
  else if (fact !== null) dissection.add(analysisFields.completeness, 0, 0, fact.completeness);
  return fact;
}

function addQuoteFact(dissection: Dissection, fact: QuoteFact | null): void {
  if (fact === null) return;
  dissection.add(analysisFields.completeness, 0, 0, fact.completeness);
  addTimes(dissection, fact);
}

function addPorts(dissection: Dissection, start: number, sourcePort: number, destinationPort: number): void {
  dissection.add(fields.sourcePort, start, 2, sourcePort);
  dissection.add(fields.destinationPort, start + 2, 2, destinationPort);
  dissection.add(fields.port, start, 2, sourcePort);
  dissection.add(fields.port, start + 2, 2, destinationPort);
}

function fillSummary(summary: PacketSummary, dissection: Dissection, start: number): void {
  const offsetAndFlags = dissection.peek(start + 12, 2);
  summary.resetTcp();
  summary.transport = Transport.tcp;
  summary.sequence = dissection.peek(start + 4, 4);
  summary.acknowledgment = dissection.peek(start + 8, 4);
  summary.tcpFlags = offsetAndFlags & 0xfff;
  summary.window = dissection.peek(start + 14, 2);
}

/**
 * With a header length that cannot be, the segment still belongs to its connection, as tshark has it, but none of its flags
 * and data count: like a segment without ACK, which changes no state (RFC 9293 §3.10.7.4).
 */
function placePayload(summary: PacketSummary, start: number, header: HeaderFact): void {
  const { payloadLength, tooShort, tooLong, unread } = header;
  const isPossible = !tooLong && !tooShort;
  summary.payloadStart = isPossible ? start : absent;
  summary.payloadLength = isPossible ? payloadLength : 0;
  if (isPossible && !unread) return;
  const { tcpFlags } = summary;
  summary.tcpFlags = unread ? UnreadSegment.whole : 0;
  if (tcpFlags & TcpFlag.syn) summary.tcpFlags |= UnreadSegment.syn;
  if (tcpFlags & TcpFlag.ack) summary.tcpFlags |= UnreadSegment.ack;
}

function addFlags(dissection: Dissection, start: number): number {
  const flags = dissection.peek(start, 2) & 0xfff;
  const node = dissection.group(fields.flags, start, 2, flags);
  node.text = () => `Flags: 0x${flags.toString(16).padStart(3, '0')} (${flagNames(flags) || 'none'})`;
  for (const each of Object.values(flagFields)) {
    const inFirstByte = each.mask > 0xff;
    dissection.bits(each, inFirstByte ? start : start + 1, 1, flags);
  }
  dissection.add(fields.flagLetters, start, 2, flagLetters(flags));
  for (const { field, looksAt, must } of connectionEvents)
    if ((flags & looksAt) === must) dissection.add(field, start, 2, null);
  dissection.end();
  return flags;
}

/** A fault of the options is no fault of the data behind them. */
function addOptions(dissection: Dissection, start: number, payload: number, end: number, bases: NumberBases): void {
  const optionsEnd = Math.min(payload, end);
  const captured = Math.min(optionsEnd, dissection.limit);
  const node = dissection.group(fields.options, start, captured - start, dissection.bytes.subarray(start, captured));
  const names = dissectOptions(dissection, start, optionsEnd, bases.acknowledgmentBase);
  const { summary } = dissection;
  if (dissection.failed && !dissection.quoted && summary.windowScale === absent) summary.windowScale = uncaptured;
  node.text = () => `Options: ${payload - start} bytes${names.length > 0 ? `, ${names.join(', ')}` : ''}`;
  dissection.end();
}
