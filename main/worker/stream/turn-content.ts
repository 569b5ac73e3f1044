import type { StreamMark, StreamPiece, StreamSender, StreamSpan } from '../../../preload/contract/stream';
import { firstIndex } from '../../analysis/first-index';
import type { CaptureAnalysis } from '../capture-analysis';
import type { ContentBlock, FollowedContent } from './followed-content';
import type { PartList } from './part-list';
import { capturedPayload, payloadOf } from './payload';

/** Finds marks, and the places of packets whose bytes came again; by the transport. */
export interface PartNotes {
  /** @param offset of the first byte in its sender's stream; `at` is its position, `row` the packet that brought it */
  marks(sender: StreamSender, row: number, offset: number, length: number, at: number): readonly StreamMark[];
  /** Ranges of its sender's stream that the packet brought though others had brought them. */
  again(row: number, sender: StreamSender): readonly { readonly offset: number; readonly length: number }[];
}

/** Parts grouped in turns, or one a datagram. */
export class TurnContent implements FollowedContent {
  private readonly firstParts: Uint32Array;

  /**
   * @param firstParts the first part of each block
   * @param hasRow whether the packet belongs to the stream
   * @param isStream a sender's blocks are one stream, and not a message each
   */
  constructor(
    private readonly analysis: CaptureAnalysis,
    readonly parts: PartList,
    firstParts: readonly number[],
    private readonly notes: PartNotes,
    private readonly hasRow: (row: number) => boolean,
    private readonly isStream: boolean,
  ) {
    this.firstParts = Uint32Array.from(firstParts);
  }

  get blocks(): number {
    return this.firstParts.length;
  }

  get end(): number {
    return this.parts.end;
  }

  block(index: number): ContentBlock {
    const { parts } = this;
    const part = this.firstParts[index] as number;
    const next = index + 1 < this.blocks ? (this.firstParts[index + 1] as number) : parts.count;
    return {
      sender: senderOf(parts, part),
      start: parts.start(part),
      end: parts.start(next),
      offset: parts.offset(part),
      row: parts.row(part),
      previousRow: part === 0 ? -1 : parts.row(part - 1),
      goesOn: this.isStream && parts.offset(part) > 0,
      title: '',
    };
  }

  blockAt(position: number): number {
    const part = this.parts.at(position);
    if (part >= this.parts.count) return this.blocks;
    return Math.max(0, firstIndex(this.blocks, (block) => (this.firstParts[block] as number) > part) - 1);
  }

  isMissing(position: number): boolean {
    return this.parts.isMissing(this.parts.at(position));
  }

  runEnd(position: number, limit: number): number {
    const { parts } = this;
    let part = parts.at(position);
    const isMissing = parts.isMissing(part);
    const fromServer = parts.fromServer(part);
    while (part < parts.count && parts.start(part) < limit) {
      if (parts.isMissing(part) !== isMissing || parts.fromServer(part) !== fromServer) break;
      part++;
    }
    return parts.start(part);
  }

  read(from: number, to: number): Uint8Array {
    const { parts, analysis } = this;
    const bytes = new Uint8Array(Math.max(0, Math.min(to, parts.end) - from));
    for (let part = parts.at(from); part < parts.count && parts.start(part) < to; part++) {
      if (parts.isMissing(part)) continue;
      const begin = Math.max(from, parts.start(part));
      const skip = parts.skip(part) + begin - parts.start(part);
      const length = Math.min(to, parts.start(part + 1)) - begin;
      bytes.set(payloadOf(analysis, parts.row(part)).subarray(skip, skip + length), begin - from);
    }
    return bytes;
  }

  pieces(from: number, to: number): readonly StreamPiece[] {
    const { parts } = this;
    const pieces: StreamPiece[] = [];
    for (let part = parts.at(from); part < parts.count && parts.start(part) < to; part++) {
      const at = Math.max(from, parts.start(part));
      pieces.push({ at, length: Math.min(to, parts.start(part + 1)) - at, packet: parts.row(part) + 1 });
    }
    return pieces;
  }

  marks(from: number, to: number): readonly StreamMark[] {
    const { parts, notes } = this;
    const marks: StreamMark[] = [];
    for (let part = parts.at(from); part < parts.count && parts.start(part) < to; part++) {
      if (parts.isMissing(part)) continue;
      const at = Math.max(from, parts.start(part));
      const length = Math.min(to, parts.start(part + 1)) - at;
      const offset = parts.offset(part) + at - parts.start(part);
      marks.push(...notes.marks(senderOf(parts, part), parts.row(part), offset, length, at));
    }
    return marks;
  }

  locate(row: number): readonly StreamSpan[] | null {
    if (!this.hasRow(row)) return null;
    const { parts, notes, analysis } = this;
    const spans: StreamSpan[] = [];
    for (let part = 0; part < parts.count; part++) {
      if (parts.row(part) !== row || parts.isMissing(part)) continue;
      spans.push({ at: parts.start(part), length: parts.length(part) });
    }
    if (capturedPayload(analysis, row) === 0) return spans;
    // A segment can bring again what had come, and something new behind it.
    for (const sender of ['client', 'server'] as const) {
      for (const { offset, length } of notes.again(row, sender)) spans.push(...this.spansOf(sender, offset, length));
    }
    return spans.sort((one, other) => one.at - other.at);
  }

  /** Positions of a range of one sender's stream. */
  private spansOf(sender: StreamSender, offset: number, length: number): StreamSpan[] {
    const { parts } = this;
    const spans: StreamSpan[] = [];
    for (let part = 0; part < parts.count; part++) {
      if (senderOf(parts, part) !== sender) continue;
      const from = Math.max(offset, parts.offset(part));
      const to = Math.min(offset + length, parts.offset(part) + parts.length(part));
      if (to > from) spans.push({ at: parts.start(part) + from - parts.offset(part), length: to - from });
      if (parts.offset(part) >= offset + length) break;
    }
    return spans;
  }
}

export const senderOf = (parts: PartList, part: number): StreamSender => (parts.fromServer(part) ? 'server' : 'client');
