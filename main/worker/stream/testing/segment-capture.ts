import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CaptureAnalysis } from '../../capture-analysis';

/** A packet of the one connection or conversation that a capture holds. */
export interface WrittenPacket {
  readonly from: 'client' | 'server';
  /** Offset of its payload in its sender's stream; of no meaning for a datagram. */
  readonly at?: number;
  readonly payload?: Uint8Array | string;
  /** TCP flags; ACK alone unless given. */
  readonly flags?: number;
  /** Bytes of the payload that were captured; all unless given. */
  readonly captured?: number;
  /** The client's port, for captures of several connections. */
  readonly port?: number;
}

export const SYN = 0x02;
export const ACK = 0x10;

/** The two segments that tell where both streams begin. */
export const handshake: readonly WrittenPacket[] = [
  { from: 'client', at: -1, flags: SYN },
  { from: 'server', at: -1, flags: SYN | ACK },
];

const latin1 = (payload: Uint8Array | string): Buffer =>
  typeof payload === 'string' ? Buffer.from(payload, 'utf8') : Buffer.from(payload);

function packetOf({ from, at = 0, payload = '', flags = ACK, port = 40_000 }: WrittenPacket, isTcp: boolean): Buffer {
  const data = latin1(payload);
  const header = isTcp ? 40 : 28;
  const packet = Buffer.alloc(header + data.length);
  const isClient = from === 'client';
  packet.writeUInt8(0x45, 0);
  packet.writeUInt16BE(packet.length, 2);
  packet.writeUInt8(64, 8);
  packet.writeUInt8(isTcp ? 6 : 17, 9);
  packet.set([192, 0, 2, isClient ? 1 : 2], 12);
  packet.set([192, 0, 2, isClient ? 2 : 1], 16);
  packet.writeUInt16BE(isClient ? port : 80, 20);
  packet.writeUInt16BE(isClient ? 80 : port, 22);
  if (isTcp) {
    // The server's numbers pass 2^32 early.
    packet.writeUInt32BE(((isClient ? 1_000 : 0xffff_fff0) + at) >>> 0, 24);
    packet.writeUInt32BE(1, 28);
    packet.writeUInt16BE(0x5000 | flags, 32);
    packet.writeUInt16BE(1_000, 34);
  } else packet.writeUInt16BE(8 + data.length, 24);
  data.copy(packet, header);
  return packet;
}

/** A pcap file of raw IPv4 packets (link type 101), a millisecond apart. */
export function captureBytes(packets: readonly WrittenPacket[], transport: 'tcp' | 'udp' = 'tcp'): Buffer {
  const header = Buffer.from('d4c3b2a10200040000000000000000000000040065000000', 'hex');
  const records = packets.map((each, index) => {
    const packet = packetOf(each, transport === 'tcp');
    const cut = each.captured === undefined ? 0 : latin1(each.payload ?? '').length - each.captured;
    const record = Buffer.alloc(16);
    record.writeUInt32LE(1_700_000_000 + Math.floor(index / 1000), 0);
    record.writeUInt32LE((index % 1000) * 1000, 4);
    record.writeUInt32LE(packet.length - cut, 8);
    record.writeUInt32LE(packet.length, 12);
    return Buffer.concat([record, packet.subarray(0, packet.length - cut)]);
  });
  return Buffer.concat([header, ...records]);
}

/** Opens a capture of these packets, which is gone when `use` is done. */
export async function withCapture<Result>(
  packets: readonly WrittenPacket[],
  use: (analysis: CaptureAnalysis, path: string) => Promise<Result> | Result,
  transport: 'tcp' | 'udp' = 'tcp',
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'wirestate-stream-'));
  const path = join(folder, 'stream.pcap');
  writeFileSync(path, captureBytes(packets, transport));
  const analysis = await CaptureAnalysis.open(path);
  try {
    await analysis.load();
    return await use(analysis, path);
  } finally {
    await analysis.close();
    rmSync(folder, { recursive: true });
  }
}
