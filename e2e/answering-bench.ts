// How long a window waits for its rows while the analysis is busy: the longest and the 99th percentile of queries that are asked
// every 5 ms while a file loads and while lists are sorted, filtered, found in and drawn. Not a test: it takes a minute or two.
// After npm run build, on a machine that does nothing else:
//   npx tsx e2e/answering-bench.ts [FILE [PATTERN]]      without a file, on a gigabyte that is made for it
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Reply, WorkerStart } from '../main/worker/messages';
import type { ConnectionList } from '../preload/contract/connections';
import type { FindState } from '../preload/contract/find';
import type { MethodName } from '../preload/contract/methods';
import type { View } from '../preload/contract/packets';
import { make } from './generator/make';

/** What "at once" means: DESIGN asks for an answer within it. */
const promisedMilliseconds = 50;
const everyMilliseconds = 5;
const rowsAsked = 40;

class Analysis {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  private calls = 0;
  private readonly watchers = new Set<(reply: Reply) => void>();

  constructor(path: string) {
    const workerData: WorkerStart = { path, id: 1 };
    this.worker = new Worker(join(__dirname, '..', 'out', 'main', 'worker.js'), { workerData });
    this.worker.on('message', (reply: Reply) => this.receive(reply));
  }

  call<Answer>(method: MethodName, ...args: unknown[]): Promise<Answer> {
    const call = ++this.calls;
    return new Promise<Answer>((resolve, reject) => {
      this.waiting.set(call, { resolve: resolve as (value: unknown) => void, reject });
      this.worker.postMessage({ kind: 'call', call, method, args });
    });
  }

  /** Resolves with the first reply that is meant. */
  reply<Kind extends Reply['kind']>(
    kind: Kind,
    isMeant: (reply: Extract<Reply, { kind: Kind }>) => boolean = () => true,
  ): Promise<Extract<Reply, { kind: Kind }>> {
    return new Promise((resolve) => {
      const watch = (reply: Reply) => {
        if (reply.kind !== kind || !isMeant(reply as Extract<Reply, { kind: Kind }>)) return;
        this.watchers.delete(watch);
        resolve(reply as Extract<Reply, { kind: Kind }>);
      };
      this.watchers.add(watch);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private receive(reply: Reply): void {
    if (reply.kind === 'refused') throw new Error(reply.reason);
    for (const watch of this.watchers) watch(reply);
    if (reply.kind !== 'answer' && reply.kind !== 'error') return;
    const waiting = this.waiting.get(reply.call);
    this.waiting.delete(reply.call);
    if (reply.kind === 'answer') waiting?.resolve(reply.value);
    else waiting?.reject(new Error(reply.reason));
  }
}

/** Asks for rows all the while that the work goes on. @returns milliseconds of each answer, in ascending order */
async function answersDuring(analysis: Analysis, work: Promise<unknown>): Promise<number[]> {
  let isOver = false;
  const end = work.finally(() => {
    isOver = true;
  });
  const times: number[] = [];
  while (!isOver) {
    const began = performance.now();
    await analysis.call('packets.rows', { view: 0, start: (times.length * 977) % 5000, count: rowsAsked, custom: [] });
    times.push(performance.now() - began);
    await setTimeout(everyMilliseconds);
  }
  await end;
  return times.sort((one, other) => one - other);
}

const names = new RegExp(process.argv[3] ?? '');
let lateAnswers = 0;

async function measure(analysis: Analysis, name: string, work: () => Promise<unknown>): Promise<void> {
  if (!names.test(name)) return;
  const began = performance.now();
  const times = await answersDuring(analysis, work());
  const seconds = ((performance.now() - began) / 1000).toFixed(2);
  const longest = times.at(-1) ?? 0;
  const percentile99 = times[Math.floor(times.length * 0.99)] ?? longest;
  const late = times.filter((time) => time > promisedMilliseconds).length;
  lateAnswers += late;
  console.log(
    `${name.padEnd(34)}${seconds.padStart(8)} s  ${longest.toFixed(0).padStart(5)} ms longest  ${percentile99.toFixed(0).padStart(4)} ms at 99 %  ${late} late of ${times.length}`,
  );
}

const filters = {
  'filter, columns': 'tcp.analysis.retransmission and ip.ttl > 3',
  'filter, packets read again': 'http.user_agent contains "z"',
  'filter, pattern in frames': 'frame matches "nowhere[0-9]+"',
};

const columns = [
  'number',
  'time',
  'source',
  'destination',
  'protocol',
  'length',
  'flags',
  'stream',
  'info',
  'field:ip.ttl',
];

async function run(path: string): Promise<void> {
  const analysis = new Analysis(path);
  try {
    const loaded = analysis.reply('state', ({ state }) => state.phase === 'ready');
    await analysis.reply('opened');
    const loading = answersDuring(analysis, loaded);
    const [{ state }, times] = [await loaded, await loading];
    const late = times.filter((time) => time > promisedMilliseconds).length;
    lateAnswers += late;
    console.log(`${state.packets} packets, loaded in ${state.loadMilliseconds.toFixed(0)} ms`);
    console.log(
      `${'load'.padEnd(44)}  ${times.at(-1)?.toFixed(0).padStart(5)} ms longest  ${late} late of ${times.length}`,
    );
    await busy(analysis);
  } finally {
    await analysis.end();
  }
  console.log(`${lateAnswers} answers took longer than ${promisedMilliseconds} ms`);
}

async function busy(analysis: Analysis): Promise<void> {
  const work = (name: string, task: () => Promise<unknown>) => measure(analysis, name, task);
  const view = (filter: string, column: string | null, descending = false) =>
    analysis.call<View>('packets.view', {
      filter,
      timeRange: null,
      sort: column && { column, descending },
      job: `${filter}${column}`,
    });
  for (const column of columns) await work(`sort, ${column}`, () => view('', column));
  await work('sort, time, descending', () => view('', 'time', true));
  for (const [name, filter] of Object.entries(filters)) {
    await work(name, async () => {
      const filtered = analysis.reply('view', (reply) => reply.view.complete && reply.view.id > 0);
      if (!(await view(filter, null)).complete) await filtered;
    });
  }
  await work('sort, length, filtered', () => view('tcp', 'length'));
  const find = (name: string, query: object) =>
    work(name, async () => {
      const begun = await analysis.call<FindState>('find.start', {
        query: { kind: 'text', text: 'nowhere', place: 'info', caseSensitive: false, width: 'any', ...query },
        view: 0,
        packet: 0,
        job: name,
      });
      await analysis.reply('find', (reply) => reply.find.id === begun.id && !reply.find.running);
    });
  await find('find, filter', { kind: 'filter', text: 'tcp.analysis.retransmission' });
  await find('find, text in Info', {});
  await find('find, text in bytes', { place: 'bytes' });
  await find('find, pattern in bytes', { kind: 'pattern', place: 'bytes', text: 'no+where[0-9]' });
  await connections(analysis, work);
  await pictures(analysis, work);
}

type Work = (name: string, task: () => Promise<unknown>) => Promise<void>;

async function connections(analysis: Analysis, work: Work): Promise<void> {
  const list = (kind: string, column: string | null, text = '') =>
    analysis.call<ConnectionList>('connections.list', {
      kind,
      text,
      sort: column && { column, descending: true },
      job: `connections ${column}`,
    });
  await work('connections', () => list('tcp', null));
  for (const column of ['client', 'duration', 'bytes', 'retransmissionRate', 'trouble'])
    await work(`connections, by ${column}`, () => list('tcp', column));
  await work('connections, found', () => list('tcp', null, '443'));
  await work('connections, measured', () => analysis.call('connections.measure', 'measure'));
  await work('connections, by medianRoundTrip', () => list('tcp', 'medianRoundTrip'));
  await work('conversations of addresses', () => list('ip', 'bytes'));
  await work('conversations of UDP', () => list('udp', 'bytes'));
  for (const kind of ['eth', 'ip', 'tcp', 'udp']) {
    const sort = { column: 'bytes', descending: true };
    await work(`endpoints, ${kind}`, () => analysis.call('endpoints.list', { kind, text: '', sort, job: kind }));
  }
  await work('protocols', () => analysis.call('protocols.hierarchy', 'protocols'));
  const sort = { column: 'remote', descending: false };
  await work('sockets', () => analysis.call('sockets.list', { at: null, state: null, sort, job: 'sockets' }));
}

async function pictures(analysis: Analysis, work: Work): Promise<void> {
  const whole = async (method: MethodName, request: object) => {
    while (!(await analysis.call<{ complete: boolean }>(method, { ...request, job: method })).complete);
  };
  const shown = { x: null, columns: 1200 };
  const series = (filter: string, measure: string, field = '') => ({
    ...shown,
    interval: null,
    series: [{ filter, measure, field }],
  });
  await work('timeline', () => analysis.call('captures.timeline', 700));
  await work('I/O, packets', () => whole('graphs.traffic', series('', 'packets')));
  await work('I/O, a filter', () => whole('graphs.traffic', series('tcp.analysis.flags', 'bytes')));
  await work('I/O, mean of a field', () => whole('graphs.traffic', series('', 'average', 'tcp.window_size')));
  await work('connections by state', () => analysis.call('graphs.states', { ...shown, ends: 'both' }));
  await work('lengths', () => analysis.call('graphs.lengths', null));
  await work('talkers', () => analysis.call('graphs.talkers', null, 20));
  await work('response times', () => whole('graphs.responses', shown));
  await work('properties', () => analysis.call('captures.properties'));
  const flow = { spacing: 'even', collapsesRuns: true, expanded: [] };
  const ladder = async (subject: object) => {
    const deadline = performance.now() + 20_000;
    while (performance.now() < deadline) {
      const shape = await analysis.call<{ isComplete: boolean }>('flow.shape', { ...flow, subject });
      if (shape.isComplete) return;
    }
  };
  await work('ladder of a connection', () => ladder({ kind: 'tcp', stream: 0 }));
  await work('ladder of all packets', () => ladder({ kind: 'view', view: 0 }));
}

async function main(): Promise<void> {
  const given = process.argv[2];
  if (given !== undefined) return run(given);
  const folder = mkdtempSync(join(tmpdir(), 'wirestate-answering-'));
  try {
    const path = join(folder, 'big.pcap');
    make({ kind: 'mixed', path, bytes: 1.06e9, seed: 1 });
    await run(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
