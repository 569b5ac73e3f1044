import type { Timeline } from '../../preload/contract/capture';
import { inStretches } from '../analysis/in-stretches';
import type { Chunk } from '../analysis/store/chunk';
import { chunkMask, chunkShift, RowFlag } from '../analysis/store/schema';
import type { CaptureAnalysis } from './capture-analysis';
import { unwatched } from './jobs';
import { isTrouble } from './trouble';

const mostBuckets = 4000;

/** Packets, bytes and trouble over the capture's time, in equally long buckets. */
export async function timeline(analysis: CaptureAnalysis, buckets: number): Promise<Timeline> {
  const { store } = analysis;
  const count = Math.max(1, Math.min(mostBuckets, Math.floor(buckets)));
  const from = analysis.totals.earliest ?? { seconds: 0, nanoseconds: 0 };
  const to = analysis.totals.latest ?? from;
  const packets = new Float64Array(count);
  const bytes = new Float64Array(count);
  const trouble = new Float64Array(count);
  const span = to.seconds - from.seconds + (to.nanoseconds - from.nanoseconds) / 1e9;
  const scale = span > 0 ? count / span : 0;
  const take = (chunk: Chunk, at: number) => {
    if ((chunk.rowFlags[at]! & RowFlag.hasTime) === 0) return;
    const since = chunk.seconds[at]! - from.seconds + (chunk.nanoseconds[at]! - from.nanoseconds) / 1e9;
    const bucket = Math.min(count - 1, Math.max(0, Math.floor(since * scale)));
    packets[bucket]!++;
    bytes[bucket]! += chunk.originalLength[at]!;
    if (isTrouble(chunk, at)) trouble[bucket]!++;
  };
  const job = unwatched();
  await inStretches(
    store.count,
    () => job.breathe(),
    (first, end) => {
      for (let row = first; row < end; row++) take(store.chunks[row >>> chunkShift]!, row & chunkMask);
    },
  );
  return { from, to, packets, bytes, trouble };
}
