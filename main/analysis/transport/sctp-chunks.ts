import type { Dissection } from '../dissection';
import type { Enumeration, Field } from '../fields/field';
import { sctpFields as fields } from './sctp-fields';

/** IANA's "Chunk Types" of SCTP. */
export const chunkNames: Enumeration = {
  0: 'DATA',
  1: 'INIT',
  2: 'INIT ACK',
  3: 'SACK',
  4: 'HEARTBEAT',
  5: 'HEARTBEAT ACK',
  6: 'ABORT',
  7: 'SHUTDOWN',
  8: 'SHUTDOWN ACK',
  9: 'ERROR',
  10: 'COOKIE ECHO',
  11: 'COOKIE ACK',
  12: 'ECNE',
  13: 'CWR',
  14: 'SHUTDOWN COMPLETE',
  15: 'AUTH',
  16: 'NR-SACK',
  64: 'I-DATA',
  128: 'ASCONF ACK',
  129: 'PKTDROP',
  130: 'RE-CONFIG',
  132: 'PAD',
  192: 'FORWARD TSN',
  193: 'ASCONF',
  194: 'I-FORWARD TSN',
};

/** Reads what follows a chunk's header; `end` is behind the chunk. @returns what is worth saying of it at a glance */
type ChunkReader = (dissection: Dissection, at: number, end: number) => string;

/** Chunk types that carry a message, and where in the chunk it begins. */
export const dataChunkTypes: Readonly<Record<number, number>> = { 0: 16, 64: 20 };

export const chunkReaders: Readonly<Record<number, ChunkReader>> = {
  0: readData,
  1: (dissection, at, end) => readInit(dissection, at, end, initFields),
  2: (dissection, at, end) => readInit(dissection, at, end, initAckFields),
  3: readSack,
  4: readParametersOnly,
  5: readParametersOnly,
  6: (dissection, at, end) => {
    dissection.bits(fields.abortTag, at + 1, 1, dissection.peek(at + 1, 1));
    return readCauses(dissection, at + 4, end);
  },
  7: (dissection, at) => `TSN=${dissection.number(fields.shutdownTsn, at + 4, 4)}`,
  9: (dissection, at, end) => readCauses(dissection, at + 4, end),
  10: (dissection, at, end) => {
    if (end > at + 4) dissection.octets(fields.cookie, at + 4, end - at - 4);
    return '';
  },
  12: (dissection, at) => `TSN=${dissection.number(fields.echoLowestTsn, at + 4, 4)}`,
  13: (dissection, at) => `TSN=${dissection.number(fields.reducedLowestTsn, at + 4, 4)}`,
  14: (dissection, at) => {
    dissection.bits(fields.shutdownTag, at + 1, 1, dissection.peek(at + 1, 1));
    return '';
  },
  64: readInterleavedData,
  192: (dissection, at) => `TSN=${dissection.number(fields.forwardTsn, at + 4, 4)}`,
};

function addDataFlags(dissection: Dissection, at: number): number {
  const flags = dissection.peek(at + 1, 1);
  for (const each of [fields.dataImmediate, fields.dataUnordered, fields.dataBegin, fields.dataEnd]) {
    dissection.bits(each, at + 1, 1, flags);
  }
  return flags;
}

const partOf = (flags: number): string =>
  ['middle of a message', 'end of a message', 'begin of a message', ''][flags & 3] ?? '';

/** RFC 9260 §3.3.1 */
function readData(dissection: Dissection, at: number, end: number): string {
  const flags = addDataFlags(dissection, at);
  const tsn = dissection.number(fields.dataTsn, at + 4, 4);
  const stream = dissection.number(fields.dataStream, at + 8, 2);
  dissection.number(fields.dataStreamSequence, at + 10, 2);
  dissection.number(fields.dataPayloadProtocol, at + 12, 4);
  return `TSN=${tsn} Stream=${stream} Len=${Math.max(0, end - at - 16)} ${partOf(flags)}`.trimEnd();
}

/** RFC 8260 §2.1 */
function readInterleavedData(dissection: Dissection, at: number, end: number): string {
  const flags = addDataFlags(dissection, at);
  const tsn = dissection.number(fields.dataTsn, at + 4, 4);
  const stream = dissection.number(fields.dataStream, at + 8, 2);
  dissection.number(fields.dataReserved, at + 10, 2);
  dissection.number(fields.dataMessage, at + 12, 4);
  dissection.number(flags & 2 ? fields.dataPayloadProtocol : fields.dataFragment, at + 16, 4);
  return `TSN=${tsn} Stream=${stream} Len=${Math.max(0, end - at - 20)} ${partOf(flags)}`.trimEnd();
}

type InitFields = readonly [tag: Field, credit: Field, outbound: Field, inbound: Field, tsn: Field];
const initFields: InitFields = [
  fields.initInitiateTag,
  fields.initCredit,
  fields.initOutboundStreams,
  fields.initInboundStreams,
  fields.initTsn,
];
const initAckFields: InitFields = [
  fields.initAckInitiateTag,
  fields.initAckCredit,
  fields.initAckOutboundStreams,
  fields.initAckInboundStreams,
  fields.initAckTsn,
];

/** RFC 9260 §3.3.2 and §3.3.3 */
function readInit(dissection: Dissection, at: number, end: number, which: InitFields): string {
  dissection.number(which[0], at + 4, 4);
  const credit = dissection.number(which[1], at + 8, 4);
  dissection.number(which[2], at + 12, 2);
  dissection.number(which[3], at + 14, 2);
  const tsn = dissection.number(which[4], at + 16, 4);
  readParameters(dissection, at + 20, end);
  return `TSN=${tsn} Win=${credit}`;
}

/** RFC 9260 §3.3.4 */
function readSack(dissection: Dissection, at: number, end: number): string {
  const cumulative = dissection.number(fields.sackCumulativeTsn, at + 4, 4);
  const credit = dissection.number(fields.sackCredit, at + 8, 4);
  const gaps = dissection.number(fields.sackGapCount, at + 12, 2);
  const duplicates = dissection.number(fields.sackDuplicateCount, at + 14, 2);
  let next = at + 16;
  for (let i = 0; i < gaps && next + 4 <= end && !dissection.failed; i++, next += 4) {
    const first = dissection.number(fields.sackGapStart, next, 2);
    dissection.add(fields.sackGapStartTsn, next, 2, (cumulative + first) >>> 0);
    const last = dissection.number(fields.sackGapEnd, next + 2, 2);
    dissection.add(fields.sackGapEndTsn, next + 2, 2, (cumulative + last) >>> 0);
  }
  for (let i = 0; i < duplicates && next + 4 <= end && !dissection.failed; i++, next += 4) {
    dissection.number(fields.sackDuplicate, next, 4);
  }
  return `TSN=${cumulative} Win=${credit}${gaps > 0 ? ` Gaps=${gaps}` : ''}${duplicates > 0 ? ` Dup=${duplicates}` : ''}`;
}

function readParametersOnly(dissection: Dissection, at: number, end: number): string {
  readParameters(dissection, at + 4, end);
  return '';
}

/** RFC 9260 §3.2.1: a type, a length that counts these four bytes and not the padding, a value. */
function readParameters(dissection: Dissection, start: number, end: number): void {
  let at = start;
  while (at + 4 <= end && !dissection.failed) {
    const type = dissection.peek(at, 2);
    const length = dissection.peek(at + 2, 2);
    dissection.group(fields.parameterType, at, Math.min(length, end - at), type);
    dissection.number(fields.parameterLength, at + 2, 2);
    if (length < 4 || at + length > end) {
      dissection.malformed(at + 2, `parameter ${type} has length ${length} where ${end - at} bytes are left`);
      return;
    }
    readParameterValue(dissection, type, at + 4, length - 4);
    dissection.end();
    at += (length + 3) & ~3;
  }
}

function readParameterValue(dissection: Dissection, type: number, at: number, length: number): void {
  if (type === 5 && length === 4) dissection.ipv4(fields.parameterIpv4, at);
  else if (type === 6 && length === 16) dissection.octets(fields.parameterIpv6, at, length);
  else if (length === 0) return;
  else if (type === 1) dissection.octets(fields.parameterHeartbeat, at, length);
  else if (type === 7) dissection.octets(fields.parameterCookie, at, length);
  else dissection.octets(fields.parameterValue, at, length);
}

/** RFC 9260 §3.3.10 */
function readCauses(dissection: Dissection, start: number, end: number): string {
  const names: string[] = [];
  let at = start;
  while (at + 4 <= end && !dissection.failed) {
    const code = dissection.peek(at, 2);
    const length = dissection.peek(at + 2, 2);
    dissection.group(fields.causeCode, at, Math.min(length, end - at), code);
    dissection.number(fields.causeLength, at + 2, 2);
    names.push(fields.causeCode.values?.[code] ?? `cause ${code}`);
    if (length < 4 || at + length > end) {
      dissection.malformed(at + 2, `cause ${code} has length ${length} where ${end - at} bytes are left`);
      break;
    }
    if (length > 4) dissection.octets(fields.causeInformation, at + 4, length - 4);
    dissection.end();
    at += (length + 3) & ~3;
  }
  return names.join(', ');
}
