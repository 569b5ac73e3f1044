import type { SortOrder } from '../../preload/contract/packets';
import { literalText } from '../analysis/fields/literal-text';
import { inStretches, type Pause } from '../analysis/in-stretches';
import type { ColumnName } from '../analysis/store/chunk';
import type { PacketStore } from '../analysis/store/packet-store';
import { chunkMask, chunkShift } from '../analysis/store/schema';
import { addressRanks } from './address-ranks';
import type { CaptureAnalysis } from './capture-analysis';
import type { Job } from './jobs';
import { customValues } from './packet-rows';
import { radixSorted } from './radix-sort';
import { SharedTexts } from './shared-texts';

/**
 * Rows in the order of a column; equal ones in the order of the capture. Descending is the same list read from its end.
 * @param rows ascending; they may be put in order in place
 */
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
  const pause = () => job.breathe();
  const by = async (name: ColumnName, keyOf?: KeyOf, order = rows) =>
    radixSorted(order, await columnKeys(store, name, pause, keyOf), pause);
  switch (column) {
    case 'number':
      return rows;
    case 'time': {
      const first = store.get('seconds', 0) || 0;
      const bySeconds: KeyOf = (seconds) => Math.max(0, seconds - first + 0x4000_0000);
      return by('seconds', bySeconds, await by('nanoseconds'));
    }
    case 'source':
    case 'destination': {
      const ranks = await addressRanks(store.addresses, pause);
      return by(column, (address) => ranks[address] as number);
    }
    case 'protocol': {
      const ranks = protocolRanks(analysis);
      return by('protocol', (protocol) => ranks[protocol] ?? 0);
    }
    case 'length':
      return by('originalLength');
    case 'flags':
      return by('tcpFlags');
    case 'stream':
      // As the list shows it, an error has the number of the connection that it quotes.
      return by('stream', (stream, row) => (stream < 0 ? analysis.connections.quoted.connection(row) : stream) + 1);
    default:
      return textSorted(analysis, rows, column, job);
  }
}

type KeyOf = (value: number, row: number) => number;

/** One unsigned 32-bit key a row. */
async function columnKeys(
  store: PacketStore,
  column: ColumnName,
  pause: Pause,
  keyOf: KeyOf = (value) => value,
): Promise<Uint32Array> {
  const keys = new Uint32Array(store.count);
  await inStretches(keys.length, pause, (from, to) => {
    for (let row = from; row < to; row++)
      keys[row] = keyOf(store.chunks[row >>> chunkShift]?.[column][row & chunkMask] as number, row);
  });
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
  const texts = new SharedTexts();
  const textOfRow = new Uint32Array(analysis.store.count);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const dissection = analysis.dissect(row, names.length > 0);
    const text = names.length > 0 ? (customValues(dissection, names)[0] as string) : literalText(dissection.info);
    textOfRow[row] = texts.number(text);
    if (i % dissectionsPerLook === 0) await job.breathe(i, rows.length);
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  const pause = () => job.breathe();
  const places = await texts.places(compare, pause);
  for (const row of rows) textOfRow[row] = places[textOfRow[row] as number] as number;
  return radixSorted(rows, textOfRow, pause);
}
