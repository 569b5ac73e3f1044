import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '../../../e2e/generator/make';
import type { ConnectionGraphRequest, SeriesWish, TrafficRequest } from '../../../preload/contract/graphs';
import { CaptureSession } from '../capture-session';

const folder = mkdtempSync(join(tmpdir(), 'wirestate-graphs-'));
const capture = join(folder, 'single.pcap');
let session: CaptureSession;

beforeAll(async () => {
  make({ kind: 'single', path: capture, packets: 120_000, seed: 7 });
  session = await CaptureSession.open(1, capture, () => {});
  await session.load();
});
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

const request: ConnectionGraphRequest = {
  stream: 0,
  graph: 'sequence',
  sender: null,
  x: null,
  y: null,
  columns: 200,
  lines: 150,
  job: 'graph',
};

const graph = (changes: Partial<ConnectionGraphRequest>) =>
  session.methods['graphs.connection']({ ...request, ...changes });

const traffic = (wish: SeriesWish, changes: Partial<TrafficRequest> = {}) =>
  session.methods['graphs.traffic']({
    series: [wish],
    x: null,
    interval: null,
    columns: 200,
    job: 'traffic',
    ...changes,
  });

const everything: SeriesWish = { filter: '', measure: 'packets', field: '' };

async function wholeGraph(changes: Partial<ConnectionGraphRequest>) {
  for (;;) {
    const answer = await graph(changes);
    if (answer.complete) return answer;
  }
}

describe('graphs of a long connection', () => {
  it('send no more than the pixels can show, of the end that sent most', async () => {
    const { layers, sender, total } = await wholeGraph({});
    expect(sender).toBe('server');
    expect(total).toBe(120_000);
    expect(layers.find(({ kind }) => kind === 'data')?.points).toBeGreaterThan(70_000);
    for (const { x, shape } of layers) expect(x.length).toBeLessThanOrEqual(200 * (shape === 'bars' ? 16 : 4) + 2);
  });

  it('show each segment by itself where few are in sight', async () => {
    const { extent } = await wholeGraph({});
    const x = { from: extent.to / 2, to: extent.to / 2 + 0.02 };
    const { layers } = await graph({ x });
    const data = layers.find(({ kind }) => kind === 'data')!;
    expect(data.points).toBeGreaterThan(20);
    expect(data.x.length).toBe(data.points);
    expect(data.x.every((time) => time >= x.from && time <= x.to)).toBe(true);
    // The window comes in from the left and goes on at the right.
    const edge = layers.find(({ kind }) => kind === 'window-edge')!;
    expect(edge.x[0]).toBeLessThan(x.from);
    expect(edge.x.at(-1)).toBeGreaterThan(x.to);
  });

  it('stop when their job is cancelled, say how far they came, and go on when asked again', async () => {
    const first = graph({ graph: 'round-trip', job: 'stopped' });
    setImmediate(() => session.jobs.cancel('stopped'));
    const stopped = await first;
    expect(stopped.complete).toBe(false);
    expect(stopped.done).toBeLessThan(stopped.total);
    const answer = await wholeGraph({ graph: 'round-trip' });
    expect(answer.done).toBe(answer.total);
    expect(answer.layers[0]?.points).toBeGreaterThan(30_000);
  });
});

describe('traffic', () => {
  it('counts each packet once, whatever the interval and the stretch', async () => {
    for (const interval of [null, 0.001, 1, 3600]) {
      const { series, extent } = await traffic(everything, { interval, columns: 8192 });
      expect(series[0]?.packets).toBe(120_000);
      const halves = [
        { from: extent.from, to: extent.to / 2 },
        { from: extent.to / 2, to: extent.to },
      ];
      const most = await Promise.all(halves.map((x) => traffic(everything, { interval, columns: 8192, x })));
      expect(most.every((each) => (each.series[0]?.y.length ?? 0) > 0)).toBe(true);
      if (interval === null || interval < 1) continue;
      expect(series[0]?.y.reduce((sum, count) => sum + count, 0)).toBe(120_000);
    }
  });

  it('names the packet that has the extreme of its interval', async () => {
    for (const measure of ['maximum', 'minimum'] as const) {
      const { series } = await traffic({ filter: '', measure, field: 'frame.len' }, { columns: 50 });
      const { y = [], packet = [] } = series[0] ?? {};
      expect(y.length).toBeGreaterThan(10);
      for (const [point, length] of [...y].entries()) {
        const start = (packet[point] as number) - 1;
        const page = session.methods['packets.rows']({ view: 0, start, count: 1, custom: [] });
        expect(page.rows[0]?.length).toBe(length);
      }
    }
  });

  it('makes an interval longer where there would be millions', async () => {
    const { interval, series } = await traffic(everything, { interval: 1e-9 });
    expect(interval).toBeGreaterThan(1e-6);
    expect(series[0]?.x.length).toBeLessThanOrEqual(802);
  });

  it('says what is wrong with a filter or a field, and draws the others', async () => {
    const wishes: SeriesWish[] = [
      { filter: 'tcp.flags.rest', measure: 'packets', field: '' },
      { filter: '', measure: 'sum', field: 'tcp.lenn' },
      { filter: '', measure: 'sum', field: 'ip.src' },
      { filter: '', measure: 'sum', field: '' },
      everything,
    ];
    const { series, complete } = await traffic(everything, { series: wishes });
    expect(complete).toBe(true);
    expect(series.map(({ fault }) => fault?.of ?? 'none')).toEqual(['filter', 'field', 'field', 'field', 'none']);
    expect(series[0]?.fault?.message).toContain('tcp.flags.res');
    expect(series[1]?.fault?.message).toContain('tcp.len');
    expect(series[2]?.fault?.message).toContain('no numbers');
  });
});
