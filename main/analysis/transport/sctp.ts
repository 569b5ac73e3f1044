import type { Dissection } from '../dissection';
import { protocol } from '../protocol';
import { chunkNames, chunkReaders, dataChunkTypes } from './sctp-chunks';
import { sctpFields as fields } from './sctp-fields';

// RFC 9260 §3: source port, destination port, verification tag, checksum, then chunks of a type, flags, a length that counts
// these four bytes and not the padding, and a value padded to four bytes.
const headerLength = 12;
const chunkHeaderLength = 4;
const checksumUnverified = 2;

/** Stream Control Transmission Protocol. */
export const sctp = protocol({
  name: 'sctp',
  short: 'SCTP',
  title: 'Stream Control Transmission Protocol',
  fields,
  registrations: [
    { table: 'ip.protocol', keys: [132] },
    { table: 'udp.port', keys: [9899] }, // RFC 6951
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(sctp);
    const head = dissection.begin(sctp, start, Math.min(end, dissection.limit) - start);
    const sourcePort = dissection.number(fields.sourcePort, start, 2);
    const destinationPort = dissection.number(fields.destinationPort, start + 2, 2);
    if (dissection.failed) return;
    const { summary } = dissection;
    summary.hasPorts = true;
    summary.sourcePort = sourcePort;
    summary.destinationPort = destinationPort;
    const chunks: string[] = [];
    const ports = `${sourcePort} → ${destinationPort}`;
    head.text = () => `SCTP, ${ports}, ${chunks.join(', ')}`;
    dissection.describe(() => `${ports} ${chunks.join(', ')}`);
    dissection.number(fields.verificationTag, start + 4, 4);
    dissection.add(fields.port, start, 2, sourcePort);
    dissection.add(fields.port, start + 2, 2, destinationPort);
    dissection.number(fields.checksum, start + 8, 4);
    dissection.add(fields.checksumStatus, start + 8, 0, checksumUnverified);
    let at = start + headerLength;
    while (at < end && !dissection.failed) {
      at = dissectChunk(dissection, at, end, chunks, sourcePort, destinationPort);
    }
    dissection.end();
  },
});

/** @returns the offset of the chunk that follows */
function dissectChunk(
  dissection: Dissection,
  at: number,
  end: number,
  chunks: string[],
  sourcePort: number,
  destinationPort: number,
): number {
  const type = dissection.peek(at, 1);
  const length = dissection.peek(at + 2, 2);
  if (dissection.failed) return end;
  const name = chunkNames[type] ?? `chunk ${type}`;
  const node = dissection.group(fields.chunk, at, Math.min(length, end - at));
  node.text = () => `${name} chunk`;
  chunks.push(name);
  addChunkHeader(dissection, at, type);
  if (length < chunkHeaderLength) {
    dissection.malformed(at + 2, `chunk ${name} has length ${length}, less than its own header`);
    return end;
  }
  const chunkEnd = Math.min(at + length, end);
  const note = chunkReaders[type]?.(dissection, at, chunkEnd) ?? '';
  if (note !== '') {
    node.note = note;
    chunks[chunks.length - 1] = `${name} ${note}`;
  }
  if (!chunkReaders[type] && chunkEnd > at + chunkHeaderLength) {
    dissection.octets(fields.chunkValue, at + chunkHeaderLength, chunkEnd - at - chunkHeaderLength);
  }
  const next = Math.min(at + ((length + 3) & ~3), end);
  if (next > chunkEnd) dissection.octets(fields.chunkPadding, chunkEnd, next - chunkEnd);
  dissection.end();
  if (at + length > end) {
    dissection.malformed(at + 2, `chunk ${name} has length ${length} where ${end - at} bytes are left`);
  }
  const payload = dataChunkTypes[type];
  if (payload !== undefined && !dissection.failed) {
    handOn(dissection, at, at + payload, chunkEnd, sourcePort, destinationPort);
  }
  return next;
}

function addChunkHeader(dissection: Dissection, at: number, type: number): void {
  dissection.group(fields.chunkType, at, 1, type);
  dissection.bits(fields.chunkStop, at, 1, type);
  dissection.bits(fields.chunkReport, at, 1, type);
  dissection.end();
  dissection.number(fields.chunkFlags, at + 1, 1);
  dissection.number(fields.chunkLength, at + 2, 2);
}

/** A message that lies in one chunk goes on by its payload protocol identifier, then by port; a part of one is data. */
function handOn(
  dissection: Dissection,
  at: number,
  payload: number,
  end: number,
  sourcePort: number,
  destinationPort: number,
): void {
  const flags = dissection.peek(at + 1, 1);
  const isWhole = (flags & 3) === 3;
  if (!isWhole) {
    dissection.data(payload, end);
    return;
  }
  const payloadProtocol = dissection.peek(at + 12, 4);
  if (payloadProtocol !== 0 && dissection.next('sctp.ppid', payloadProtocol, payload, end)) return;
  dissection.nextApplication('sctp', sourcePort, destinationPort, payload, end);
}
