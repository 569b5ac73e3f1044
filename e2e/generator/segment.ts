import type { WrittenStream } from './content';
import { type Frame, PROTOCOL, type Route } from './frame';

export const FLAG = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

/** A TCP segment before its initial sequence numbers are added: the SYN is at sequence 0, data begins at 1. */
export interface Segment {
  sequence: number;
  acknowledgment: number;
  length: number;
  flags: number;
  /** As on the wire, not scaled. */
  window: number;
  /** Milliseconds of the sender's timestamp clock, and the peer's that is echoed; -1 where the option is not used. */
  timestamp: number;
  echo: number;
  /** Left and right edges in turn, a DSACK block first. */
  sack: readonly number[];
  identification: number;
  /** Set on a SYN. */
  open: { maximumSegmentSize: number; windowScale: number; sackPermitted: boolean } | null;
}

export interface Ports {
  source: number;
  destination: number;
  initialSequence: number;
  peerInitialSequence: number;
}

/** Writes the whole frame of a segment; options stand in the order in which Linux writes them. */
export function encodeSegment(
  frame: Frame,
  route: Route,
  ports: Ports,
  segment: Segment,
  stream: WrittenStream | null,
): void {
  frame.beginIp(route, PROTOCOL.tcp, segment.identification);
  const begin = frame.length;
  frame.u16(ports.source);
  frame.u16(ports.destination);
  frame.u32((ports.initialSequence + segment.sequence) % 0x1_0000_0000);
  frame.u32(segment.flags & FLAG.ack ? (ports.peerInitialSequence + segment.acknowledgment) % 0x1_0000_0000 : 0);
  frame.u8(0);
  frame.u8(segment.flags);
  frame.u16(segment.window);
  frame.u16(0);
  frame.u16(0);
  if (segment.open) synOptions(frame, segment);
  else dataOptions(frame, segment, ports.peerInitialSequence);
  frame.bytes[begin + 12] = ((frame.length - begin) / 4) << 4;
  if (segment.length > 0 && stream) {
    stream.copy(segment.sequence - 1, segment.length, frame.bytes, frame.length);
    frame.length += segment.length;
  }
  frame.finishIp(16);
}

function synOptions(frame: Frame, segment: Segment): void {
  const { maximumSegmentSize, windowScale, sackPermitted } = segment.open!;
  frame.u32(0x0204_0000 | maximumSegmentSize);
  if (segment.timestamp >= 0) {
    frame.u16(sackPermitted ? 0x0402 : 0x0101);
    timestamps(frame, segment);
  } else if (sackPermitted) frame.u32(0x0101_0402);
  if (windowScale >= 0) frame.u32(0x0103_0300 | windowScale);
}

function dataOptions(frame: Frame, segment: Segment, base: number): void {
  if (segment.timestamp >= 0) {
    frame.u16(0x0101);
    timestamps(frame, segment);
  }
  if (segment.sack.length === 0) return;
  frame.u32(0x0101_0500 | (2 + 4 * segment.sack.length));
  for (const edge of segment.sack) frame.u32((base + edge) % 0x1_0000_0000);
}

function timestamps(frame: Frame, segment: Segment): void {
  frame.u16(0x080a);
  frame.u32(segment.timestamp >>> 0);
  frame.u32(Math.max(segment.echo, 0) >>> 0);
}
