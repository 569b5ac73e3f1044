import type { SortOrder } from '../../preload/contract/packets';
import { literalText } from '../analysis/fields/literal-text';
import type { ColumnName } from '../analysis/store/chunk';
import { chunkMask, chunkShift } from '../analysis/store/schema';
import { addressRanks } from './address-ranks';
import type { CaptureAnalysis } from './capture-analysis';
import type { Job } from './jobs';
import { customValues } from './packet-rows';
import { radixSorted } from './radix-sort';

/** Rows in the order of a column; equal ones in the order of the capture. Descending is the same list read from its end. */
export async function sortedRows(
  analysis: CaptureAnalysis,
  rows: Uint32Array,
  order: SortOrder,
  job: Job,
): Promise<Uint32Array> {
  const sorted = await ascending(analysis, rows, order.column, job);
  return order.descending ? sorted.reverse() : sorted;
}

async function ascending(
  analysis: CaptureAnalysis,
  rows: Uint32Array,
  column: SortOrder['column'],
  job: Job,
): Promise<Uint32Array> {
  const { store } = analysis;
  switch (column) {
    case 'number':
      return rows.slice().sort();
    case 'time': {
      const first = store.get('seconds', 0) || 0;
      const bySeconds = columnKeys(analysis, 'seconds', (seconds) => Math.max(0, seconds - first + 0x4000_0000));
      return radixSorted(radixSorted(rows, columnKeys(analysis, 'nanoseconds')), bySeconds);
    }
    case 'source':
    case 'destination': {
      const ranks = addressRanks(store.addresses);
      return radixSorted(
        rows,
        columnKeys(analysis, column, (address) => ranks[address] as number),
      );
    }
    case 'protocol': {
      const ranks = protocolRanks(analysis);
      return radixSorted(
        rows,
        columnKeys(analysis, 'protocol', (protocol) => ranks[protocol] ?? 0),
      );
    }
    case 'length':
      return radixSorted(rows, columnKeys(analysis, 'originalLength'));
    case 'flags':
      return radixSorted(rows, columnKeys(analysis, 'tcpFlags'));
    case 'stream':
      return radixSorted(
        rows,
        columnKeys(analysis, 'stream', (stream) => stream + 1),
      );
    default:
      return textSorted(analysis, rows, column, job);
  }
}

/** One unsigned 32-bit key a row. */
function columnKeys(analysis: CaptureAnalysis, column: ColumnName, keyOf?: (value: number) => number): Uint32Array {
  const { store } = analysis;
  const keys = new Uint32Array(store.count);
  for (let row = 0; row < keys.length; row++) {
    const value = store.chunks[row >>> chunkShift]?.[column][row & chunkMask] as number;
    keys[row] = keyOf ? keyOf(value) : value;
  }
  return keys;
}

function protocolRanks({ registry }: CaptureAnalysis): number[] {
  const ranks: number[] = [];
  [...registry.protocols]
    .sort((one, other) => (one.short < other.short ? -1 : one.short > other.short ? 1 : 0))
    .forEach((protocol, rank) => {
      ranks[protocol.index] = rank;
    });
  return ranks;
}

/** Packets read between two looks at the clock: one may take a millisecond where its connection is read for the first time. */
const dissectionsPerLook = 4;

/** Sorts by a text that only dissection gives; numbers among the values are compared as numbers. */
async function textSorted(
  analysis: CaptureAnalysis,
  rows: Uint32Array,
  column: SortOrder['column'],
  job: Job,
): Promise<Uint32Array> {
  const names = column.startsWith('field:') ? [column.slice('field:'.length)] : [];
  const texts = new Map<string, number[]>();
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const dissection = analysis.dissect(row, names.length > 0);
    const text = names.length > 0 ? (customValues(dissection, names)[0] as string) : literalText(dissection.info);
    const same = texts.get(text);
    if (same) same.push(row);
    else texts.set(text, [row]);
    if (i % dissectionsPerLook === 0) await job.breathe(i, rows.length);
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  const distinct = await mergeSorted([...texts.keys()], compare, job);
  return Uint32Array.from(distinct.flatMap((text) => texts.get(text) as number[]));
}

/** Merge sort that lets other work in between: a native sort of a million texts would hold up every query. */
async function mergeSorted(
  texts: string[],
  compare: (one: string, other: string) => number,
  job: Job,
): Promise<string[]> {
  const run = 2048;
  let runs: string[][] = [];
  for (let i = 0; i < texts.length; i += run) {
    runs.push(texts.slice(i, i + run).sort(compare));
    await job.breathe();
  }
  while (runs.length > 1) {
    const merged: string[][] = [];
    for (let i = 0; i < runs.length; i += 2)
      merged.push(await merge(runs[i] as string[], runs[i + 1] ?? [], compare, job));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge(
  one: string[],
  other: string[],
  compare: (a: string, b: string) => number,
  job: Job,
): Promise<string[]> {
  const merged: string[] = [];
  let i = 0;
  let j = 0;
  while (i < one.length && j < other.length) {
    merged.push((compare(one[i] as string, other[j] as string) <= 0 ? one[i++] : other[j++]) as string);
    if (merged.length % 4096 === 0) await job.breathe();
  }
  while (i < one.length) merged.push(one[i++] as string);
  while (j < other.length) merged.push(other[j++] as string);
  return merged;
}
