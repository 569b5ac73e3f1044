import type {
  StreamExtent,
  StreamFound,
  StreamMatch,
  StreamName,
  StreamPage,
  StreamPlace,
  StreamQuery,
  StreamSaveRequest,
  StreamSender,
  StreamShape,
} from '../../../preload/contract/stream';
import type { CaptureAnalysis } from '../capture-analysis';
import { JobCancelled, type Jobs, unwatched } from '../jobs';
import { FoundMatches } from './find/found-matches';
import { needleOf } from './find/needle';
import { FollowedStream } from './followed-stream';
import { linePage } from './line-page';
import { LineText } from './line-text';
import { saveStream } from './save-stream';
import { senderOf } from './turn-content';

const mostStreams = 4;
const mostLines = 2000;
const mostTurns = 10_000;
const mostBytes = 16 << 20;
/** Characters that go to the clipboard. */
const mostText = 16 << 20;

/** What the contract's `stream` methods call, the capture's id left out. @param current the analysis, which a reload replaces */
export function streamAnswers(current: () => CaptureAnalysis, jobs: Jobs) {
  const shelf = new Map<string, FollowedStream>();

  const take = (name: StreamName): FollowedStream => {
    const analysis = current();
    const { transport, stream } = name;
    const { count } = analysis.connections[transport];
    if (stream >= count) throw new Error(`There is no ${transport}.stream ${stream}: the capture has ${count}.`);
    const key = `${transport} ${stream}`;
    const kept = shelf.get(key);
    const followed = kept?.analysis === analysis ? kept : new FollowedStream(analysis, { transport, stream });
    shelf.delete(key);
    shelf.set(key, followed);
    if (shelf.size > mostStreams) shelf.delete(shelf.keys().next().value as string);
    return followed;
  };

  const matchesOf = (followed: FollowedStream, shape: StreamShape, query: StreamQuery): Promise<FoundMatches> => {
    const needle = needleOf(query, shape.encoding);
    const { view, direction, encoding } = shape;
    const key = JSON.stringify([view, direction, encoding, query.text, query.kind, query.matchCase]);
    return followed.matches(shape, (content) => new FoundMatches(content, direction, needle), key);
  };

  return {
    'stream.open': async (name: StreamName) => {
      const followed = take(name);
      await followed.refresh();
      return followed.summary();
    },
    'stream.turns': (name: StreamName, start: number, count: number) =>
      take(name).turnsFrom(start, Math.min(count, mostTurns)),
    'stream.bytes': (name: StreamName, sender: StreamSender, offset: number, length: number) =>
      bytesOf(take(name), sender, offset, Math.min(length, mostBytes)),
    'stream.lines': async (
      shape: StreamShape,
      start: number,
      count: number,
      query: StreamQuery | null,
    ): Promise<StreamPage> => {
      const followed = take(shape);
      const index = await followed.index(shape);
      const lines = await index.lines(start, Math.min(count, mostLines), unwatched());
      const found = query === null ? null : await matchesOf(followed, shape, query);
      return linePage(followed.analysis, await followed.content(shape.view), index, start, lines, found);
    },
    'stream.measure': async (shape: StreamShape, id: string): Promise<StreamExtent> => {
      const index = await take(shape).index(shape);
      await untilCancelled(
        jobs.run(id, 'Laying out the stream', (job) => index.advance(Number.POSITIVE_INFINITY, job)),
      );
      return index.extent;
    },
    'stream.lineOf': async (shape: StreamShape, at: number): Promise<number> =>
      (await take(shape).index(shape)).lineOf(at, unwatched()),
    'stream.locate': async (shape: StreamShape, packet: number): Promise<StreamPlace | null> => {
      const followed = take(shape);
      const content = await followed.content(shape.view);
      const spans = packet > followed.analysis.store.count ? null : content.locate(packet - 1);
      if (spans === null) return null;
      const [first] = spans;
      const index = await followed.index(shape);
      return { spans, line: first ? await index.lineOf(first.at, unwatched()) : -1 };
    },
    'stream.find': async (shape: StreamShape, query: StreamQuery, id: string): Promise<StreamFound> => {
      const found = await matchesOf(take(shape), shape, query);
      await untilCancelled(jobs.run(id, `Finding ${query.text.slice(0, 80)}`, (job) => found.complete(job)));
      return { matches: found.count, complete: found.isComplete };
    },
    'stream.match': async (
      shape: StreamShape,
      query: StreamQuery,
      at: number,
      towards: 'next' | 'previous',
    ): Promise<StreamMatch | null> => {
      const followed = take(shape);
      const found = await matchesOf(followed, shape, query);
      const nearest = found.nearest(at, towards);
      if (nearest === null) return null;
      const { index, spans } = nearest;
      const line = await (await followed.index(shape)).lineOf(spans[0]?.at ?? 0, unwatched());
      return { index, line, spans };
    },
    'stream.text': async (shape: StreamShape, start: number, end: number): Promise<string> => {
      const followed = take(shape);
      const index = await followed.index(shape);
      const job = unwatched();
      await index.advance(end, job);
      const text = new LineText(followed.analysis, await followed.content(shape.view), shape, followed.summary());
      const lines: string[] = [];
      let size = 0;
      let line = start;
      for (const each of index.from(start)) {
        if (line++ >= end) break;
        const written = text.of(each);
        size += written.length + 1;
        if (size > mostText) throw new Error('That is too much for the clipboard: save it to a file instead.');
        lines.push(written);
        await job.breathe();
      }
      return lines.join('\n');
    },
    'stream.save': (request: StreamSaveRequest) =>
      jobs.run(request.job, 'Saving the stream', (job) => saveStream(take(request.shape), request, job)),
  } as const;
}

async function untilCancelled(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof JobCancelled)) throw error;
  }
}

/** Bytes of one sender from an offset in its stream, as far as they follow one another without a gap. */
function bytesOf({ turns }: FollowedStream, sender: StreamSender, offset: number, length: number): Uint8Array {
  const { parts } = turns;
  const found: Uint8Array[] = [];
  let next = offset;
  for (let part = 0; part < parts.count && next < offset + length; part++) {
    const begin = parts.offset(part);
    if (senderOf(parts, part) !== sender || next < begin || next >= begin + parts.length(part)) continue;
    if (parts.isMissing(part)) break;
    const from = parts.start(part) + next - begin;
    const bytes = turns.read(from, Math.min(parts.start(part + 1), from + offset + length - next));
    found.push(bytes);
    next += bytes.length;
  }
  return new Uint8Array(Buffer.concat(found));
}
