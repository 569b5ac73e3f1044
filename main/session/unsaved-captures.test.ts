import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UnsavedCaptures } from './unsaved-captures';

let folder: string;
let unsaved: UnsavedCaptures;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirestate-unsaved-'));
  unsaved = new UnsavedCaptures(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const noteOf = (path: string) => path.replace(/pcapng$/, 'json');
const idOf = (path: string) => basename(path, '.pcapng');

/** As if the process that began it were gone. */
function orphan(path: string, pid = spawnSync('true').pid): void {
  const note = JSON.parse(readFileSync(noteOf(path), 'utf8'));
  writeFileSync(noteOf(path), JSON.stringify({ ...note, pid }));
}

it('a capture is offered once its process is gone, not before', async () => {
  const path = await unsaved.begin(['eth0', 'lo']);
  writeFileSync(path, 'bytes');
  expect(await unsaved.list()).toEqual([]);
  orphan(path);
  expect(await unsaved.list()).toEqual([
    { id: idOf(path), path, devices: ['eth0', 'lo'], sizeBytes: 5, startedAt: expect.any(Number) },
  ]);
});

it('a process id that was given to another process does not keep a capture from being offered', async () => {
  const path = await unsaved.begin(['lo']);
  writeFileSync(path, 'bytes');
  // Our parent lives, but it was not born when this process was.
  orphan(path, process.ppid);
  expect(await unsaved.list()).toHaveLength(process.platform === 'linux' ? 1 : 0);
});

it('one that is adopted is offered to nobody else', async () => {
  const path = await unsaved.begin(['lo']);
  writeFileSync(path, 'bytes');
  orphan(path);
  expect(await unsaved.adopt(idOf(path))).toMatchObject({ path });
  expect(await unsaved.list()).toEqual([]);
  expect(await unsaved.adopt(idOf(path))).toBeNull();
  expect(await unsaved.adopt('../../etc/passwd')).toBeNull();
});

it('one whose window is gone is offered while its program runs', async () => {
  const path = await unsaved.begin(['lo']);
  writeFileSync(path, 'bytes');
  await unsaved.leave(path, 5, ['lo']);
  expect(await unsaved.list()).toEqual([{ id: idOf(path), path, devices: ['lo'], sizeBytes: 5, startedAt: 5 }]);
});

it('one that was saved elsewhere is cleared away when nobody has it open any more', async () => {
  const path = await unsaved.begin(['lo']);
  writeFileSync(path, 'bytes');
  await unsaved.markSaved(path);
  expect(await unsaved.list()).toEqual([]);
  expect(readdirSync(unsaved.folder)).toHaveLength(2);
  orphan(path);
  expect(await unsaved.list()).toEqual([]);
  expect(readdirSync(unsaved.folder)).toEqual([]);
});

it('one that came to nothing is cleared away', async () => {
  const path = await unsaved.begin(['lo']);
  writeFileSync(path, '');
  orphan(path);
  expect(await unsaved.list()).toEqual([]);
  expect(readdirSync(unsaved.folder)).toEqual([]);
});

it('one whose note is lost or makes no sense is offered all the same', async () => {
  const path = await unsaved.begin(['lo']);
  writeFileSync(path, 'bytes');
  for (const text of ['[]', '{"pid":"x"}', 'null', '{"pid":', null]) {
    if (text === null) rmSync(noteOf(path), { force: true });
    else writeFileSync(noteOf(path), text);
    expect(await unsaved.list()).toEqual([
      { id: idOf(path), path, devices: [], sizeBytes: 5, startedAt: expect.any(Number) },
    ]);
  }
});
