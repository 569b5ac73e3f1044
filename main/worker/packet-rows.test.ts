import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hexBytes } from '../analysis/testing/dissect-bytes';
import { ipv4Packet, tcpPacket, udpPacket } from '../analysis/transport/testing/ip-packets';
import { Annotations } from './annotations';
import { CaptureAnalysis } from './capture-analysis';
import { unwatched } from './jobs';
import { rowPage } from './packet-rows';
import { sortedRows } from './row-order';

const ipv4Link = 228;

/** A pcap file of IP packets, a second apart. */
function pcapOf(packets: readonly Uint8Array[]): Buffer {
  const words = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer);
  const records = packets.flatMap((bytes, at) => [words(at, 0, bytes.length, bytes.length), bytes]);
  return Buffer.concat([words(0xa1b2c3d4, 0x00040002, 0, 0, 65535, ipv4Link), ...records]);
}

test('an ICMP error has the number of the connection that it quotes, in the list and in its order (RFC 792)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wirestate-rows-'));
  const segment = tcpPacket({ flags: 2 });
  const error = (quoted: Uint8Array) => ipv4Packet(1, Uint8Array.of(...hexBytes('03 01 0000 00000000'), ...quoted));
  const datagram = udpPacket(new Uint8Array(4));
  const path = join(folder, 'errors.pcap');
  const other = tcpPacket({ flags: 2, sourcePort: 40_001 });
  writeFileSync(path, pcapOf([segment, other, error(segment.slice(0, 28)), datagram, error(datagram), error(other)]));
  const analysis = await CaptureAnalysis.open(path);
  await analysis.load();
  const rows = Uint32Array.from({ length: analysis.store.count }, (_, row) => row);
  const list = { count: 6, edition: 0, at: (position: number) => position, positionOf: (row: number) => row };
  const page = rowPage(analysis, new Annotations(analysis), list, { view: 0, start: 0, count: 10, custom: [] });
  const connections = page.rows.map(({ transport, stream }) => `${transport} ${stream}`);
  expect(connections).toEqual(['tcp 0', 'tcp 1', 'tcp 0', 'udp 0', 'udp 0', 'tcp 1']);
  const sorted = await sortedRows(analysis, rows, { column: 'stream', descending: false }, unwatched());
  expect([...sorted]).toEqual([0, 2, 3, 4, 1, 5]);
  await analysis.close();
  rmSync(folder, { recursive: true });
});
