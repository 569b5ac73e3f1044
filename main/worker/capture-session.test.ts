import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '../../e2e/generator/make';
import type { CaptureState } from '../../preload/contract/capture';
import type { ColumnId, PacketRow, RowPage } from '../../preload/contract/packets';
import { CaptureSession } from './capture-session';
import type { Reply } from './messages';

const folder = mkdtempSync(join(tmpdir(), 'wirestate-worker-'));
const capture = join(folder, 'mixed.pcapng');
const packets = 600;

beforeAll(async () => {
  await make({ kind: 'mixed', path: capture, packets, seed: 3, format: 'pcapng' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function openSession(path = capture): Promise<{ session: CaptureSession; replies: Reply[] }> {
  const replies: Reply[] = [];
  const session = await CaptureSession.open(1, path, (reply) => replies.push(reply));
  await session.load();
  return { session, replies };
}

const allRows = (session: CaptureSession, view: number, custom: string[] = []): RowPage =>
  session.methods['packets.rows']({ view, start: 0, count: 2000, custom });

async function sorted(session: CaptureSession, column: ColumnId, descending = false): Promise<readonly PacketRow[]> {
  const view = await session.methods['packets.view']({
    filter: '',
    timeRange: null,
    sort: { column, descending },
    job: `sort ${column}`,
  });
  return allRows(session, view.id, column.startsWith('field:') ? [column.slice('field:'.length)] : []).rows;
}

describe('a capture in its worker', () => {
  it('reports how far it is, and is ready at the end', async () => {
    const { session, replies } = await openSession();
    const states = replies.flatMap((reply) => (reply.kind === 'state' ? [reply.state] : []));
    expect(states.at(-1)).toMatchObject({ phase: 'ready', packets: session.state().packets, warnings: [] });
    expect(session.state().packets).toBeGreaterThanOrEqual(packets);
    await session.close();
  });

  it('gives rows by range, and no more than there are', async () => {
    const { session } = await openSession();
    const { packets: total } = session.state();
    const page = session.methods['packets.rows']({ view: 0, start: total - 3, count: 50, custom: ['frame.len'] });
    expect(page.rows.map(({ number }) => number)).toEqual([total - 2, total - 1, total]);
    expect(page.rows.map(({ custom }) => custom)).toEqual(page.rows.map(({ length }) => [String(length)]));
    expect(session.methods['packets.rows']({ view: 0, start: total + 10, count: 5, custom: [] }).rows).toEqual([]);
    await session.close();
  });

  it('sorts by every column, keeping the order of the capture among equals', async () => {
    const { session } = await openSession();
    const collator = new Intl.Collator('en', { numeric: true });
    const keys: readonly [ColumnId, (row: PacketRow) => number | string][] = [
      ['number', (row) => row.number],
      ['time', (row) => row.seconds + row.nanoseconds / 1e9],
      ['length', (row) => row.length],
      ['stream', (row) => row.stream],
      ['protocol', (row) => row.protocol],
      ['info', (row) => row.info],
      ['field:ip.ttl', (row) => row.custom[0] as string],
    ];
    const original = allRows(session, 0).rows;
    for (const [column, key] of keys) {
      const rows = await sorted(session, column);
      expect(rows.length, column).toBe(original.length);
      for (let i = 1; i < rows.length; i++) {
        const [before, after] = [key(rows[i - 1] as PacketRow), key(rows[i] as PacketRow)];
        const order =
          typeof before === 'string' ? collator.compare(before, after as string) : before - (after as number);
        if (column !== 'info' && column !== 'protocol') expect(order, `${column} at ${i}`).toBeLessThanOrEqual(0);
        if (before === after) expect((rows[i - 1] as PacketRow).number).toBeLessThan((rows[i] as PacketRow).number);
      }
      const backwards = await sorted(session, column, true);
      expect(backwards.map(({ number }) => number)).toEqual(rows.map(({ number }) => number).reverse());
    }
    await session.close();
  });

  it('finds a packet in a sorted view', async () => {
    const { session } = await openSession();
    const request = { filter: '', timeRange: null, sort: { column: 'length', descending: true }, job: 'j' } as const;
    const view = await session.methods['packets.view'](request);
    const { rows } = allRows(session, view.id);
    expect(session.methods['packets.position'](view.id, (rows[17] as PacketRow).number)).toBe(17);
    await session.close();
  });

  it('shows the packets that a filter and a time range leave', async () => {
    const { session } = await openSession();
    const all = allRows(session, 0).rows;
    const middle = all[300] as PacketRow;
    const to = String(BigInt(middle.seconds) * 1_000_000_000n + BigInt(middle.nanoseconds));
    const request = { filter: 'udp', timeRange: { from: '0', to }, sort: null, job: 'j' };
    const view = await session.methods['packets.view'](request);
    await expect.poll(() => allRows(session, view.id).total).toBeGreaterThan(0);
    const shown = allRows(session, view.id).rows.map(({ number }) => number);
    const expected = all.slice(0, 301).filter(({ transport }) => transport === 'udp');
    await expect
      .poll(() => allRows(session, view.id).rows.map(({ number }) => number))
      .toEqual(expected.map(({ number }) => number));
    expect(shown.length).toBeGreaterThan(0);
    await session.close();
  });

  it('keeps marks, comments and time references, and saves comments with the packets', async () => {
    const { session } = await openSession();
    session.methods['packets.mark']([2, 5], true);
    session.methods['packets.comment'](5, ['look here']);
    session.methods['packets.timeReference'](3, true);
    const rows = allRows(session, 0).rows;
    expect(rows.filter(({ marked }) => marked).map(({ number }) => number)).toEqual([2, 5]);
    expect(rows[4]).toMatchObject({ commented: true, referenceNanoseconds: rows[2]?.nanoseconds });
    expect(session.state()).toMatchObject({ marked: 2, commented: 1, unsaved: true });

    const path = join(folder, 'marked.pcapng');
    const result = await session.methods['captures.export']({
      path,
      format: 'pcapng',
      packets: { kind: 'marked' },
      job: 's',
    });
    expect(result).toMatchObject({ packets: 2, cancelled: false });
    const { session: saved } = await openSession(path);
    expect(saved.methods['packets.comments']()).toEqual([{ number: 2, comments: ['look here'] }]);
    await saved.close();
    await session.close();
  });

  it('saves all packets over the very file that is open', async () => {
    const copy = join(folder, 'copy.pcap');
    const { session: source } = await openSession();
    await source.methods['captures.export']({ path: copy, format: 'pcap', packets: { kind: 'all' }, job: 's' });
    const { session } = await openSession(copy);
    const before = readFileSync(copy);
    await session.methods['captures.export']({ path: copy, format: 'pcap', packets: { kind: 'all' }, job: 's' });
    expect(readFileSync(copy).equals(before)).toBe(true);
    await session.close();
    await source.close();
  });

  it('reads again with "decode as", and keeps marks and comments', async () => {
    const { session } = await openSession();
    const dns = allRows(session, 0).rows.find(({ protocol }) => protocol === 'DNS') as PacketRow;
    session.methods['packets.mark']([dns.number], true);
    await session.methods['captures.setDecodeAs']([{ table: 'udp.port', key: 53, protocol: null }]);
    await expect.poll(() => session.state().phase).toBe('ready');
    expect(allRows(session, 0).rows[dns.number - 1]).toMatchObject({ protocol: 'UDP', marked: true });
    await session.close();
  });

  it('tells of a packet that is not there which there are', async () => {
    const { session } = await openSession();
    const { packets: total } = session.state() as CaptureState;
    const asked = session.methods['packets.detail'](total + 1);
    await expect(asked).rejects.toThrow(`There is no packet ${total + 1}`);
    await session.close();
  });
});
