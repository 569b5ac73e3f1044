import type { ConnectionLife } from '../../../preload/contract/connections';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift } from '../../analysis/store/schema';
import { elapsedNanoseconds } from '../../analysis/tcp/clock';
import type { Job } from '../jobs';
import { isTrouble } from '../trouble';
import type { ConversationSource } from './conversation-source';

/** Parts of a life that are told apart. */
const parts = 48;
const rowsAtOnce = 1 << 15;

interface Life extends ConnectionLife {
  readonly firstRow: number;
  /** Parts a nanosecond. */
  readonly scale: number;
}

/**
 * When some conversations carried data and met trouble. One pass over the rows between their first and their last tells it
 * of all of them.
 */
export async function connectionLives(
  source: ConversationSource,
  numbers: readonly number[],
  job: Job,
): Promise<readonly ConnectionLife[]> {
  const { store, tally, conversations } = source;
  const lives = numbers.map((number) => newLife(source, number));
  const byNumber = new Map(numbers.map((number, index) => [number, lives[index] as Life]));
  const from = Math.min(...numbers.map((number) => tally.firstRow(number)));
  const to = Math.max(...numbers.map((number) => tally.lastRow(number)));
  for (let begin = from; begin <= to; begin += rowsAtOnce) {
    const end = Math.min(to, begin + rowsAtOnce - 1);
    for (let row = begin; row <= end; row++) {
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const number = conversations.numberAt(chunk, row & chunkMask);
      const life = number < 0 ? undefined : byNumber.get(number);
      if (life) live(source, life, number, chunk, row);
    }
    await job.breathe();
  }
  return lives.map(({ client, server, trouble, from: begin, to: end }) => ({
    client,
    server,
    trouble,
    from: begin,
    to: end,
  }));
}

function newLife({ store, tally, analysis }: ConversationSource, number: number): Life {
  const firstRow = tally.firstRow(number);
  const duration = elapsedNanoseconds(store, firstRow, tally.lastRow(number));
  const { earliest, latest } = analysis.totals;
  const span = earliest && latest ? sinceEarliest(latest, earliest) : 0;
  const place = (row: number) => {
    if (!earliest || span <= 0) return 0;
    const time = { seconds: store.get('seconds', row), nanoseconds: store.get('nanoseconds', row) };
    return Math.min(1, Math.max(0, sinceEarliest(time, earliest) / span)) || 0;
  };
  return {
    client: new Float64Array(parts),
    server: new Float64Array(parts),
    trouble: new Uint32Array(parts),
    from: place(firstRow),
    to: place(tally.lastRow(number)),
    firstRow,
    scale: duration > 0 ? parts / duration : 0,
  };
}

interface Moment {
  readonly seconds: number;
  readonly nanoseconds: number;
}

const sinceEarliest = (time: Moment, earliest: Moment): number =>
  (time.seconds - earliest.seconds) * 1e9 + time.nanoseconds - earliest.nanoseconds;

function live(source: ConversationSource, life: Life, number: number, chunk: Chunk, row: number): void {
  const at = row & chunkMask;
  const since = elapsedNanoseconds(source.store, life.firstRow, row);
  const part = Math.min(parts - 1, Math.max(0, Math.floor(since * life.scale)));
  const bytes = source.kind === 'tcp' ? (chunk.payloadLength[at] as number) : (chunk.originalLength[at] as number);
  const side = source.conversations.isFromServer(chunk, at, number) ? life.server : life.client;
  side[part]! += bytes;
  if (source.kind === 'tcp' && isTrouble(chunk, at)) life.trouble[part]!++;
}
