import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { writeWebCapture } from '../../../e2e/pages/web-capture';
import type { FindQuery, FindState } from '../../../preload/contract/find';
import type { ViewRequest } from '../../../preload/contract/packets';
import { CaptureSession } from '../capture-session';
import type { Reply } from '../messages';

/** Three web requests of ten packets each; the fourth of each is `GET /… HTTP/1.1`, 40000, 40001 and 40002 ask port 80. */
let folder: string;
let session: CaptureSession;
let states: FindState[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wirestate-find-'));
  states = [];
  const send = (reply: Reply): void => {
    if (reply.kind === 'find') states.push(reply.find);
  };
  session = await CaptureSession.open(1, writeWebCapture(join(folder, 'web.pcap')), send);
});

afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

const query = (text: string, changes: Partial<FindQuery> = {}): FindQuery => ({
  kind: 'text',
  text,
  place: 'info',
  caseSensitive: false,
  width: 'any',
  ...changes,
});

const start = (asked: FindQuery, view = 0, packet = 1): number =>
  session.methods['find.start']({ query: asked, view, packet, job: 'find' }).id;

/** Numbers of all matches, in the order in which "next" comes to them from the top, until it goes round. */
async function matches(asked: FindQuery, view = 0): Promise<number[]> {
  const id = start(asked, view);
  const numbers: number[] = [];
  let at = 0;
  for (;;) {
    const hit = await session.methods['find.step'](id, at, 'next');
    if (hit === null || numbers.includes(hit.number)) return numbers;
    numbers.push(hit.number);
    at = hit.number;
  }
}

const view = async (changes: Partial<ViewRequest>): Promise<number> =>
  (await session.methods['packets.view']({ filter: '', timeRange: null, sort: null, job: 'view', ...changes })).id;

const done = (id: number): Promise<FindState> =>
  vi.waitFor(() => {
    const { state } = session.methods['find.overview'](id, 1, 0) as { state: FindState };
    expect(state.running).toBe(false);
    return state;
  });

describe('what is found', () => {
  beforeEach(() => session.load());
  const requests = [4, 14, 24];

  test('a text in Info, in any case or the very case', async () => {
    expect(await matches(query('get /'))).toEqual(requests);
    expect(await matches(query('get /', { caseSensitive: true }))).toEqual([]);
    expect(await matches(query('GET /', { caseSensitive: true }))).toEqual(requests);
  });

  test('a text in the field tree', async () => {
    expect(await matches(query('method: get', { place: 'fields' }))).toEqual(requests);
  });

  test('a text in bytes, narrow but not wide', async () => {
    expect(await matches(query('http/1.1\r\nhost', { place: 'bytes' }))).toEqual(requests);
    expect(await matches(query('host', { place: 'bytes', width: 'wide' }))).toEqual([]);
  });

  test('bytes in hexadecimal', async () => {
    expect(await matches(query('47 45 54 20', { kind: 'hex' }))).toEqual(requests);
  });

  test('a regular expression in Info, in the field tree, in bytes', async () => {
    expect(await matches(query('get /<.*> http|^get /<', { kind: 'pattern' }))).toEqual(requests);
    expect(await matches(query('^GET', { kind: 'pattern', caseSensitive: true }))).toEqual(requests);
    expect(await matches(query('^source port: 4000[12]$', { kind: 'pattern', place: 'fields' }))).toHaveLength(12);
    expect(await matches(query('get /.*\\r\\n', { kind: 'pattern', place: 'bytes' }))).toEqual(requests);
  });

  test('a display filter', async () => {
    expect(await matches(query('http.request and tcp.srcport > 40000', { kind: 'filter' }))).toEqual([14, 24]);
    expect(await matches(query('tcp.flags.syn == 1', { kind: 'filter' }))).toEqual([1, 2, 11, 12, 21, 22]);
  });

  test('only among the displayed packets, in their order', async () => {
    expect(await matches(query('GET'), await view({ filter: 'tcp.stream in {0, 2}' }))).toEqual([4, 24]);
    expect(await matches(query('GET'), await view({ sort: { column: 'number', descending: true } }))).toEqual([
      24, 14, 4,
    ]);
  });
});

describe('steps', () => {
  beforeEach(() => session.load());

  test('go forwards and backwards, and say where they went round', async () => {
    const id = start(query('GET /'));
    const step = session.methods['find.step'];
    expect(await step(id, 4, 'next')).toEqual({ number: 14, wrapped: false });
    expect(await step(id, 24, 'next')).toEqual({ number: 4, wrapped: true });
    expect(await step(id, 14, 'previous')).toEqual({ number: 4, wrapped: false });
    expect(await step(id, 4, 'previous')).toEqual({ number: 24, wrapped: true });
    expect(await step(id, 0, 'previous')).toEqual({ number: 24, wrapped: false });
  });

  test('the only match is found again from itself', async () => {
    const id = start(query('frame.number == 7', { kind: 'filter' }));
    expect(await session.methods['find.step'](id, 7, 'next')).toEqual({ number: 7, wrapped: true });
    expect(await session.methods['find.step'](id, 7, 'previous')).toEqual({ number: 7, wrapped: true });
  });

  test('begin beside a packet that is not displayed', async () => {
    const id = start(query('tcp', { kind: 'filter' }), await view({ filter: 'http.request' }));
    expect(await session.methods['find.step'](id, 10, 'next')).toMatchObject({ number: 14 });
    expect(await session.methods['find.step'](id, 20, 'previous')).toMatchObject({ number: 14 });
  });

  test('find nothing where nothing matches, and of a search that is gone', async () => {
    const id = start(query('no such text'));
    expect(await session.methods['find.step'](id, 1, 'next')).toBeNull();
    expect(await session.methods['find.step'](id + 1, 1, 'next')).toBeNull();
  });
});

test('an overview counts, marks stretches of the list, and knows which match a packet is', async () => {
  await session.load();
  const id = start(query('GET /'));
  expect(await done(id)).toMatchObject({ matches: 3, examined: 30, total: 30, running: false });
  const overview = session.methods['find.overview'](id, 10, 14);
  expect(overview?.ordinal).toBe(2);
  expect([...(overview?.marks ?? [])]).toEqual([0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
  expect(session.methods['find.overview'](id, 10, 15)?.ordinal).toBe(0);
  expect(states.at(-1)).toMatchObject({ id, matches: 3, running: false });
});

describe('where the match stands', () => {
  beforeEach(() => session.load());

  const textAt = async (number: number, path: readonly number[] | null | undefined): Promise<string | undefined> => {
    let nodes = (await session.methods['packets.detail'](number)).tree;
    let text: string | undefined;
    for (const index of path ?? []) {
      text = nodes[index]?.text;
      nodes = nodes[index]?.children ?? [];
    }
    return text;
  };

  test('in bytes', async () => {
    const id = start(query('\r\n', { place: 'bytes' }));
    const { sources } = await session.methods['packets.detail'](4);
    const spot = session.methods['find.spot'](id, 4);
    expect(spot?.bytes.length).toBeGreaterThan(1);
    for (const { start: at, length } of spot?.bytes ?? [])
      expect([...(sources[0]?.bytes.subarray(at, at + length) ?? [])]).toEqual([13, 10]);
    expect(session.methods['find.spot'](id, 1)).toBeNull();
  });

  test('in the line of the tree that holds the text, or the field that the filter asks', async () => {
    const line = start(query('time to live', { place: 'fields' }));
    expect(await textAt(4, session.methods['find.spot'](line, 4)?.path)).toMatch(/^Time to Live: \d+/);
    const filter = start(query('tcp.port == 80 and ip', { kind: 'filter' }));
    expect(await textAt(4, session.methods['find.spot'](filter, 4)?.path)).toMatch(/: 80$/);
    const pattern = start(query('get\\b', { kind: 'pattern' }));
    expect(session.methods['find.spot'](pattern, 4)).toEqual({ path: null, bytes: [] });
  });
});

test('a search begun while the capture loads finds what comes', async () => {
  const loading = session.load();
  const id = start(query('http.response', { kind: 'filter' }));
  await loading;
  await vi.waitFor(() =>
    expect(session.methods['find.overview'](id, 1, 0)?.state).toMatchObject({ matches: 3, examined: 30 }),
  );
});

test('a step taken before anything is loaded is answered when the match comes', async () => {
  const id = start(query('GET /'));
  const loading = session.load();
  await loading;
  expect(await session.methods['find.step'](id, 1, 'next')).toMatchObject({ number: 4 });
});

test('marks and comments are found once they are made', async () => {
  await session.load();
  const id = start(query('frame.marked == 1', { kind: 'filter' }));
  expect((await done(id)).matches).toBe(0);
  session.methods['packets.mark']([7, 9], true);
  await vi.waitFor(() => expect(session.methods['find.overview'](id, 1, 9)?.ordinal).toBe(2));
  session.methods['packets.mark']([7], false);
  await vi.waitFor(() => expect(session.methods['find.overview'](id, 1, 9)?.ordinal).toBe(1));
});

test('one that was stopped goes on with the next step', async () => {
  await session.load();
  const id = start(query('GET /'));
  session.jobs.cancel('find');
  await done(id);
  expect(await session.methods['find.step'](id, 1, 'next')).toMatchObject({ number: 4 });
});

test('faults are told with their place', async () => {
  const check = session.methods['find.check'];
  expect(check(query('('))).toBeNull();
  expect(check(query('(', { kind: 'pattern' }))?.message).toContain('regular expression');
  expect(check(query('(a)\\1', { kind: 'pattern' }))?.message).toContain('backreference');
  expect(check(query('4', { kind: 'hex' }))).toMatchObject({ start: 0, end: 1 });
  expect(check(query('tcp and ip.adr == 1', { kind: 'filter' }))).toMatchObject({ start: 8, end: 14 });
  expect(check(query(''))).not.toBeNull();
  expect(() => start(query('tcp and', { kind: 'filter' }))).toThrow('expected');
});
