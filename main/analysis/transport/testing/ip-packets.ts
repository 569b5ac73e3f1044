import { hexBytes } from '../../testing/dissect-bytes';

/** Bytes of an IPv4 packet from 10.0.0.1 to 10.0.0.2 around a transport's segment. */
export function ipv4Packet(protocol: number, segment: Uint8Array, length = 20 + segment.length): Uint8Array {
  const header = hexBytes('45000000 00010000 40000000 0a000001 0a000002');
  const packet = new Uint8Array(header.length + segment.length);
  packet.set(header);
  packet.set(segment, header.length);
  new DataView(packet.buffer).setUint16(2, length);
  packet[9] = protocol;
  return packet;
}

export interface Segment {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly flags?: number;
  /** Hexadecimal; padded with zero bytes up to a word. */
  readonly options?: string;
  readonly payload?: Uint8Array;
  /** Words of four bytes; what the options ask for where it is not told. */
  readonly dataOffset?: number;
}

/** A TCP segment in IPv4: sequence number 100, acknowledgment number 200, window 1000, checksum 0x1234. */
export function tcpPacket(segment: Segment): Uint8Array {
  const options = hexBytes(segment.options ?? '');
  const headerLength = 20 + Math.ceil(options.length / 4) * 4;
  const payload = segment.payload ?? new Uint8Array(0);
  const bytes = new Uint8Array(headerLength + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, segment.sourcePort ?? 40_000);
  view.setUint16(2, segment.destinationPort ?? 50_000);
  view.setUint32(4, 100);
  view.setUint32(8, 200);
  view.setUint16(12, ((segment.dataOffset ?? headerLength / 4) << 12) | (segment.flags ?? 0x10));
  view.setUint16(14, 1000);
  view.setUint16(16, 0x1234);
  bytes.set(options, 20);
  bytes.set(payload, headerLength);
  return ipv4Packet(6, bytes);
}

/** A UDP datagram in IPv4. `length` is what its header says, which may be a lie. */
export function udpPacket(
  payload: Uint8Array,
  ports: readonly [source: number, destination: number] = [40_000, 50_001],
  length = 8 + payload.length,
): Uint8Array {
  const bytes = new Uint8Array(8 + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, ports[0]);
  view.setUint16(2, ports[1]);
  view.setUint16(4, length);
  view.setUint16(6, 0x1234);
  bytes.set(payload, 8);
  return ipv4Packet(17, bytes);
}

export const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text);
