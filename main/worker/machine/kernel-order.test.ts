import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWebCapture } from '../../../e2e/pages/web-capture';
import type { ConnectionColumn } from '../../../preload/contract/connections';
import type { SocketColumn } from '../../../preload/contract/sockets';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { ConnectionNote } from '../../files/connection-note';
import { CaptureAnalysis } from '../capture-analysis';
import { connectionEnds } from '../connection-ends';
import { ConnectionAnswers } from '../connections/connection-answers';
import { Jobs } from '../jobs';
import { SocketAnswers } from '../statistics/socket-answers';
import { NotedConnections } from './noted-connections';

/** Three connections of a web client; of two of them the kernel told, and whose they were. */
describe('an order by what the kernel said', () => {
  let folder: string;
  let analysis: CaptureAnalysis;
  const jobs = new Jobs(() => undefined);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wirestate-kernel-order-'));
    analysis = await CaptureAnalysis.open(writeWebCapture(join(folder, 'web.pcap')));
    await analysis.load();
    // Both were closed by their ends, which the kernel does not say of the second.
    const notes: ConnectionNote[] = [...notesOf(0, 'CLOSED', 0, 'wget', 12), ...notesOf(1, 'ESTAB', 3_000, 'curl', 9)];
    Object.defineProperty(analysis, 'machine', {
      value: new NotedConnections(analysis.store, analysis.connections, notes),
    });
  });
  afterAll(async () => {
    await analysis.close();
    rmSync(folder, { recursive: true });
  });

  function notesOf(stream: number, state: string, queue: number, process: string, pid: number): ConnectionNote[] {
    const { client: local, server: remote } = connectionEnds(analysis, stream);
    const last = analysis.connections.tcp.records.get(stream, ConnectionWord.last);
    const { store } = analysis;
    const time = { seconds: store.get('seconds', last) + 5, nanoseconds: store.get('nanoseconds', last) };
    return [
      { kind: 'socket', local, remote, state, receiveQueue: queue, sendQueue: 0, values: {}, time },
      { kind: 'process', transport: 'tcp', local, remote, process, pid, time },
    ] as ConnectionNote[];
  }

  async function connectionsBy(column: ConnectionColumn, descending = false): Promise<number[]> {
    const answers = new ConnectionAnswers(() => analysis, jobs).methods;
    const list = await answers['connections.list']({ kind: 'tcp', text: '', sort: { column, descending }, job: '1' });
    const { rows } = await answers['connections.rows']({ list: list.id, start: 0, count: list.rows });
    return rows.map(({ stream }) => stream);
  }

  async function clientSocketsBy(column: SocketColumn, descending = false): Promise<(number | null)[]> {
    const answers = new SocketAnswers(() => analysis, jobs).methods;
    const list = await answers['sockets.list']({ at: null, state: null, sort: { column, descending }, job: '1' });
    const rows = await answers['sockets.rows']({ list: list.id, start: 0, count: list.rows });
    return rows.filter(({ end, stream }) => end === 'client' && stream !== null).map(({ stream }) => stream);
  }

  it('puts connections that it contradicts first, and those of which nothing was said last, whichever way', async () => {
    expect(await connectionsBy('clientKernel')).toEqual([1, 0, 2]);
    expect(await connectionsBy('clientKernel', true)).toEqual([0, 1, 2]);
    expect(await connectionsBy('serverKernel')).toEqual([0, 1, 2]);
  });

  it('is not needed to find connections by their processes', async () => {
    const answers = new ConnectionAnswers(() => analysis, jobs).methods;
    const found = async (text: string) => {
      const list = await answers['connections.list']({ kind: 'tcp', text, sort: null, job: '1' });
      return (await answers['connections.rows']({ list: list.id, start: 0, count: 9 })).rows.map(
        ({ stream }) => stream,
      );
    };
    expect(await found('WGET')).toEqual([0]);
    expect(await found('(9)')).toEqual([1]);
    expect(await found('curl wget')).toEqual([]);
  });

  it('sorts sockets by their queues, and by the names of processes', async () => {
    expect((await clientSocketsBy('receiveQueue', true))[0]).toBe(1);
    expect((await clientSocketsBy('process')).slice(0, 2)).toEqual([1, 0]);
    expect((await clientSocketsBy('process', true)).slice(0, 2)).toEqual([0, 1]);
    expect((await clientSocketsBy('kernel')).slice(0, 2)).toEqual([1, 0]);
  });
});
