import type { Dissection, Frame } from '../../../dissection';
import type { DissectionContext } from '../../../dissection-context';
import { dissect, Loader } from '../../../loader';
import { createRegistry } from '../../../protocols';
import type { DecodeAs } from '../../../registry';
import { PacketStore } from '../../../store/packet-store';
import { firstValue, valuesOf } from '../../../testing/dissect-bytes';
import { TcpFlag } from '../../../transport/tcp-flags';
import { ConnectionTracker } from '../../tracker';
import { ConnectionStreams } from '../stream-messages';

const rawIp = 101;
const registry = createRegistry();

/** A segment as it passes the capture point. */
export interface RecordedSegment {
  readonly from: 'client' | 'server';
  /** Offset of the payload in its sender's stream. */
  readonly at: number;
  readonly payload: Uint8Array | string;
  readonly flags?: number;
  /** How many bytes of the packet were captured; all, where it is not told. */
  readonly captured?: number;
}

export interface RecordingOptions {
  readonly serverPort?: number;
  readonly decodeAs?: readonly DecodeAs[];
}

/** A capture of one connection, from segments written out by hand. Frames are numbered from 1, without a handshake. */
export class RecordedConnection {
  readonly store = new PacketStore();
  readonly tracker = new ConnectionTracker(this.store);
  private readonly file: Uint8Array;
  private readonly context: DissectionContext;
  private readonly streams: ConnectionStreams;

  constructor(
    private readonly segments: readonly RecordedSegment[],
    { serverPort = 80, decodeAs }: RecordingOptions = {},
  ) {
    const known = decodeAs === undefined ? registry : createRegistry(decodeAs);
    const packets = segments.map((segment) => packetOf(segment, serverPort));
    this.file = joined(packets);
    const loading = {
      registry: known,
      verifyChecksums: false,
      fragments: { add: () => ({ kind: 'pending' }) as const },
      connections: null,
      messages: null,
    };
    const readInto = (offset: number, into: Uint8Array): Uint8Array => {
      into.set(this.file.subarray(offset, offset + into.length));
      return into.subarray(0, Math.max(0, Math.min(into.length, this.file.length - offset)));
    };
    this.streams = new ConnectionStreams(this.store, this.tracker, known, readInto);
    this.context = { ...loading, messages: this.streams };
    const loader = new Loader(loading, this.store, this.tracker);
    const view = new DataView(this.file.buffer);
    let start = 0;
    packets.forEach((packet, i) => {
      const capturedLength = Math.min(packet.length, segments[i]?.captured ?? packet.length);
      const originalLength = packet.length;
      const facts = { fileOffset: start, seconds: i, nanoseconds: 0, hasTime: true, interface: 0 };
      loader.add({ ...facts, capturedLength, originalLength, bytes: this.file, view, start }, rawIp);
      start += packet.length;
    });
    loader.settle();
  }

  /** Reads a frame as it is read when it is looked at. */
  frame(number: number): Dissection {
    const row = number - 1;
    const start = this.store.get('fileOffset', row);
    const capturedLength = this.store.get('capturedLength', row);
    const frame: Frame = {
      number,
      capturedLength,
      originalLength: this.store.get('originalLength', row),
      seconds: row,
      nanoseconds: 0,
      hasTime: true,
      linkType: rawIp,
      interface: 0,
      interfaceName: '',
      comments: [],
      sinceFirst: 0n,
      sincePrevious: 0n,
      marked: false,
    };
    return dissect(this.context, frame, this.file.slice(start, start + capturedLength), true);
  }

  /** The field's first value in each frame; null where a frame has none. */
  column(field: string): unknown[] {
    return this.segments.map((_, i) => firstValue(this.frame(i + 1), field) ?? null);
  }

  /** All values of a field, in the order of the frames. */
  all(field: string): unknown[] {
    return this.segments.flatMap((_, i) => valuesOf(this.frame(i + 1), field));
  }

  /** Every message as a visitor is told of it: sender, protocol, its first and last frame, six bytes. */
  get told(): string[] {
    const told: string[] = [];
    this.streams.visit(0, ({ sender, protocol, firstRow, row, first }) => {
      told.push(`${sender} ${protocol.name} ${firstRow + 1}-${row + 1} ${String.fromCharCode(...first(6))}`);
    });
    return told;
  }

  /** What the Protocol column shows for each frame. */
  get protocols(): string[] {
    return this.segments.map((_, i) => registry.at(this.frame(i + 1).summary.protocol).short);
  }
}

/** One direction's bytes in segments of `size` bytes, from an offset. */
export function inSegments(
  from: 'client' | 'server',
  bytes: Uint8Array | string,
  size: number,
  at = 0,
): RecordedSegment[] {
  const whole = bytesOf(bytes);
  const segments: RecordedSegment[] = [];
  for (let start = 0; start < whole.length; start += size) {
    segments.push({ from, at: at + start, payload: whole.slice(start, start + size) });
  }
  return segments;
}

/** The FIN that ends a direction. */
export const finish = (from: 'client' | 'server', at: number): RecordedSegment => ({
  from,
  at,
  payload: '',
  flags: TcpFlag.fin | TcpFlag.ack,
});

/** Letters up to U+00FF as bytes of that number. */
export const bytesOf = (text: Uint8Array | string): Uint8Array =>
  typeof text === 'string' ? Uint8Array.from(text, (letter) => letter.charCodeAt(0)) : text;

function packetOf({ from, at, payload, flags }: RecordedSegment, serverPort: number): Uint8Array {
  const bytes = bytesOf(payload);
  const packet = new Uint8Array(40 + bytes.length);
  const view = new DataView(packet.buffer);
  const isClient = from === 'client';
  packet[0] = 0x45;
  view.setUint16(2, packet.length);
  packet[8] = 64;
  packet[9] = 6;
  packet.set([10, 0, 0, isClient ? 1 : 2], 12);
  packet.set([10, 0, 0, isClient ? 2 : 1], 16);
  view.setUint16(20, isClient ? 40_000 : serverPort);
  view.setUint16(22, isClient ? serverPort : 40_000);
  view.setUint32(24, ((isClient ? 1_000 : 0xffff_fff0) + at) >>> 0);
  view.setUint32(28, 1);
  view.setUint16(32, 0x5000 | (flags ?? TcpFlag.ack));
  view.setUint16(34, 1000);
  packet.set(bytes, 40);
  return packet;
}

function joined(packets: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(packets.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const packet of packets) {
    whole.set(packet, at);
    at += packet.length;
  }
  return whole;
}
