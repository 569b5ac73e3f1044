import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { socketTable } from '../../main/analysis/tcp/socket-table';
import { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { CaptureSession } from '../../main/worker/capture-session';
import { packetLengths } from '../../main/worker/graphs/packet-tallies';
import { statesOverTime } from '../../main/worker/graphs/state-counts';
import type { GraphLayer, Measure, Traffic } from '../../preload/contract/graphs';
import { capturesUnder, corpus } from './captures';
import { kept, tsharkAnswers } from './tshark-answers';

const hasTshark = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;
const samples = join(__dirname, '../../resources/samples');
const office = join(samples, 'office-traffic.pcapng');
const lost = join(samples, 'one-lost-segment.pcap');
/** One in so many of the shared captures is asked about. */
const everyCapture = 111;
const amounts = [
  { filter: '', measure: 'packets', field: '' },
  { filter: '', measure: 'bytes', field: '' },
] as const;
const captures = [lost, join(samples, 'zero-window.pcap'), office];

const tshark = (capture: string, statistic: string): Promise<string> =>
  kept(capture, statistic, () => {
    const child = spawn('tshark', ['-n', '-q', '-r', capture, '-z', statistic], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.on('data', (part) => {
      text += part;
    });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', () => resolve(text));
    });
  });

/** The rows of `-z io,stat`: numbers of the first columns behind the interval. */
const tableRows = (text: string, columns: number): number[][] =>
  text
    .split('\n')
    .filter((line) => line.includes('<>'))
    .map((line) =>
      line
        .split('|')
        .slice(2, 2 + columns)
        .map((cell) => Number(cell.trim())),
    );

async function open(capture: string): Promise<CaptureSession> {
  const session = await CaptureSession.open(1, capture, () => {});
  await session.load();
  return session;
}

async function whole<Answer extends { readonly complete: boolean }>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer.complete) return answer;
  }
}

/** The measure of every interval, 0 where there is none. */
function byInterval({ interval, extent, series }: Traffic): number[][] {
  const count = Math.floor(extent.to / interval + 1e-9) + 1;
  return Array.from({ length: count }, (_, place) =>
    series.map(({ x, y }) => {
      const at = x.findIndex((start) => Math.abs(start - place * interval) < interval / 2);
      return at < 0 ? 0 : (y[at] as number);
    }),
  );
}

describe.skipIf(!hasTshark)(`graphs, beside tshark ${hasTshark ? '' : '(tshark is not installed)'}`, () => {
  const wishes: readonly { filter: string; measure: Measure; field: string; column: string }[] = [
    { filter: '', measure: 'packets', field: '', column: '' },
    { filter: 'tcp', measure: 'packets', field: '', column: 'tcp' },
    { filter: '', measure: 'sum', field: 'tcp.len', column: 'SUM(tcp.len)tcp.len' },
    { filter: '', measure: 'minimum', field: 'frame.len', column: 'MIN(frame.len)frame.len' },
    { filter: '', measure: 'maximum', field: 'tcp.len', column: 'MAX(tcp.len)tcp.len' },
    { filter: '', measure: 'count', field: 'ip.addr', column: 'COUNT(ip.addr)ip.addr' },
    {
      filter: '',
      measure: 'maximum',
      field: 'tcp.analysis.bytes_in_flight',
      column: 'MAX(tcp.analysis.bytes_in_flight)tcp.analysis.bytes_in_flight',
    },
    { filter: '', measure: 'maximum', field: 'tcp.window_size', column: 'MAX(tcp.window_size)tcp.window_size' },
  ];

  it.each(captures)('count packets, bytes and fields in intervals as io,stat does: %s', async (capture) => {
    const session = await open(capture);
    const interval = capture === office ? 1 : 0.01;
    for (const { filter, measure, field, column } of wishes) {
      const frames = tableRows(
        await tshark(capture, `io,stat,${interval}${column === '' ? '' : `,${column}`}`),
        field === '' ? 2 : 1,
      );
      const series = [{ filter, measure, field }];
      if (field === '') series.push({ filter, measure: 'bytes', field: '' });
      const traffic = await whole(() =>
        session.methods['graphs.traffic']({ series, x: null, interval, columns: 8192, job: 'io' }),
      );
      expect(traffic.interval).toBe(interval);
      expect(byInterval(traffic), `${column} of ${capture}`).toEqual(frames);
    }
    await session.close();
  });

  const folder = corpus();
  it.skipIf(folder === null)(
    `count real captures as io,stat does ${folder === null ? '(no folder of captures, CAPTURE_CORPUS)' : ''}`,
    async () => {
      const chosen = capturesUnder(folder as string).filter((_, i) => i % everyCapture === 5);
      let compared = 0;
      for (const capture of chosen) {
        const session = await open(capture).catch(() => null);
        if (session === null) continue;
        const ask = (interval: number | null, columns: number) =>
          whole(() => session.methods['graphs.traffic']({ series: amounts, x: null, interval, columns, job: 'io' }));
        const interval = Math.max(0.001, (await ask(null, 60)).interval);
        const traffic = await ask(interval, 8192);
        // tshark puts packets that come behind later ones into the last interval.
        if (traffic.extent.from === 0 && traffic.extent.to / interval < 2000) {
          const rows = tableRows(await tshark(capture, `io,stat,${interval}`), 2);
          expect(byInterval(traffic).slice(0, rows.length), capture).toEqual(rows);
          compared++;
        }
        await session.close();
      }
      expect(compared).toBeGreaterThan(chosen.length / 2);
    },
    120_000,
  );

  it('average a field as io,stat does', async () => {
    const session = await open(office);
    const frames = tableRows(await tshark(office, 'io,stat,1,AVG(frame.len)frame.len'), 1);
    const series = [{ filter: '', measure: 'average', field: 'frame.len' } as const];
    const traffic = await whole(() =>
      session.methods['graphs.traffic']({ series, x: null, interval: 1, columns: 8192, job: 'io' }),
    );
    // tshark cuts averages of whole numbers off.
    expect(byInterval(traffic).map(([average]) => Math.floor(average as number))).toEqual(frames.map(([each]) => each));
    await session.close();
  });

  it.each(captures)('count packet lengths as plen,tree does: %s', async (capture) => {
    const text = await tshark(capture, 'plen,tree');
    const counts = [...text.matchAll(/^ (\d+-\d+|5120 and greater)\s+(\d+)\s+(\S+)\s+(\S+)\s+(\S+)/gm)].map((match) =>
      [match[2], match[4], match[5]].map((each) => (each === '-' ? 0 : Number(each))),
    );
    const analysis = await CaptureAnalysis.open(capture);
    await analysis.load();
    const own = (await packetLengths(analysis, null)).map(({ packets, minimum, maximum }) => [
      packets,
      minimum,
      maximum,
    ]);
    expect(counts).toHaveLength(10);
    expect(own).toEqual(counts);
    await analysis.close();
  });

  it.each(captures)('have round trips and bytes in flight as its analysis has: %s', async (capture) => {
    const fields = ['tcp.stream', 'tcp.srcport', 'tcp.analysis.ack_rtt', 'tcp.analysis.bytes_in_flight'];
    const answers = await tsharkAnswers(capture, fields);
    const session = await open(capture);
    const own = new Map<string, number>();
    const streams = new Set([...answers.values()].map(([stream]) => stream).filter((stream) => stream !== ''));
    for (const stream of streams) {
      for (const sender of ['client', 'server'] as const) {
        for (const graph of ['round-trip', 'window'] as const) {
          const { layers } = await whole(() =>
            session.methods['graphs.connection']({
              stream: Number(stream),
              graph,
              sender,
              x: null,
              y: null,
              columns: 8192,
              lines: 100,
              job: 'g',
            }),
          );
          for (const layer of layers) note(own, layer);
        }
      }
    }
    const expected = new Map<string, number>();
    for (const [packet, [, , roundTrip, inFlight]] of answers) {
      if (roundTrip) expected.set(`round-trip ${packet}`, Number(roundTrip));
      if (inFlight) expected.set(`in-flight ${packet}`, Number(inFlight));
    }
    expect(expected.size).toBeGreaterThan(10);
    for (const [key, value] of own) expect(value, key).toBeCloseTo(expected.get(key) ?? Number.NaN, 8);
    // In 8,192 pixels few of a short capture's points share one; those that do are left out of the picture.
    expect(own.size).toBeGreaterThan(expected.size * 0.6);
    await session.close();
  });

  it('time DNS and HTTP as its fields do', async () => {
    const answers = await tsharkAnswers(office, ['dns.time', 'http.time']);
    const session = await open(office);
    const { layers } = await whole(() =>
      session.methods['graphs.responses']({ x: null, columns: 8192, job: 'responses' }),
    );
    for (const [kind, at] of [
      ['dns-response', 0],
      ['http-response', 1],
    ] as const) {
      const expected = [...answers].filter(([, values]) => values[at] !== '');
      const layer = layers.find((each) => each.kind === kind) as GraphLayer;
      expect(expected.length).toBeGreaterThan(3);
      expect(layer.points).toBe(expected.length);
      layer.packet.forEach((packet, i) => {
        expect(layer.y[i], `${kind} of packet ${packet}`).toBeCloseTo(Number(answers.get(packet)?.[at]), 8);
      });
    }
    await session.close();
  });
});

function note(into: Map<string, number>, { kind, packet, y }: GraphLayer): void {
  if (kind !== 'round-trip' && kind !== 'in-flight') return;
  packet.forEach((number, i) => {
    into.set(`${kind} ${number}`, y[i] as number);
  });
}

describe('connections by state', () => {
  let analysis: CaptureAnalysis;
  beforeAll(async () => {
    analysis = await CaptureAnalysis.open(office);
    await analysis.load();
  });
  afterAll(() => analysis.close());

  it.each(['both', 'client', 'server'] as const)(
    'are those of the socket table at every time: %s ends',
    async (ends) => {
      const { x, states, origin } = await statesOverTime(analysis, { ends, x: null, columns: 120 });
      for (const [i, seconds] of x.entries()) {
        const start = BigInt(origin!.seconds) * 1_000_000_000n + BigInt(origin!.nanoseconds);
        const sockets = await socketTable(
          analysis.store,
          analysis.connections,
          start + BigInt(Math.round(seconds * 1e9)),
        );
        const expected: Record<string, number> = {};
        for (const { stream, end, state } of sockets)
          if (stream !== null && (ends === 'both' || ends === end)) expected[state] = (expected[state] ?? 0) + 1;
        const own = Object.fromEntries(
          states.map(({ state, counts }) => [state, counts[i]]).filter(([, n]) => n !== 0),
        );
        expect(own, `at ${seconds} s`).toEqual(expected);
      }
    },
  );
});
