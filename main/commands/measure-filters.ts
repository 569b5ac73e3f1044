import { spawn } from 'node:child_process';
import { compileFilter } from '../analysis/filter/compile-filter';
import type { CaptureAnalysis } from '../worker/capture-analysis';
import { captureFacts } from '../worker/filter-facts';
import { FilterRun } from '../worker/filter-rows';
import { RowSet } from '../worker/row-set';

export interface FilterMeasure {
  readonly text: string;
  readonly seconds: number;
  readonly matched: number;
  /** Rows that the columns left in doubt. */
  readonly inDoubt: number;
}

export interface FilterComparison {
  readonly text: string;
  readonly seconds: number;
  readonly matched: number;
  /** How many times faster Wirestate is. */
  readonly ratio: number;
}

/** Filters that are typed often: the first ones are decided in the columns, the last ones need the bytes. */
export const benchFilters: readonly string[] = [
  'tcp.flags.reset == 1',
  'tcp.port == 8099',
  'ip.dst == 192.168.204.162',
  'tcp.analysis.retransmission or tcp.analysis.duplicate_ack',
  'tcp.flags.reset eq 1 and !(tcp.seq eq 1 and tcp.ack eq 1)',
  'frame.time_relative > 10',
  'http.request.uri contains "x"',
  'frame contains "x"',
  'tcp.payload[0:2] == 16:03',
];

/** Runs each filter over a capture that is loaded, once. */
export async function measureFilters(analysis: CaptureAnalysis, texts = benchFilters): Promise<FilterMeasure[]> {
  const facts = captureFacts(analysis);
  const measures: FilterMeasure[] = [];
  for (const text of texts) {
    const started = performance.now();
    const found = new RowSet();
    const run = new FilterRun(analysis, compileFilter(text, analysis.registry), facts);
    await run.run(found, { breathe: async () => {} });
    const seconds = (performance.now() - started) / 1000;
    measures.push({ text, seconds, matched: found.count, inDoubt: run.dissected });
  }
  return measures;
}

/** Has tshark answer the same filters, one run each. */
export async function compareFilters(path: string, own: readonly FilterMeasure[]): Promise<FilterComparison[]> {
  const comparisons: FilterComparison[] = [];
  for (const { text, seconds: ownSeconds } of own) {
    const started = performance.now();
    const matched = await countMatches(path, text);
    const seconds = (performance.now() - started) / 1000;
    comparisons.push({ text, seconds, matched, ratio: seconds / ownSeconds });
  }
  return comparisons;
}

function countMatches(path: string, text: string): Promise<number> {
  const child = spawn('tshark', ['-n', '-r', path, '-Y', text, '-T', 'fields', '-e', 'frame.number'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let lines = 0;
  child.stdout.on('data', (part: Buffer) => {
    for (const octet of part) if (octet === 10) lines++;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(lines));
  });
}
