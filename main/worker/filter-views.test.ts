// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of the filter language look like them

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeSmallCapture } from '../../e2e/support/small-capture';
import type { View, ViewRequest } from '../../preload/contract/packets';
import { CaptureSession } from './capture-session';
import type { Reply } from './messages';

let folder: string;
let session: CaptureSession;
let views: View[];

const packets = 50;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wirestate-filter-'));
  views = [];
  const send = (reply: Reply): void => {
    if (reply.kind === 'view') views.push(reply.view);
  };
  session = await CaptureSession.open(1, writeSmallCapture(join(folder, 'small.pcap'), packets), send);
});

afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

const request = (changes: Partial<ViewRequest>): ViewRequest => ({
  filter: '',
  timeRange: null,
  sort: null,
  job: 'test',
  ...changes,
});

const show = (changes: Partial<ViewRequest>): Promise<View> => session.methods['packets.view'](request(changes));

const numbers = (view: View): number[] =>
  session.methods['packets.rows']({ view: view.id, start: 0, count: 100, custom: [] }).rows.map(({ number }) => number);

test('a filter shows the packets that match, in their order', async () => {
  await session.load();
  const view = await show({ filter: 'udp.srcport in {40003, 40001}' });
  expect(view).toMatchObject({ rows: 2, complete: true });
  expect(numbers(view)).toEqual([2, 4]);
});

test('a time range joins the filter, both ends included', async () => {
  await session.load();
  const timeRange = { from: '1700000010000000000', to: '1700000012000000000' };
  expect(numbers(await show({ timeRange }))).toEqual([11, 12, 13]);
  expect(numbers(await show({ timeRange, filter: 'udp.srcport == 40011' }))).toEqual([12]);
});

test('what is filtered can be sorted', async () => {
  await session.load();
  const view = await show({ filter: 'frame.number < 4', sort: { column: 'number', descending: true } });
  expect(numbers(view)).toEqual([3, 2, 1]);
});

test('a filter set while the capture loads grows with it', async () => {
  const loading = session.load();
  const view = await show({ filter: 'udp' });
  await loading;
  await vi.waitFor(() =>
    expect(views.findLast(({ id }) => id === view.id)).toMatchObject({ rows: packets, complete: true }),
  );
});

test('a text that is no filter is refused with the column', async () => {
  await session.load();
  await expect(show({ filter: 'udp and udp.prt == 1' })).rejects.toThrow('column 9: there is no field udp.prt');
  await expect(show({ filter: '(udp' })).rejects.toThrow('column 5');
});

test('a field that no packet has leaves none, and its negation all', async () => {
  await session.load();
  expect(await show({ filter: 'dns.qry.name contains "x" or tcp.len > 0' })).toMatchObject({ rows: 0, complete: true });
  expect(await show({ filter: 'not dns.qry.name' })).toMatchObject({ rows: packets, complete: true });
});

test('check tells the fault and its place, or the fields', () => {
  const check = session.methods['filters.check'];
  expect(check('udp.prt == 1').error).toMatchObject({ start: 0, end: 7 });
  expect(check('udp.port == 1 and ip.src == ip.dst')).toEqual({
    error: null,
    fields: ['udp.port', 'ip.src', 'ip.dst'],
  });
  expect(check('  ')).toEqual({ error: null, fields: [] });
});

test('marking a packet brings it into a view of marked ones', async () => {
  await session.load();
  const view = await show({ filter: 'frame.marked == 1' });
  expect(view.rows).toBe(0);
  session.methods['packets.mark']([7, 9], true);
  await vi.waitFor(() => expect(numbers(view)).toEqual([7, 9]));
});

test('a reference takes its value from the selected packet', async () => {
  await session.load();
  expect(numbers(await show({ filter: 'udp.srcport == ${udp.srcport}', selected: 5 }))).toEqual([5]);
  expect(numbers(await show({ filter: 'udp.srcport == ${udp.srcport}', selected: 6 }))).toEqual([6]);
});
