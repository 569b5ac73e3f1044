import type { Dissection } from '../dissection';
import type { JoinedMessage, SegmentPart } from '../dissection-context';
import { field } from '../fields/field';
import { TcpFlag } from './tcp-flags';

/** What of a message is put together to be shown, and to be described in a line of the list. */
const mostShown = 16 << 20;
const mostDescribed = 64 << 10;

export const streamFields = {
  segmentData: field('tcp.segment_data', 'bytes', 'Part of a message', 'Bytes of a message of several segments'),
  reassembledIn: field('tcp.reassembled_in', 'framenum', 'Message ends in', 'Packet that the message is shown with', {
    generated: true,
  }),
  segments: field('tcp.segments', 'none', 'Segments of the message', 'Segments that carry the message', {
    generated: true,
  }),
  segment: field('tcp.segment', 'framenum', 'Segment', 'Packet that carries a part of the message', {
    generated: true,
  }),
  segmentCount: field('tcp.segment.count', 'uint32', 'Segment count', 'Number of segments that carry the message', {
    generated: true,
  }),
  reassembledLength: field('tcp.reassembled.length', 'uint32', 'Message length', 'Bytes of the message', {
    generated: true,
    unit: 'bytes',
  }),
  reassembledData: field('tcp.reassembled.data', 'bytes', 'Message data', 'The message, put together', {
    generated: true,
  }),
} as const;

type Belonging = Extract<SegmentPart, { kind: 'belongs' }>;

/**
 * Asks what the segment's payload means for the messages of its stream, and adds that to the segment's own part of the tree.
 * @returns null where the segment is to be read by itself
 */
export function addStreamParts(dissection: Dissection, payload: number, end: number): readonly SegmentPart[] | null {
  const { context, summary, quoted } = dissection;
  if (context.messages === null || quoted || (payload >= end && (summary.tcpFlags & TcpFlag.fin) === 0)) return null;
  const most = dissection.wantsTree ? mostShown : mostDescribed;
  const parts = context.messages.parts(dissection.frame.number, summary.sequence, most);
  if (parts === null) return null;
  for (const part of parts) {
    if (part.kind === 'belongs') addBelonging(dissection, part, payload);
    else if (part.kind === 'completes') {
      addRest(dissection, part.message, payload);
      addSegments(dissection, part.message);
    }
  }
  return parts;
}

function addBelonging(dissection: Dissection, part: Belonging, payload: number): void {
  const { start, end, frame } = part;
  const node = dissection.add(
    streamFields.segmentData,
    payload + start,
    end - start,
    dissection.bytes.subarray(payload + start, payload + end),
  );
  node.text = () => capital(belongingText(part));
  if (frame > 0 && frame !== dissection.frame.number) dissection.add(streamFields.reassembledIn, payload, 0, frame);
}

/** The bytes with which the segment completes a message of several segments. */
function addRest(dissection: Dissection, { bytes, segments }: JoinedMessage, payload: number): void {
  const own = segments.find(({ frame }) => frame === dissection.frame.number);
  if (own === undefined || own.start + own.length > bytes.length) return;
  const rest = bytes.subarray(own.start, own.start + own.length);
  const isHere = dissection.has(payload, 1) && dissection.bytes[payload] === rest[0];
  const node = dissection.add(streamFields.segmentData, payload, isHere ? own.length : 0, rest);
  node.text = () => `The last ${own.length} bytes of a message`;
}

/** `1448 of 7240 bytes of an HTTP message, continues in 12`. */
function belongingText({ protocol, start, end, frame, length }: Belonging): string {
  const count = end - start;
  if (frame === 0) return `${count} bytes of ${protocol.short} message, which is not complete in this capture`;
  return `${count} of ${length} bytes of ${protocol.short} message, continues in ${frame}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function addSegments(dissection: Dissection, { bytes, length, segments, segmentCount }: JoinedMessage): void {
  const node = dissection.group(streamFields.segments, 0, 0);
  node.text = () => `${segmentCount} segments make a message of ${length} bytes`;
  for (const { frame, length: count } of segments) {
    dissection.add(streamFields.segment, 0, 0, frame).note = `(${count} bytes)`;
  }
  dissection.add(streamFields.segmentCount, 0, 0, segmentCount);
  dissection.add(streamFields.reassembledLength, 0, 0, length);
  dissection.add(streamFields.reassembledData, 0, 0, bytes);
  if (bytes.length < length) node.note = `(the first ${bytes.length} are read)`;
  dissection.end();
}

/** Reads the messages that the segment holds or completes; what it only adds to is named in the list. */
export function dissectStreamParts(
  dissection: Dissection,
  parts: readonly SegmentPart[],
  sourcePort: number,
  destinationPort: number,
  payload: number,
): void {
  const transport = dissection.description;
  const said: (() => string)[] = [];
  for (const part of parts) {
    if (part.kind === 'again') continue;
    if (part.kind === 'belongs') {
      said.push(() => belongingText(part));
      continue;
    }
    dissection.describe(nothing);
    dissectPart(dissection, part, sourcePort, destinationPort, payload);
    if (dissection.description !== nothing) said.push(dissection.description as () => string);
  }
  const reads = parts.some(({ kind }) => kind !== 'again' && kind !== 'belongs');
  if (!reads) addBeginning(dissection, parts, payload);
  if (reads && said.length > 0) dissection.describe(() => said.map((text) => text()).join('; '));
  else dissection.describe(() => [transport ?? nothing, ...said].map((text) => text()).join(' '));
}

const nothing = (): string => '';

/** Adds the layer of a message that begins in the segment and is read with another one. */
function addBeginning(dissection: Dissection, parts: readonly SegmentPart[], payload: number): void {
  for (const part of parts) {
    if (part.kind !== 'belongs' || part.offset > 0 || !part.protocol.showsBeginnings) continue;
    const { protocol, start, end } = part;
    dissection.begin(protocol, payload + start, end - start).text = () => `${protocol.short}, the message begins here`;
    dissection.end();
    return;
  }
}

function dissectPart(
  dissection: Dissection,
  part: Exclude<SegmentPart, { kind: 'again' | 'belongs' }>,
  sourcePort: number,
  destinationPort: number,
  payload: number,
): void {
  dissection.message = part.kind === 'alone' ? null : part.message;
  if (part.kind === 'completes') {
    const { bytes, length } = part.message;
    dissection.within('Reassembled TCP', bytes, () => dissection.nextNamed(part.protocol.name, 0, length));
  } else if (part.protocol === null) {
    dissection.nextApplication('tcp', sourcePort, destinationPort, payload + part.start, payload + part.end);
  } else dissection.nextNamed(part.protocol.name, payload + part.start, payload + part.end);
  dissection.message = null;
}
