import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '../../../e2e/generator/make';
import type { ConnectionColumn, ConnectionRow, ConversationKind } from '../../../preload/contract/connections';
import { RowFlag } from '../../analysis/store/schema';
import { describeConnection } from '../../analysis/tcp/connections';
import { CaptureAnalysis } from '../capture-analysis';
import { Jobs } from '../jobs';
import { ConnectionAnswers } from './connection-answers';
import { csvOf } from './connection-csv';

const folder = mkdtempSync(join(tmpdir(), 'wirestate-connections-'));
const path = join(folder, 'mixed.pcap');
let analysis: CaptureAnalysis;
let answers: ConnectionAnswers['methods'];
let jobs: Jobs;

beforeAll(async () => {
  await make({ kind: 'mixed', path, packets: 20_000, seed: 5, format: 'pcap' });
  analysis = await CaptureAnalysis.open(path);
  await analysis.load();
  jobs = new Jobs(() => undefined);
  answers = new ConnectionAnswers(() => analysis, jobs).methods;
});
afterAll(async () => {
  await analysis.close();
  rmSync(folder, { recursive: true, force: true });
});

async function rowsOf(request: {
  kind?: ConversationKind;
  text?: string;
  column?: ConnectionColumn;
  descending?: boolean;
}): Promise<readonly ConnectionRow[]> {
  const { kind = 'tcp', text = '', column, descending = false } = request;
  const sort = column === undefined ? null : { column, descending };
  const list = await answers['connections.list']({ kind, text, sort, job: 'list' });
  const page = await answers['connections.rows']({ list: list.id, start: 0, count: list.rows });
  expect(page.rows).toHaveLength(list.rows);
  return page.rows;
}

describe('a connection', () => {
  it('is described with its ends, its states and its packets', async () => {
    const one = await answers['connections.one'](0);
    expect(one.stream).toBe(0);
    const { store } = analysis;
    expect(store.get('stream', one.firstPacket - 1)).toBe(0);
    expect(store.get('stream', one.lastPacket - 1)).toBe(0);
    let packets = 0;
    for (let row = 0; row < store.count; row++)
      if (store.has(row, RowFlag.tcp) && store.get('stream', row) === 0) packets++;
    expect(one.packets.client + one.packets.server).toBe(packets);
  });

  it('that is not there is refused with how many there are', async () => {
    const { count } = analysis.connections.tcp;
    await expect(answers['connections.one'](count)).rejects.toThrow(`the capture has ${count}`);
  });
});

describe('a line of CSV', () => {
  it('holds off what a spreadsheet would run, as a process can be called', async () => {
    const [row] = await rowsOf({});
    const line = csvOf({
      ...(row as ConnectionRow),
      duration: -0.5,
      processes: { client: '=cmd|"x" (7)', server: '' },
    });
    expect(line).toContain(`,-0.5,`);
    expect(line).toContain(`,"'=cmd|""x"" (7)",,`);
  });
});

describe('the list of connections', () => {
  it('counts what going through each connection counts', async () => {
    const rows = await rowsOf({});
    expect(rows).toHaveLength(analysis.connections.tcp.count);
    for (const row of rows) {
      const described = describeConnection(analysis.store, analysis.connections, row.stream);
      const { tcp } = row;
      expect(tcp).not.toBeNull();
      expect({ ...row, ...tcp, ...tcp?.shape }).toMatchObject({
        client: described.client,
        server: described.server,
        packets: described.packets,
        bytes: described.bytes,
        duration: described.duration,
        handshake: described.handshake,
        close: described.close,
        options: described.options,
        roundTrip: described.roundTrip,
        retransmissions: described.retransmissions,
        outOfOrder: described.outOfOrder,
        duplicateAcks: described.duplicateAcks,
        zeroWindows: described.zeroWindows,
        states: {
          client: described.states.client.at(-1)?.state ?? 'CLOSED',
          server: described.states.server.at(-1)?.state ?? 'CLOSED',
        },
        paths: {
          client: described.states.client.map(({ state }) => state),
          server: described.states.server.map(({ state }) => state),
        },
      });
    }
    expect(rows.some(({ tcp }) => (tcp?.retransmissions ?? 0) > 0)).toBe(true);
  });

  it('says of each when it carried data, and when it met trouble', async () => {
    for (const { stream, life, tcp } of await rowsOf({})) {
      let payload = 0;
      const { store } = analysis;
      for (let row = 0; row < store.count; row++) {
        if (store.has(row, RowFlag.tcp) && store.get('stream', row) === stream)
          payload += store.get('payloadLength', row);
      }
      const drawn = [...life.client, ...life.server].reduce((sum, bytes) => sum + bytes, 0);
      expect(drawn).toBe(payload);
      const troubled = life.trouble.reduce((sum, count) => sum + count, 0);
      expect(troubled > 0).toBe(troubled > 0 && tcp !== null);
      if ((tcp?.retransmissions ?? 0) > 0) expect(troubled).toBeGreaterThan(0);
      expect(life.from).toBeLessThanOrEqual(life.to);
    }
  });

  const keys: readonly (readonly [ConnectionColumn, (row: ConnectionRow) => number | null | undefined])[] = [
    ['stream', ({ stream }) => stream],
    ['clientPort', ({ client }) => client.port],
    ['start', ({ seconds, nanoseconds }) => seconds + nanoseconds / 1e9],
    ['duration', ({ duration }) => duration],
    ['packets', ({ packets }) => packets.client + packets.server],
    ['serverBytes', ({ bytes }) => bytes.server],
    ['retransmissions', ({ tcp }) => tcp?.retransmissions],
    ['retransmissionRate', ({ tcp }) => (tcp?.sequencedSegments ? tcp.retransmissions / tcp.sequencedSegments : null)],
    ['resets', ({ tcp }) => tcp?.resets],
    ['serverMss', ({ tcp }) => tcp?.options.server.mss],
    ['medianRoundTrip', ({ tcp }) => tcp?.shape?.roundTrip.median],
  ];
  for (const [column, keyOf] of keys) {
    it(`is sorted by ${column}, both ways, what has none last`, async () => {
      for (const descending of [false, true]) {
        const values = (await rowsOf({ column, descending })).map(keyOf);
        const known = values.filter((value) => value != null) as number[];
        expect(values.slice(0, known.length)).toEqual(known);
        const sorted = known.toSorted((one, other) => (descending ? other - one : one - other));
        expect(known).toEqual(sorted);
      }
    });
  }

  it('is sorted by state in the order of a life, and by address as numbers', async () => {
    const states = (await rowsOf({ column: 'clientState' })).map(({ tcp }) => tcp?.states.client);
    expect(states.lastIndexOf('ESTABLISHED')).toBeLessThan(states.indexOf('CLOSED'));
    const addresses = (await rowsOf({ column: 'client' })).map(({ client }) => client);
    const ipv4 = addresses.filter(({ address }) => address.includes('.'));
    const value = ({ address, port }: (typeof ipv4)[number]) =>
      address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0) * 0x10000 + port;
    expect(ipv4.map(value)).toEqual(ipv4.map(value).toSorted((one, other) => one - other));
  });

  it('finds by address, port, both together, number and state', async () => {
    const all = await rowsOf({});
    const one = all[7] as ConnectionRow;
    const { address, port } = one.server;
    const holds = (row: ConnectionRow, text: string) =>
      [row.client, row.server].some((end) => `${end.address}:${end.port}`.includes(text));
    const byAddress = await rowsOf({ text: address });
    expect(byAddress.map(({ stream }) => stream)).toEqual(
      all.filter((row) => holds(row, address)).map((row) => row.stream),
    );
    const byPort = await rowsOf({ text: String(port) });
    expect(byPort.map(({ stream }) => stream)).toContain(one.stream);
    const both = await rowsOf({ text: `${address}:${port} ${one.client.address}` });
    expect(both.every((row) => holds(row, `${address}:${port}`) && holds(row, one.client.address))).toBe(true);
    expect(both.map(({ stream }) => stream)).toContain(one.stream);
    expect((await rowsOf({ text: '#7' })).map(({ stream }) => stream)).toEqual([7]);
    const established = await rowsOf({ text: 'estab' });
    expect(established.length).toBeGreaterThan(0);
    for (const { tcp } of established) expect(Object.values(tcp?.states ?? {})).toContain('ESTABLISHED');
    const resets = (await rowsOf({})).filter(({ tcp }) => (tcp?.resets ?? 0) > 0);
    expect(resets.length).toBeGreaterThan(0);
    expect((await rowsOf({ text: 'reset' })).map(({ stream }) => stream)).toEqual(resets.map(({ stream }) => stream));
    expect(await rowsOf({ text: 'no such thing' })).toEqual([]);
  });

  it('tells where a connection stands in it', async () => {
    const list = await answers['connections.list']({
      kind: 'tcp',
      text: '',
      sort: { column: 'bytes', descending: true },
      job: 'list',
    });
    const position = await answers['connections.position'](list.id, 12);
    const { rows } = await answers['connections.rows']({ list: list.id, start: position, count: 1 });
    expect(rows[0]?.stream).toBe(12);
    expect(answers['connections.position'](list.id, 9_999_999)).toBe(-1);
  });

  it('has conversations of UDP and pairs of addresses, whose packets add up', async () => {
    const { store } = analysis;
    for (const kind of ['udp', 'ip'] as const) {
      const rows = await rowsOf({ kind });
      const packets = rows.reduce((sum, row) => sum + row.packets.client + row.packets.server, 0);
      let expected = 0;
      for (let row = 0; row < store.count; row++) {
        const isIp =
          /[.:]/.test(store.addresses.text(store.get('source', row))) &&
          store.addresses.family(store.get('source', row)) !== 1;
        if (kind === 'udp' ? store.has(row, RowFlag.udp) : isIp) expected++;
      }
      expect(packets).toBe(expected);
      expect(rows.every(({ tcp }) => tcp === null)).toBe(true);
    }
  });

  it('is written as JSON as the command prints it, and as CSV', async () => {
    const list = await answers['connections.list']({ kind: 'tcp', text: '', sort: null, job: 'list' });
    const json = join(folder, 'connections.json');
    await answers['connections.export']({ path: json, format: 'json', list: list.id, job: 'export' });
    const written = JSON.parse(readFileSync(json, 'utf8')) as unknown[];
    const described = written.map((_, stream) => ({
      ...describeConnection(analysis.store, analysis.connections, stream),
      findings: [],
    }));
    expect(written).toEqual(JSON.parse(JSON.stringify(described)));
    const csv = join(folder, 'connections.csv');
    const result = await answers['connections.export']({ path: csv, format: 'csv', list: list.id, job: 'export' });
    expect(result).toEqual({ path: csv, rows: list.rows, cancelled: false });
    const lines = readFileSync(csv, 'utf8').trimEnd().split('\r\n');
    expect(lines).toHaveLength(list.rows + 1);
    expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1);
  });

  it('leaves no file where the writing was cancelled', async () => {
    const list = await answers['connections.list']({ kind: 'tcp', text: '', sort: null, job: 'list' });
    const stopped = join(folder, 'stopped.json');
    const writing = answers['connections.export']({ path: stopped, format: 'json', list: list.id, job: 'stopped' });
    jobs.cancel('stopped');
    expect(await writing).toMatchObject({ cancelled: true });
    expect(() => readFileSync(stopped)).toThrow(/ENOENT/);
  });
});
