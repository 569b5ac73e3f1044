import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { writeWebCapture } from '../../e2e/pages/web-capture';
import { CaptureAnalysis } from './capture-analysis';
import { unwatched } from './jobs';
import { sortedRows } from './row-order';

test('a sort that reads packets looks at the clock after every few of them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wirestate-sort-'));
  const analysis = await CaptureAnalysis.open(writeWebCapture(join(folder, 'web.pcap'), 4));
  await analysis.load();
  const job = unwatched();
  const dissect = vi.spyOn(analysis, 'dissect');
  const between: number[] = [];
  vi.spyOn(job, 'breathe').mockImplementation(async () => {
    between.push(dissect.mock.calls.length);
    dissect.mockClear();
  });
  const rows = Uint32Array.from({ length: analysis.store.count }, (_, row) => row);
  const sorted = await sortedRows(analysis, rows, { column: 'info', descending: false }, job);
  expect(sorted).toHaveLength(40);
  expect(between.reduce((sum, count) => sum + count, 0) + dissect.mock.calls.length).toBe(40);
  expect(Math.max(...between)).toBeLessThanOrEqual(4);
  await analysis.close();
  rmSync(folder, { recursive: true });
});
