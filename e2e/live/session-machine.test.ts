import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../main/files/read-everything';
import type { DetailNode, PacketDetail } from '../../preload/contract/packets';
import { pause, until } from './support/capturing';
import { options, port, send, useLiveWindow } from './support/live-window';
import { because, missingRequirement } from './support/requirements';

const missing = missingRequirement('dumpcap');

describe.skipIf(missing)(`what the machine knows of captured connections${because(missing)}`, () => {
  const { lives, call, start, seen, file } = useLiveWindow();

  it('knows whose packets they are, as field, column and filter', async () => {
    const { state } = await start();
    await send(30);
    const rows = async (filter: string) => {
      const view = { filter, timeRange: null, sort: null, job: filter };
      return ((await call('packets.view', [state.id, view])) as { rows: number }).rows;
    };
    const ours = `wirestate.pid == ${process.pid}`;
    await until('the process is noted', () => lives.length > 0 && seen(state.id) === 30);
    await pause(1_000);
    expect(await rows(ours)).toBe(30);
    expect(await rows('wirestate.pid == 1')).toBe(0);
    expect(await rows('wirestate.process')).toBe(30);
    const name = readFileSync(`/proc/${process.pid}/comm`, 'utf8').trim();
    const range = { view: 0, start: 0, count: 1, custom: ['wirestate.process'] };
    const page = (await call('packets.rows', [state.id, range])) as { rows: { custom: string[] }[] };
    expect(page.rows[0]?.custom).toEqual([name]);
    const detail = (await call('packets.detail', [state.id, 1])) as PacketDetail;
    expect(JSON.stringify(detail.tree)).toContain(`Process of the client: ${name} (${process.pid})`);
    // They are still known in a copy.
    await call('live.stop', [state.id]);
    const path = file('copy.pcapng');
    await call('captures.export', [state.id, { path, format: 'pcapng', packets: { kind: 'all' }, job: 'copy' }]);
    const copy = await readCapture(path);
    expect(copy.capture.connectionNotes).toContainEqual(expect.objectContaining({ pid: process.pid }));
  });

  it("holds the kernel's view of a connection against the inferred one", async () => {
    const server = createServer((socket) => socket.on('error', () => {}).resume());
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const { state } = await start({ interfaces: [{ ...options.interfaces[0]!, filter: `tcp port ${port}` }] });
    const client = connect(port, '127.0.0.1');
    client.write('hello');
    await pause(2_500);
    client.write('again');
    await until('the packets are there', () => seen(state.id) >= 7);
    let views: DetailNode[] = [];
    await until('the kernel was asked of both ends', async () => {
      const detail = (await call('packets.detail', [state.id, seen(state.id)])) as PacketDetail;
      views = nodesOf(detail.tree).filter(({ name }) => name === 'wirestate.kernel');
      return views.length === 2;
    });
    expect(views.map(({ text }) => text)).toEqual([
      "[Kernel's view of the client: ESTAB]",
      "[Kernel's view of the server: ESTAB]",
    ]);
    const fields = new Map(views[0]!.children.map(({ name, value }) => [name, value]));
    expect(fields.get('wirestate.kernel.inferred')).toBe('ESTABLISHED');
    expect(fields.get('wirestate.kernel.send_queue')).toBe('0');
    expect(Number(fields.get('wirestate.kernel.cwnd'))).toBeGreaterThan(0);
    expect(Number(fields.get('wirestate.kernel.rtt'))).toBeGreaterThan(0);
    expect(fields.get('wirestate.kernel.inferred_in_flight')).toBe('0');
    expect(fields.get('wirestate.kernel.captured_retransmits')).toBe('0');
    expect(Number(fields.get('wirestate.kernel.inferred_rtt'))).toBeGreaterThan(0);
    expect(fields.get('wirestate.kernel.captured_arrived')).toBe('0');
    expect(fields.get('wirestate.kernel.differs')).toBe('0');
    client.destroy();
    server.close();
    await call('live.stop', [state.id]);
  });
});

const nodesOf = (tree: readonly DetailNode[]): DetailNode[] =>
  tree.flatMap((node) => [node, ...nodesOf(node.children)]);
