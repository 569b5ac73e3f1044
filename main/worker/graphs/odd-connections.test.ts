import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ConnectionGraph, ConnectionGraphKind, DataSender } from '../../../preload/contract/graphs';
import { CaptureSession } from '../capture-session';

const folder = mkdtempSync(join(tmpdir(), 'wirestate-graphs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SYN = 2;
const RST = 4;
const ACK = 16;

interface Sent {
  /** Microseconds. */
  readonly at: number;
  readonly server?: boolean;
  readonly sequence: number;
  readonly acknowledgment?: number;
  readonly flags: number;
  readonly length?: number;
}

/** An Ethernet frame of one segment between ports 40000 and 80, in a record of a pcap file. */
function record({ at, server = false, sequence, acknowledgment = 0, flags, length = 0 }: Sent): Buffer {
  const frame = Buffer.alloc(54 + length);
  frame.write('020000000002020000000001080045', 'hex');
  frame.writeUInt16BE(40 + length, 16);
  frame[22] = 64;
  frame[23] = 6;
  frame.writeUInt32BE(server ? 0xc0000202 : 0xc0000201, 26);
  frame.writeUInt32BE(server ? 0xc0000201 : 0xc0000202, 30);
  frame.writeUInt16BE(server ? 80 : 40_000, 34);
  frame.writeUInt16BE(server ? 40_000 : 80, 36);
  frame.writeUInt32BE(sequence >>> 0, 38);
  frame.writeUInt32BE(acknowledgment >>> 0, 42);
  frame[46] = 0x50;
  frame[47] = flags;
  frame.writeUInt16BE(1000, 48);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(1_700_000_000 + Math.floor(at / 1e6), 0);
  header.writeUInt32LE(at % 1e6, 4);
  header.writeUInt32LE(frame.length, 8);
  header.writeUInt32LE(frame.length, 12);
  return Buffer.concat([header, frame]);
}

let files = 0;

async function graphs(
  sent: readonly Sent[],
  sender: DataSender = 'client',
): Promise<Record<ConnectionGraphKind, ConnectionGraph>> {
  const path = join(folder, `${++files}.pcap`);
  const head = Buffer.from('d4c3b2a10200040000000000000000000000040001000000', 'hex');
  writeFileSync(path, Buffer.concat([head, ...sent.map(record)]));
  const session = await CaptureSession.open(1, path, () => {});
  await session.load();
  const kinds = ['sequence', 'round-trip', 'round-trip-by-sequence', 'throughput', 'window'] as const;
  const drawn: [string, ConnectionGraph][] = [];
  for (const graph of kinds) {
    const request = {
      stream: 0,
      graph,
      sender,
      x: null,
      y: null,
      columns: 100,
      lines: 100,
      job: 'g',
    } as const;
    drawn.push([graph, await session.methods['graphs.connection'](request)]);
  }
  await session.close();
  for (const [name, { layers, complete, extent }] of drawn) {
    expect(complete, name).toBe(true);
    expect([extent.from, extent.to].every(Number.isFinite)).toBe(true);
    for (const { x, y } of layers) expect([...x, ...y].every(Number.isFinite), name).toBe(true);
  }
  return Object.fromEntries(drawn) as Record<ConnectionGraphKind, ConnectionGraph>;
}

const layerOf = ({ layers }: ConnectionGraph, kind: string) => layers.find((layer) => layer.kind === kind);

describe('graphs of odd connections', () => {
  it('of a single packet are one point', async () => {
    const { sequence, throughput } = await graphs([{ at: 5, sequence: 99, flags: SYN }]);
    expect(sequence.extent).toEqual({ from: 0, to: 0 });
    expect([...(layerOf(sequence, 'syn')?.packet ?? [])]).toEqual([1]);
    expect(layerOf(throughput, 'throughput')?.points).toBe(0);
  });

  it('without a handshake count from the first byte that was seen, and say that windows may be scaled', async () => {
    const { sequence } = await graphs([
      { at: 0, sequence: 5000, flags: ACK, acknowledgment: 1, length: 100 },
      { at: 10, server: true, sequence: 1, flags: ACK, acknowledgment: 5100 },
    ]);
    expect(sequence.startsWithSyn).toBe(false);
    expect([...(layerOf(sequence, 'data')?.low ?? [])]).toEqual([1]);
    expect([...(layerOf(sequence, 'data')?.y ?? [])]).toEqual([101]);
    expect([...(layerOf(sequence, 'acknowledged')?.y ?? [])]).toEqual([101]);
    expect(sequence.notes.join()).toContain('may be scaled');
  });

  it('of one direction have no ACKs, and goodput of what passed for the first time', async () => {
    const { sequence, throughput } = await graphs([
      { at: 0, sequence: 1, flags: ACK, length: 100 },
      { at: 500_000, sequence: 101, flags: ACK, length: 100 },
      { at: 900_000, sequence: 101, flags: ACK, length: 100 },
    ]);
    expect(layerOf(sequence, 'acknowledged')).toBeUndefined();
    const bytes = (kind: string) =>
      (layerOf(throughput, kind)?.y ?? new Float64Array()).reduce(
        (sum, rate) => sum + (rate * throughput.interval) / 8,
        0,
      );
    expect(bytes('throughput')).toBeCloseTo(300, 6);
    expect(bytes('goodput')).toBeCloseTo(200, 6);
    expect(throughput.notes.join()).toContain('No ACK');
  });

  it('draw what was captured out of the order of its times, where it belongs', async () => {
    const { sequence } = await graphs([
      { at: 300, sequence: 1, flags: ACK, length: 10 },
      { at: 100, sequence: 11, flags: ACK, length: 10 },
      { at: 200, sequence: 21, flags: ACK, length: 10 },
    ]);
    expect(sequence.extent.from).toBeCloseTo(-0.0002, 9);
    expect([...(layerOf(sequence, 'data')?.packet ?? [])]).toEqual([2, 3, 1]);
  });

  it('go on behind 2^32, and let a made-up reset change nothing', async () => {
    const { sequence } = await graphs([
      { at: 0, sequence: 0xffff_ff00, flags: ACK, length: 0xf0 },
      { at: 1, sequence: 0x7000_0000, flags: RST },
      { at: 2, sequence: 0xffff_fff0, flags: ACK, length: 0x40 },
      { at: 3, server: true, sequence: 1, flags: ACK, acknowledgment: 0x30 },
    ]);
    expect([...(layerOf(sequence, 'data')?.y ?? [])]).toEqual([0xf1, 0x131]);
    expect([...(layerOf(sequence, 'acknowledged')?.y ?? [])]).toEqual([0x131]);
  });

  it('count anew from a SYN with another number, and draw nothing far off', async () => {
    const { sequence } = await graphs(
      [
        { at: 0, sequence: 100, flags: SYN },
        { at: 1, server: true, sequence: 0x5000_0000, flags: ACK | SYN, acknowledgment: 101 },
        { at: 2, server: true, sequence: 0x1234, flags: ACK | SYN, acknowledgment: 101 },
        { at: 3, sequence: 101, flags: ACK, acknowledgment: 0x1235 },
        { at: 4, server: true, sequence: 0x1235, flags: ACK, acknowledgment: 101, length: 50 },
      ],
      'server',
    );
    expect([...(layerOf(sequence, 'syn')?.y ?? [])]).toEqual([0, 0]);
    // The segment of data, whatever it is held to be so soon behind two SYNs.
    const numbers = sequence.layers.filter(({ kind }) => kind !== 'window-edge').flatMap(({ y }) => [...y]);
    expect(Math.max(...numbers)).toBe(51);
  });

  it('are refused for a connection that there is not', async () => {
    const path = join(folder, '1.pcap');
    const session = await CaptureSession.open(1, path, () => {});
    await session.load();
    const request = {
      stream: 7,
      graph: 'sequence',
      sender: null,
      x: null,
      y: null,
      columns: 9,
      lines: 9,
      job: 'g',
    } as const;
    await expect(session.methods['graphs.connection'](request)).rejects.toThrow('no TCP connection 7');
    await session.close();
  });
});
