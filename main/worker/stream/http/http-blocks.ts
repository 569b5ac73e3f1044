import type { Sender } from '../../../analysis/tcp/reassembly/stream-assembly';
import type { SenderBytes } from '../sender-bytes';
import { type DecodedBody, decodeBody } from './decode-body';
import type { HttpStretch } from './find-messages';
import { bodyPacking, chunkRanges, type StreamRange } from './message-body';

/** Decoded bytes that are kept of one stream. */
const mostDecoded = 64 << 20;
/** Decoded bytes of one body. */
const mostOfBody = 16 << 20;

/** Bytes of a block: ranges of its sender's stream one after the other, or what they were decoded to. */
export interface HttpBlock {
  readonly sender: Sender;
  readonly start: number;
  readonly length: number;
  /** The packets that brought its first byte and its last. */
  readonly row: number;
  readonly lastRow: number;
  readonly title: string;
  /** Its bytes are those behind its sender's block before. */
  readonly goesOn: boolean;
  readonly ranges: readonly StreamRange[];
  /** Positions at which the ranges begin. */
  readonly starts: readonly number[];
  readonly decoded: DecodedBody | null;
}

export type Senders = Readonly<Record<Sender, SenderBytes>>;

/** A block that has no place yet. */
interface Unplaced extends Omit<HttpBlock, 'start' | 'starts' | 'length' | 'row' | 'lastRow'> {
  /** The packet with which its first byte could be read: all before it in its sender's stream had arrived. */
  readonly readyAt: number;
}

/** Makes blocks of messages, and puts those of both ends in the order in which they could be read. */
export class HttpBlocks {
  private readonly unplaced: Unplaced[] = [];
  private readonly readyAt: Readonly<Record<Sender, (offset: number) => number>>;
  /** Offsets behind what was put into blocks as it was sent. */
  private readonly ends = { client: -1, server: -1 };
  private decodedBytes = 0;

  constructor(private readonly senders: Senders) {
    this.readyAt = { client: readiness(senders.client), server: readiness(senders.server) };
  }

  async add({ sender, start, end, head, note }: HttpStretch): Promise<void> {
    if (head === 0) {
      this.push(sender, 'not HTTP', [{ offset: start, length: end - start }], null);
      return;
    }
    const body = start + head;
    this.push(sender, body < end ? '' : note, [{ offset: start, length: head }], null);
    if (body < end) await this.addBody(sender, body, end, start, note);
  }

  /** The blocks with their positions. */
  placed(): readonly HttpBlock[] {
    let position = 0;
    return this.unplaced
      .toSorted((one, other) => one.readyAt - other.readyAt)
      .map(({ readyAt: _, ...block }) => {
        const start = position;
        const starts = startsOf(block.ranges, start);
        position = starts.pop() as number;
        if (block.decoded) position = start + block.decoded.bytes.length;
        const bytes = this.senders[block.sender];
        const [first, last] = [block.ranges[0], block.ranges.at(-1)] as [StreamRange, StreamRange];
        const row = bytes.rowAt(first.offset);
        return { ...block, start, starts, length: position - start, row, lastRow: bytes.rowAt(behind(last) - 1) };
      });
  }

  private async addBody(sender: Sender, start: number, end: number, head: number, note: string): Promise<void> {
    const bytes = this.senders[sender];
    const packing = bodyPacking(Buffer.from(bytes.read(head, start)).toString('latin1'));
    const ranges = packing.isChunked ? chunkRanges(bytes, start, end) : [{ offset: start, length: end - start }];
    const most = Math.min(mostOfBody, mostDecoded - this.decodedBytes);
    const { codings } = packing;
    const undone = codings.length === 0 ? null : await decodeBody(bytes, ranges, codings, most);
    const decoded = undone?.bytes.length ? undone : null;
    this.decodedBytes += decoded?.bytes.length ?? 0;
    const sent = ranges.reduce((sum, { length }) => sum + length, 0);
    const words = [
      'body',
      packing.contentType,
      packing.isChunked ? 'chunked' : '',
      ...codings,
      codings.length === 0 ? '' : decoded ? `${sent} bytes sent` : 'not undone',
      note,
      // That there is no more to be decoded is said.
      note === '' ? (undone?.note ?? '') : '',
    ];
    const title = words.filter((word) => word !== '').join(', ');
    if (sent > 0) this.push(sender, title, ranges, decoded);
  }

  private push(sender: Sender, title: string, ranges: readonly StreamRange[], decoded: DecodedBody | null): void {
    const start = (ranges[0] as StreamRange).offset;
    const goesOn = decoded === null && this.ends[sender] === start;
    this.ends[sender] = decoded === null ? behind(ranges.at(-1) as StreamRange) : -1;
    this.unplaced.push({ sender, title, goesOn, ranges, decoded, readyAt: this.readyAt[sender](start) });
  }
}

const behind = ({ offset, length }: StreamRange): number => offset + length;

/** Positions at which ranges begin, and the one behind the last. */
function startsOf(ranges: readonly StreamRange[], start: number): number[] {
  const starts = [start];
  for (const { length } of ranges) starts.push((starts.at(-1) as number) + length);
  return starts;
}

/** With which packet an offset of a stream could be read. */
function readiness({ pieces }: SenderBytes): (offset: number) => number {
  const rows = new Uint32Array(pieces.count);
  let latest = 0;
  for (let piece = 0; piece < pieces.count; piece++) {
    latest = Math.max(latest, pieces.row(piece));
    rows[piece] = latest;
  }
  return (offset) => rows[Math.min(pieces.at(offset), pieces.count - 1)] ?? 0;
}
