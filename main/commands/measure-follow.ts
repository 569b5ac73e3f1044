import type { StreamShape } from '../../preload/contract/stream';
import { chunkMask, chunkShift, RowFlag } from '../analysis/store/schema';
import type { CaptureAnalysis } from '../worker/capture-analysis';
import { Jobs } from '../worker/jobs';
import { streamAnswers } from '../worker/stream/stream-answers';

export interface FollowMeasure {
  /** The TCP connection with the most payload, as `tcp.stream`. */
  readonly followedStream: number;
  /** Its bytes, of both ends. */
  readonly followedBytes: number;
  /** From asking for it to its first screenful of lines. */
  readonly followSeconds: number;
}

const screenful = 60;

/** Follows the largest TCP connection of a capture that is loaded; null where it has none. */
export async function measureFollow(analysis: CaptureAnalysis): Promise<FollowMeasure | null> {
  const stream = largestConnection(analysis);
  if (stream < 0) return null;
  const name = { transport: 'tcp', stream } as const;
  const shape: StreamShape = {
    ...name,
    view: 'bytes',
    direction: 'both',
    format: 'text',
    encoding: 'utf-8',
    columns: 120,
  };
  const answers = streamAnswers(() => analysis, new Jobs(() => {}));
  const started = performance.now();
  const { bytes } = await answers['stream.open'](name);
  await answers['stream.lines'](shape, 0, screenful, null);
  const followSeconds = (performance.now() - started) / 1000;
  return { followedStream: stream, followedBytes: bytes.client + bytes.server, followSeconds };
}

/** @returns -1 where there is none */
function largestConnection({ store, connections }: CaptureAnalysis): number {
  const bytes = new Float64Array(connections.tcp.count);
  for (let row = 0; row < store.count; row++) {
    const chunk = store.chunks[row >>> chunkShift];
    const at = row & chunkMask;
    if (chunk === undefined || ((chunk.rowFlags[at] as number) & RowFlag.tcp) === 0) continue;
    const stream = chunk.stream[at] as number;
    bytes[stream] = (bytes[stream] as number) + (chunk.payloadLength[at] as number);
  }
  return bytes.reduce((largest, size, stream) => (size > (bytes[largest] ?? -1) ? stream : largest), -1);
}
