import type { StreamMark, StreamPiece, StreamSpan } from '../../../../preload/contract/stream';
import { firstIndex } from '../../../analysis/first-index';
import { RowFlag } from '../../../analysis/store/schema';
import type { Sender, StreamAssembly } from '../../../analysis/tcp/reassembly/stream-assembly';
import type { CaptureAnalysis } from '../../capture-analysis';
import type { Job } from '../../jobs';
import type { ContentBlock, FollowedContent } from '../followed-content';
import { SenderBytes } from '../sender-bytes';
import { SegmentNotes } from '../tcp-content';
import type { DecodedBody } from './decode-body';
import { findHttp } from './find-messages';
import { type HttpBlock, HttpBlocks, type Senders } from './http-blocks';
import type { StreamRange } from './message-body';

/** Reads the messages of a connection: a block for each head and one for each body, chunks and codings undone. */
export async function httpContent(
  analysis: CaptureAnalysis,
  stream: number,
  assembly: StreamAssembly,
  job: Job,
): Promise<FollowedContent> {
  const senders = {
    client: new SenderBytes(analysis, assembly.client.stream.pieces),
    server: new SenderBytes(analysis, assembly.server.stream.pieces),
  };
  const blocks = new HttpBlocks(senders);
  for (const stretch of await findHttp(analysis, assembly, job)) await blocks.add(stretch);
  return new HttpContent(analysis, stream, assembly, senders, blocks.placed());
}

/** The last entry that does not begin behind a position. */
const lastUpTo = <Entry>(entries: readonly Entry[], position: number, startOf: (entry: Entry) => number): number =>
  Math.max(0, firstIndex(entries.length, (index) => startOf(entries[index] as Entry) > position) - 1);

class HttpContent implements FollowedContent {
  private readonly notes: SegmentNotes;

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly stream: number,
    private readonly assembly: StreamAssembly,
    private readonly senders: Senders,
    private readonly list: readonly HttpBlock[],
  ) {
    this.notes = new SegmentNotes(analysis, assembly);
  }

  get blocks(): number {
    return this.list.length;
  }

  get end(): number {
    const last = this.list.at(-1);
    return last ? last.start + last.length : 0;
  }

  block(index: number): ContentBlock {
    const { sender, start, length, row, title, ranges, decoded, goesOn } = this.list[index] as HttpBlock;
    const previousRow = this.list[index - 1]?.lastRow ?? -1;
    const offset = decoded ? 0 : (ranges[0]?.offset ?? 0);
    return { sender, start, end: start + length, offset, row, previousRow, goesOn, title };
  }

  blockAt(position: number): number {
    return position >= this.end ? this.blocks : lastUpTo(this.list, position, ({ start }) => start);
  }

  isMissing(position: number): boolean {
    const { block, offset } = this.placeOf(position);
    return block.decoded === null && this.senders[block.sender].isMissing(offset);
  }

  runEnd(position: number, limit: number): number {
    let at = position;
    const isMissing = this.isMissing(position);
    const { block } = this.placeOf(position);
    const end = Math.min(limit, block.start + block.length);
    if (block.decoded) return end;
    while (at < end && this.isMissing(at) === isMissing) {
      const { offset, left } = this.placeOf(at);
      const next = this.senders[block.sender].runEnd(offset, offset + Math.min(left, end - at));
      at += next - offset;
    }
    return at;
  }

  read(from: number, to: number): Uint8Array {
    const { block } = this.placeOf(from);
    if (block.decoded) return block.decoded.bytes.slice(from - block.start, to - block.start);
    const bytes = new Uint8Array(Math.max(0, to - from));
    for (const { offset, length, at } of this.ranges(block, from, to)) {
      bytes.set(this.senders[block.sender].read(offset, offset + length), at - from);
    }
    return bytes;
  }

  pieces(from: number, to: number): readonly StreamPiece[] {
    const { block } = this.placeOf(from);
    if (block.decoded) return decodedPieces(block, block.decoded, from, to);
    const pieces: StreamPiece[] = [];
    for (const { offset, length, at } of this.ranges(block, from, to)) {
      for (const piece of this.senders[block.sender].within(offset, offset + length)) {
        pieces.push({ at: at + piece.offset - offset, length: piece.length, packet: piece.row + 1 });
      }
    }
    return pieces;
  }

  marks(from: number, to: number): readonly StreamMark[] {
    const { block } = this.placeOf(from);
    if (block.decoded) return [];
    const marks: StreamMark[] = [];
    for (const { offset, length, at } of this.ranges(block, from, to)) {
      for (const piece of this.senders[block.sender].within(offset, offset + length)) {
        const begin = at + piece.offset - offset;
        marks.push(...this.notes.marks(block.sender, piece.row, piece.offset, piece.length, begin));
      }
    }
    return marks;
  }

  locate(row: number): readonly StreamSpan[] | null {
    const { store } = this.analysis;
    if (!store.has(row, RowFlag.tcp) || store.get('stream', row) !== this.stream) return null;
    const sender = store.has(row, RowFlag.fromServer) ? 'server' : 'client';
    const brought = this.broughtBy(row, sender);
    return this.list.filter((block) => block.sender === sender).flatMap((block) => spansIn(block, row, brought));
  }

  /** Ranges of the stream that a packet brought, or brought again. */
  private broughtBy(row: number, sender: Sender): readonly StreamRange[] {
    const { stream } = this.assembly[sender];
    const { pieces } = stream;
    const found: StreamRange[] = [];
    for (let piece = 0; piece < pieces.count; piece++) {
      if (pieces.row(piece) === row) found.push({ offset: pieces.offset(piece), length: pieces.length(piece) });
    }
    return [...found, ...stream.lateOf(row)];
  }

  /** Ranges of the stream behind positions of a block. */
  private *ranges(block: HttpBlock, from: number, to: number): Generator<StreamRange & { readonly at: number }> {
    for (let i = lastUpTo(block.starts, from, (start) => start); i < block.ranges.length; i++) {
      const start = block.starts[i] as number;
      const { offset, length } = block.ranges[i] as StreamRange;
      if (start >= to) return;
      const at = Math.max(from, start);
      const end = Math.min(to, start + length);
      if (end > at) yield { at, offset: offset + at - start, length: end - at };
    }
  }

  /** The block of a position, its offset in the stream, and how many bytes of the range follow it. */
  private placeOf(position: number): { readonly block: HttpBlock; readonly offset: number; readonly left: number } {
    const block = this.list[lastUpTo(this.list, position, ({ start }) => start)] as HttpBlock;
    if (block.decoded) return { block, offset: 0, left: 0 };
    const range = lastUpTo(block.starts, position, (start) => start);
    const { offset, length } = block.ranges[range] as StreamRange;
    const within = position - (block.starts[range] as number);
    return { block, offset: offset + within, left: length - within };
  }
}

function decodedPieces(
  { start, length }: HttpBlock,
  { sources }: DecodedBody,
  from: number,
  to: number,
): StreamPiece[] {
  const pieces: StreamPiece[] = [];
  for (let i = lastUpTo(sources, from - start, ({ at }) => at); i < sources.length; i++) {
    const source = sources[i] as DecodedBody['sources'][number];
    const at = Math.max(from, start + source.at);
    const end = Math.min(to, start + (sources[i + 1]?.at ?? length));
    if (at >= to) break;
    if (end > at) pieces.push({ at, length: end - at, packet: source.row + 1 });
  }
  return pieces;
}

function spansIn(block: HttpBlock, row: number, brought: readonly StreamRange[]): StreamSpan[] {
  const { decoded, start, length, ranges, starts } = block;
  if (decoded) {
    return decoded.sources.flatMap((source, i) => {
      const end = decoded.sources[i + 1]?.at ?? length;
      return source.row === row && end > source.at ? [{ at: start + source.at, length: end - source.at }] : [];
    });
  }
  return ranges.flatMap((range, i) =>
    brought.flatMap((each) => {
      const from = Math.max(range.offset, each.offset);
      const to = Math.min(range.offset + range.length, each.offset + each.length);
      return to > from ? [{ at: (starts[i] as number) + from - range.offset, length: to - from }] : [];
    }),
  );
}
