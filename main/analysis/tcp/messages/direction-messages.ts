import type { JoinedMessage, SegmentPart } from '../../dissection-context';
import type { MessageFramers, StreamMessage } from '../../message-framing';
import type { Protocol } from '../../protocol';
import type { Registry } from '../../registry';
import type { PieceList } from '../reassembly/piece-list';
import { EntryKind, type EntryList, noProtocol } from './entry-list';
import type { DirectionBytes } from './message-index';
import type { SegmentBytes } from './segment-bytes';
import { StreamReader } from './stream-reader';

/** Most segments that a message lists. */
const mostSegments = 4096;

/** The messages of one direction, asked for by the rows of its segments. */
export class DirectionMessages {
  private readonly pieces: PieceList;
  /** Pieces in the order of their rows; null where that is their own. */
  private readonly order: Uint32Array | null;

  constructor(
    private readonly direction: DirectionBytes,
    private readonly entries: EntryList,
    private readonly segments: SegmentBytes,
    private readonly registry: Registry,
    private readonly framers: ReadonlyMap<Protocol, MessageFramers>,
  ) {
    this.pieces = direction.pieces;
    this.order = orderByRow(direction.pieces);
  }

  get byteSize(): number {
    return this.entries.byteSize + this.pieces.byteSize + (this.order?.byteLength ?? 0);
  }

  /**
   * Whether each of its segments means what it means by itself: it brought only new bytes, and they are whole messages of
   * which nothing else is known, or none at all.
   */
  get isPlain(): boolean {
    const { pieces, entries, direction, order } = this;
    if (order !== null || pieces.count !== direction.segments) return false;
    for (let entry = 0; entry < entries.count; entry++) {
      const kind = entries.kind(entry);
      const isUnknown = kind === EntryKind.alone && entries.protocol(entry) === noProtocol;
      if (!isUnknown && (kind !== EntryKind.whole || !this.fillsSegment(entry))) return false;
    }
    return true;
  }

  private fillsSegment(entry: number): boolean {
    const { pieces, entries, framers, registry } = this;
    const piece = pieces.at(entries.start(entry));
    const fills = pieces.offset(piece) === entries.start(entry) && pieces.end(piece) === entries.end(entry);
    const { connection } = framers.get(registry.at(entries.protocol(entry))) ?? {};
    return fills && entries.mark(entry) === 0 && connection === undefined;
  }

  /** @param length bytes of the segment's payload */
  parts(row: number, length: number, mostBytes: number): SegmentPart[] {
    const parts: SegmentPart[] = [];
    const { pieces, order } = this;
    for (let at = this.firstPiece(row); at < pieces.count; at++) {
      const piece = order === null ? at : (order[at] as number);
      if (pieces.row(piece) !== row) break;
      this.addParts(parts, row, piece, mostBytes);
    }
    if (parts.length === 0 && length > 0) parts.push({ kind: 'again' });
    const last = this.entries.count - 1;
    const endsMessage = row === this.direction.finishRow && last >= 0 && this.entries.row(last) === row;
    if (endsMessage && !parts.some(({ kind }) => kind === 'completes' || kind === 'messages')) {
      parts.push(this.completed(last, mostBytes));
    }
    return parts;
  }

  private addParts(parts: SegmentPart[], row: number, piece: number, mostBytes: number): void {
    const { pieces, entries } = this;
    const end = pieces.end(piece);
    // From an offset in the stream to one in the payload.
    const shift = pieces.skip(piece) - pieces.offset(piece);
    let at = pieces.offset(piece);
    for (let entry = entries.at(at); at < end; entry++) {
      const start = entry < entries.count ? entries.start(entry) : end;
      if (start > at) {
        const stop = Math.min(start, end);
        parts.push({
          kind: 'alone',
          protocol: null,
          start: at + shift,
          end: stop + shift,
          message: this.message(at, 0, null),
        });
        at = stop;
      }
      if (at >= end) break;
      const stop = Math.min(entries.end(entry), end);
      parts.push(this.part(entry, row, at, stop, shift, mostBytes));
      at = stop;
    }
  }

  private part(entry: number, row: number, from: number, to: number, shift: number, mostBytes: number): SegmentPart {
    const { entries, registry } = this;
    const kind = entries.kind(entry);
    const index = entries.protocol(entry);
    const protocol = index === noProtocol ? null : registry.at(index);
    const start = from + shift;
    const end = to + shift;
    if (kind === EntryKind.whole || kind === EntryKind.alone || protocol === null) {
      const message = this.message(from, entries.mark(entry), protocol);
      return { kind: kind === EntryKind.whole ? 'messages' : 'alone', protocol, start, end, message };
    }
    const isHere = kind === EntryKind.spanning && entries.row(entry) === row && to >= this.lastOf(entry, row);
    if (isHere) return this.completed(entry, mostBytes);
    const isKnown = kind === EntryKind.spanning;
    return {
      kind: 'belongs',
      protocol,
      start,
      end,
      frame: isKnown ? entries.row(entry) + 1 : 0,
      offset: from - entries.start(entry),
      length: isKnown ? entries.end(entry) - entries.start(entry) : 0,
    };
  }

  /** Where the last bytes that a row gave to a message end. */
  private lastOf(entry: number, row: number): number {
    const { pieces, entries, order } = this;
    const end = entries.end(entry);
    let last = 0;
    for (let at = this.firstPiece(row); at < pieces.count; at++) {
      const piece = order === null ? at : (order[at] as number);
      if (pieces.row(piece) !== row) break;
      if (pieces.offset(piece) < end) last = Math.min(end, pieces.end(piece));
    }
    return last;
  }

  private completed(entry: number, mostBytes: number): SegmentPart {
    const { entries, registry, pieces } = this;
    const protocol = registry.at(entries.protocol(entry));
    const start = entries.start(entry);
    const end = entries.end(entry);
    const segments: { frame: number; start: number; length: number }[] = [];
    const first = pieces.at(start);
    const behind = pieces.at(end - 1) + 1;
    for (let piece = first; piece < Math.min(behind, first + mostSegments); piece++) {
      const from = Math.max(start, pieces.offset(piece));
      const to = Math.min(end, pieces.end(piece));
      segments.push({ frame: pieces.row(piece) + 1, start: from - start, length: to - from });
    }
    // The FIN that ends the message counts as one, though it bring no byte.
    const finish = this.direction.finishRow;
    const isFinish = entries.row(entry) === finish && pieces.row(behind - 1) !== finish;
    const reader = this.readerAt(first);
    const joined: JoinedMessage = {
      ...this.message(start, entries.mark(entry), protocol),
      bytes: reader.bytes(start, Math.min(end - start, mostBytes)).slice(),
      length: end - start,
      segments,
      segmentCount: behind - first + (isFinish ? 1 : 0),
    };
    return { kind: 'completes', protocol, message: joined };
  }

  private message(start: number, mark: number, protocol: Protocol | null): StreamMessage {
    const connection = (protocol && this.framers.get(protocol)?.connection) ?? null;
    return { mark, connection, before: (length) => this.before(start, length) };
  }

  private before(end: number, length: number): Uint8Array {
    const start = Math.max(0, end - length);
    const reader = this.readerAt(this.pieces.at(start));
    return reader.end < end ? new Uint8Array(0) : reader.bytes(start, end - start).slice();
  }

  private readerAt(piece: number): StreamReader {
    const reader = new StreamReader(this.pieces, this.segments);
    reader.enter(piece);
    return reader;
  }

  /** Place of the row's first piece in the order of rows, or of the next row's. */
  private firstPiece(row: number): number {
    const { pieces, order } = this;
    let low = 0;
    let high = pieces.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (pieces.row(order === null ? middle : (order[middle] as number)) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function orderByRow(pieces: PieceList): Uint32Array | null {
  let sorted = true;
  for (let piece = 1; piece < pieces.count && sorted; piece++) sorted = pieces.row(piece - 1) <= pieces.row(piece);
  if (sorted) return null;
  // Equal rows keep the order of the stream.
  return Uint32Array.from({ length: pieces.count }, (_, i) => i).sort((a, b) => pieces.row(a) - pieces.row(b) || a - b);
}
