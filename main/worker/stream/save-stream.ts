import type { StreamDirection, StreamSaved, StreamSaveRequest } from '../../../preload/contract/stream';
import { replaceFile } from '../../files/replace-file';
import { type Job, JobCancelled } from '../jobs';
import type { FollowedContent } from './followed-content';
import type { FollowedStream } from './followed-stream';
import { LineText } from './line-text';

const stretch = 256 * 1024;
const linesAtOnce = 512;

/** Writes a stream, or what is shown of it, to one file or two. @throws CaptureSaveError saying what to do */
export async function saveStream(
  followed: FollowedStream,
  { shape, kind, paths }: StreamSaveRequest,
  job: Job,
): Promise<StreamSaved> {
  const capture = followed.analysis.file.path;
  if (paths.includes(capture)) throw new Error(`${capture} is the open capture; save under another name.`);
  const content = await followed.content(shape.view);
  const directions: readonly StreamDirection[] = kind === 'each' ? ['client', 'server'] : [shape.direction];
  let bytes = 0;
  try {
    for (const [i, direction] of directions.entries()) {
      const chunks = kind === 'text' ? textOf(followed, content, { shape, job }) : bytesOf(content, direction, job);
      bytes += await writeChunks(paths[i] as string, chunks, job.controller.signal);
    }
    return { paths, bytes, cancelled: false };
  } catch (error) {
    if (!(error instanceof JobCancelled) && !job.controller.signal.aborted) throw error;
    return { paths, bytes: 0, cancelled: true };
  }
}

function writeChunks(path: string, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<number> {
  return replaceFile(path, signal, async (output) => {
    for await (const chunk of chunks) output.append(chunk);
    return output.offset;
  });
}

async function* bytesOf(content: FollowedContent, direction: StreamDirection, job: Job): AsyncGenerator<Uint8Array> {
  for (let block = 0; block < content.blocks; block++) {
    const { sender, start, end } = content.block(block);
    if (direction !== 'both' && sender !== direction) continue;
    for (let at = start; at < end; ) {
      const limit = Math.min(end, at + stretch);
      const to = Math.min(limit, content.runEnd(at, limit));
      if (!content.isMissing(at)) yield content.read(at, to);
      at = to;
      await job.breathe(at, content.end);
    }
  }
}

async function* textOf(
  followed: FollowedStream,
  content: FollowedContent,
  { shape, job }: Pick<StreamSaveRequest, 'shape'> & { readonly job: Job },
): AsyncGenerator<Uint8Array> {
  const index = await followed.index(shape);
  await index.advance(Number.POSITIVE_INFINITY, job);
  const text = new LineText(followed.analysis, content, shape, followed.summary());
  let lines: string[] = [];
  for (const line of index.from(0)) {
    lines.push(text.of(line));
    if (lines.length < linesAtOnce) continue;
    yield Buffer.from(`${lines.join('\n')}\n`);
    lines = [];
    await job.breathe(line.end, content.end);
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`);
}
