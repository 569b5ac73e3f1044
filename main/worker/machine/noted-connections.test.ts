import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWebCapture } from '../../../e2e/pages/web-capture';
import { RowFlag } from '../../analysis/store/schema';
import { ConnectionWord, EndWord, stateMask } from '../../analysis/tcp/connection-record';
import type { Segment } from '../../analysis/tcp/segment';
import { TcpState } from '../../analysis/tcp/tcp-state';
import { Verdict } from '../../analysis/tcp/verdict/verdict-code';
import type { ConnectionNote, SocketNote } from '../../files/connection-note';
import { CaptureAnalysis } from '../capture-analysis';
import { connectionEnds } from '../connection-ends';
import { EndFigures } from './end-figures';
import { InferredFigures } from './inferred-figures';
import { NotedConnections } from './noted-connections';

describe('what was noted of a connection', () => {
  let folder: string;
  let analysis: CaptureAnalysis;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wirestate-noted-'));
    analysis = await CaptureAnalysis.open(writeWebCapture(join(folder, 'web.pcap')));
    await analysis.load();
  });
  afterAll(async () => {
    await analysis.close();
    rmSync(folder, { recursive: true });
  });

  const ends = () => connectionEnds(analysis, 0);
  const firstRow = () => analysis.connections.tcp.records.get(0, ConnectionWord.first);
  /** Seconds after the first packet of connection 0. */
  const at = (seconds: number) => ({
    seconds: analysis.store.get('seconds', firstRow()) + seconds,
    nanoseconds: analysis.store.get('nanoseconds', firstRow()),
  });
  const knowing = (...notes: ConnectionNote[]) => new NotedConnections(analysis.store, analysis.connections, notes);

  const process = (changes: Partial<ConnectionNote> = {}): ConnectionNote =>
    ({
      kind: 'process',
      transport: 'tcp',
      local: ends().client,
      remote: ends().server,
      process: 'curl',
      pid: 7,
      time: at(0),
      ...changes,
    }) as ConnectionNote;

  const socket = (state: string, seconds: number, cwnd = 10): ConnectionNote => ({
    kind: 'socket',
    local: ends().client,
    remote: ends().server,
    state,
    receiveQueue: 0,
    sendQueue: 5,
    values: { cwnd },
    time: at(seconds),
  });

  it('tells the process of an end for each of its packets, and for no other connection', () => {
    const machine = knowing(process());
    expect(machine.processes(firstRow())).toEqual([{ side: 'client', name: 'curl', pid: 7, isInferred: false }]);
    expect(machine.processesOf('tcp', 0)).toHaveLength(1);
    expect(machine.processesOf('tcp', 1)).toEqual([]);
  });

  it('tells of both ends where both are on the machine', () => {
    const { client, server } = ends();
    const machine = knowing(process(), process({ local: server, remote: client, process: 'nginx', pid: 9 }));
    expect(machine.processesOf('tcp', 0).map(({ side, name }) => [side, name])).toEqual([
      ['client', 'curl'],
      ['server', 'nginx'],
    ]);
  });

  it('takes a socket that listens at every address for its own, at addresses that are not the machine’s for none', () => {
    const listening = process({ local: { address: '', port: ends().server.port }, remote: null, process: 'httpd' });
    expect(knowing(listening).processesOf('tcp', 0)).toEqual([]);
    // Another note shows that the server's address is the machine's.
    const other = process({
      local: { address: ends().server.address, port: 1 },
      remote: { address: '192.0.2.9', port: 2 },
    });
    expect(knowing(listening, other).processesOf('tcp', 0)).toMatchObject([
      { side: 'server', name: 'httpd', isInferred: true },
    ]);
  });

  it('tells who had the ports at the time, of several that had them one after the other', () => {
    const machine = knowing(
      process({ time: at(-600), process: 'older' }),
      process(),
      process({ time: at(600), pid: 8 }),
    );
    expect(machine.processesOf('tcp', 0)).toMatchObject([{ name: 'curl', pid: 7 }]);
  });

  it('does not take who had the ports before for who has them now', () => {
    expect(knowing(process({ time: at(-600), process: 'older' })).processesOf('tcp', 0)).toEqual([]);
  });

  it('takes no client for the process that listens at its port', () => {
    const listening = process({ local: { address: '', port: ends().client.port }, remote: null, process: 'httpd' });
    const own = process({
      local: { address: ends().client.address, port: 1 },
      remote: { address: '192.0.2.9', port: 2 },
    });
    expect(knowing(listening, own).processesOf('tcp', 0)).toEqual([]);
  });

  it('takes up what is noted later', () => {
    const notes: ConnectionNote[] = [];
    const machine = new NotedConnections(analysis.store, analysis.connections, notes);
    expect(machine.processesOf('tcp', 0)).toEqual([]);
    expect(machine.learned()).toBe(false);
    notes.push(process());
    expect(machine.learned()).toBe(true);
    expect(machine.learned()).toBe(false);
    expect(machine.processesOf('tcp', 0)).toHaveLength(1);
  });

  it("holds the kernel's state against the inferred one, and marks where they differ", () => {
    const last = analysis.connections.tcp.records.get(0, ConnectionWord.last);
    const machine = knowing(socket('ESTAB', 0, 3), socket('CLOSE-WAIT', 0, 4));
    expect(machine.at(last)?.sockets).toMatchObject([
      { side: 'client', state: 'CLOSE-WAIT', sendQueue: 5, values: { cwnd: 4 }, differs: true },
    ]);
    const agreeing = knowing(socket('ESTAB', 0));
    expect(agreeing.at(last)?.sockets).toMatchObject([{ state: 'ESTAB', inferred: 'ESTABLISHED', differs: false }]);
  });

  it('marks a socket that the kernel no longer has, where the packets do not show its end', () => {
    const machine = knowing(socket('ESTAB', 0), socket('CLOSED', 1));
    const opened = machine.kernelNear(0, analysis.store.time(firstRow()));
    expect(opened).toMatchObject([{ state: 'ESTAB', differs: false }]);
    const left = analysis.connections.tcp.records.get(0, ConnectionWord.clientEnd + EndWord.state) & stateMask;
    expect(machine.kernelLast(0)).toMatchObject([{ state: 'CLOSED', differs: left !== TcpState.closed }]);
  });

  it('leaves out what the kernel said of another connection between the same ends', () => {
    expect(knowing(socket('ESTAB', -3_600)).at(firstRow())).toBeNull();
  });
});

describe('figures that the kernel told', () => {
  const sample = join(__dirname, '..', '..', '..', 'resources', 'samples', 'one-lost-segment.pcap');
  let analysis: CaptureAnalysis;
  let resent: number;
  let sender: 'client' | 'server';

  beforeAll(async () => {
    analysis = await CaptureAnalysis.open(sample);
    await analysis.load();
    const { store } = analysis;
    const rows = Array.from({ length: store.count }, (_, row) => row);
    resent = rows.find((row) => store.get('verdict', row) === Verdict.retransmission) as number;
    sender = store.has(resent, RowFlag.fromServer) ? 'server' : 'client';
  });
  afterAll(() => analysis.close());

  /** An hour after the last packet nothing is vague any more. */
  const later = () => analysis.store.time(analysis.store.count - 1) + 3_600n * 1_000_000_000n;
  const against = (changes: Partial<SocketNote>, time = later(), side = sender) =>
    new InferredFigures(analysis.store, analysis.connections).against(
      {
        kind: 'socket',
        local: { address: '', port: 0 },
        remote: null,
        state: 'ESTAB',
        receiveQueue: 0,
        sendQueue: 0,
        values: {},
        ...changes,
      },
      side,
      0,
      time,
    );

  it('are held against the resends captured until then', () => {
    expect(against({ values: { retrans: 1 } }).resends).toEqual({ inferred: 1, differs: false });
    expect(against({ values: { retrans: 2 } }).resends).toEqual({ inferred: 1, differs: true });
    // ss leaves out what is zero.
    expect(against({}).resends).toEqual({ inferred: 1, differs: true });
    const before = analysis.store.time(resent) - 1_000_000_000n;
    expect(against({}, before).resends).toEqual({ inferred: 0, differs: false });
    const other = sender === 'server' ? 'client' : 'server';
    expect(against({}, later(), other).resends).toEqual({ inferred: 0, differs: false });
    // Just before and after the sample's vague time both are right.
    const about = analysis.store.time(resent) + 1n;
    expect(against({ values: { retrans: 1 } }, about).resends.differs).toBe(false);
    expect(against({}, about).resends.differs).toBe(false);
  });

  it('are held against the bytes in flight, what is not sent yet left out', () => {
    const figures = against({ sendQueue: 5_000, values: { notsent: 4_000 } });
    expect(figures.kernelInFlight).toBe(1_000);
    expect(figures.inFlight).toEqual({ inferred: 0, differs: true });
    expect(against({ sendQueue: 4_000, values: { notsent: 4_000 } }).inFlight?.differs).toBe(false);
    // Of a socket that waits out its end the kernel tells zeros.
    expect(against({ state: 'TIME-WAIT', sendQueue: 5_000 })).toMatchObject({
      kernelInFlight: null,
      inFlight: { differs: false },
    });
  });

  it('are held against all that arrived, and the round trips', () => {
    const { arrived, roundTrip } = against({});
    expect(against({ receiveQueue: arrived.inferred }).arrived.differs).toBe(false);
    expect(against({ receiveQueue: arrived.inferred + 2 }).arrived.differs).toBe(true);
    expect(roundTrip?.differs).toBe(false);
    const trip = roundTrip?.inferred as number;
    expect(trip).toBeGreaterThan(0);
    expect(against({ values: { rtt: trip } }).roundTrip?.differs).toBe(false);
    expect(against({ values: { rtt: trip + 5_000 } }).roundTrip?.differs).toBe(true);
  });

  it('are the same when they are asked for in any order', () => {
    const { store, connections } = analysis;
    const note = { kind: 'socket', state: 'ESTAB', receiveQueue: 0, sendQueue: 0, values: {} } as unknown as SocketNote;
    const times = Array.from({ length: 40 }, (_, at) => store.time(Math.floor((at * (store.count - 1)) / 39)));
    const kept = new InferredFigures(store, connections);
    for (const time of [...times, ...times.toReversed()]) {
      const fresh = new InferredFigures(store, connections);
      expect(kept.against(note, sender, 0, time)).toEqual(fresh.against(note, sender, 0, time));
      // What was begun for another moment does no harm.
      kept.prepare(note, 0, times.at(-1) as bigint, 0);
    }
  });
});

describe('the round trips of what was sent again', () => {
  const millisecond = 1_000_000n;
  const sent = (changes: Partial<Segment>) =>
    ({ sequence: 1, end: 101, length: 100, isSyn: false, isFin: false, ...changes }) as Segment;

  it('may be those of either time, and are not smoothed (RFC 6298 §3)', () => {
    const figures = new EndFigures();
    figures.sends(sent({}), 0n, Verdict.none, 1_000);
    figures.sends(sent({}), 30n * millisecond, Verdict.retransmission, 1_000);
    figures.isAcknowledged(101, 40n * millisecond);
    expect(figures).toMatchObject({ shortestTrip: 10, longestTrip: 40, roundTrip: Number.NaN });
  });

  it('count as resends by their numbers where no verdict is there yet', () => {
    const figures = new EndFigures();
    for (const time of [0n, 30n, 60n]) figures.sends(sent({ length: 2_500, end: 2_501 }), time, Verdict.none, 1_000);
    expect(figures).toMatchObject({ resends: 0, repeats: 6 });
  });
});
