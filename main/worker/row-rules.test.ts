import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWebCapture } from '../../e2e/pages/web-capture';
import type { ColoringRule } from '../../preload/contract/colors';
import defaultRules from '../../resources/coloring-rules.json';
import { compileFilter } from '../analysis/filter/compile-filter';
import { createRegistry } from '../analysis/protocols';
import { CaptureSession } from './capture-session';

let folder: string;
let session: CaptureSession;
let revisions: number[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wirestate-rules-'));
  revisions = [];
  session = await CaptureSession.open(1, writeWebCapture(join(folder, 'web.pcap'), 2), (reply) => {
    if (reply.kind === 'state') revisions.push(reply.state.revision);
  });
  await session.load();
});

afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

const rule = (name: string, filter: string, changes: Partial<ColoringRule> = {}): ColoringRule => ({
  name,
  filter,
  foreground: '',
  background: 'note',
  enabled: true,
  ...changes,
});

/** Names of the rules that color the first ten packets: one conversation of SYN, SYN ACK, ACK, GET, ACK, 200, ACK, FIN, FIN, ACK. */
const names = (custom: readonly string[] = []): string[] =>
  session.methods['packets.rows']({ view: 0, start: 0, count: 10, custom }).rows.map((row) => row.coloring?.name ?? '');

test('the first rule that matches colors a row, by columns and by what is dissected', () => {
  session.methods['colors.setRules']([
    rule('off', 'tcp', { enabled: false }),
    rule('no filter', 'tcp.nonsense == 1'),
    rule('request', 'http.request.method == "GET"'),
    rule('ends', 'tcp.flags.syn == 1 or tcp.flags.fin == 1'),
    rule('from the client', 'ip.src == 192.0.2.10'),
  ]);
  const expected = ['ends', 'ends', 'from the client', 'request', '', '', 'from the client', 'ends', 'ends'];
  expect(names()).toEqual([...expected, 'from the client']);
  expect(names(['ip.ttl'])).toEqual(names());
});

test('colors of conversations come before the rules, and windows hear of a change', () => {
  session.methods['colors.setRules']([rule('all', 'frame')]);
  const before = revisions.at(-1) as number;
  session.methods['colors.setTemporary']([rule('Conversation color 1', 'tcp.stream eq 0 and tcp.len > 0')]);
  expect(revisions.at(-1)).toBeGreaterThan(before);
  expect(names().slice(2, 5)).toEqual(['all', 'Conversation color 1', 'all']);
  session.methods['colors.setTemporary']([]);
  expect(new Set(names())).toEqual(new Set(['all']));
});

test('the rule stands in the packet’s tree, and can be asked for in a filter', async () => {
  session.methods['colors.setRules']([rule('requests', 'http.request')]);
  const [frame] = (await session.methods['packets.detail'](4)).tree;
  const values = Object.fromEntries((frame?.children ?? []).map(({ name, value }) => [name, value]));
  expect(values['frame.coloring_rule.name']).toBe('requests');
  expect(values['frame.coloring_rule.string']).toBe('http.request');
  const [other] = (await session.methods['packets.detail'](3)).tree;
  expect(other?.children.map(({ name }) => name)).not.toContain('frame.coloring_rule.name');
  const ask = { filter: 'frame.coloring_rule.name == "requests"', timeRange: null, sort: null, job: 'ask' };
  expect((await session.methods['packets.view'](ask)).rows).toBe(2);
  session.methods['colors.setRules']([rule('requests', 'tcp.flags.syn == 1')]);
  expect((await session.methods['packets.view'](ask)).rows).toBe(4);
});

test('a rule that asks how packets are colored ends in no circle', () => {
  session.methods['colors.setRules']([rule('circle', 'frame.coloring_rule.name'), rule('rest', 'frame')]);
  expect(new Set(names())).toEqual(new Set(['rest']));
});

test('macros stand in rules and filters', () => {
  const macro = { name: 'opens', text: 'tcp.flags.syn == $1 and tcp.flags.ack == 0' };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a macro of the filter language looks like one
  const call = '${opens:1}';
  session.methods['colors.setRules']([rule('opens', call)]);
  expect(names()[0]).toBe('');
  session.methods['filters.setMacros']([macro]);
  expect(names().slice(0, 2)).toEqual(['opens', '']);
  expect(session.methods['filters.check'](call).error).toBeNull();
});

test('the file read again is colored as before', async () => {
  session.methods['colors.setRules']([rule('all', 'frame')]);
  await session.methods['captures.reload']();
  await expect.poll(() => session.state().phase).toBe('ready');
  expect(names()[0]).toBe('all');
});

test('every rule that comes with the program is a filter', () => {
  const registry = createRegistry();
  for (const { filter } of defaultRules) expect(() => compileFilter(filter, registry), filter).not.toThrow();
});
