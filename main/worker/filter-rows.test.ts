import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compileFilter } from '../analysis/filter/compile-filter';
import { ipv4Packet, tcpPacket, udpPacket } from '../analysis/transport/testing/ip-packets';
import { CaptureAnalysis } from './capture-analysis';
import { captureFacts } from './filter-facts';
import { FilterRun } from './filter-rows';
import { RowSet } from './row-set';

const rawIp = 101;
let folder: string;
let analysis: CaptureAnalysis;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wirestate-rows-'));
  const lite = Uint8Array.of(0x1b, 0x59, 0x9c, 0x40, 0, 8, 0, 0, 1, 2);
  // MP_CAPABLE of a SYN (RFC 8684 §3.1).
  const multipath = '1e040101';
  writeFileSync(
    join(folder, 'four.pcap'),
    pcapOf([
      udpPacket(Uint8Array.of(1), [40_000, 7001]),
      ipv4Packet(136, lite),
      tcpPacket({ flags: 0x02, options: multipath }),
      tcpPacket({ flags: 0x10 }),
    ]),
  );
  analysis = await CaptureAnalysis.open(join(folder, 'four.pcap'));
  await analysis.load();
});

afterEach(async () => {
  await analysis.close();
  rmSync(folder, { recursive: true });
});

function pcapOf(packets: readonly Uint8Array[]): Uint8Array {
  const header = new Uint32Array([0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, rawIp]);
  const records = packets.flatMap((packet, i) => [
    new Uint8Array(Uint32Array.of(i, 0, packet.length, packet.length).buffer),
    packet,
  ]);
  return Buffer.concat([new Uint8Array(header.buffer), ...records]);
}

async function numbers(filter: string): Promise<number[]> {
  const found = new RowSet();
  const run = new FilterRun(analysis, compileFilter(filter, analysis.registry), captureFacts(analysis));
  await run.run(found, { breathe: async () => {} });
  return Array.from(found.toArray(), (row) => row + 1);
}

it.each([
  ['udp', [1]],
  ['udplite', [2]],
  ['udp.port == 7001', [1, 2]],
  ['udp.srcport < udp.dstport', [2]],
  ['not udp.stream', [3, 4]],
  ['udp.time_relative == 0', [1, 2]],
  ['udp.time_delta', [1, 2]],
  ['udp.payload', [1, 2]],
  ['mptcp', [3]],
  ['tcp and not mptcp', [4]],
  ['tcp.connection.syn', [3]],
])('%s finds datagrams, lite ones and options where they are', async (filter, expected) => {
  expect(await numbers(filter)).toEqual(expected);
});
