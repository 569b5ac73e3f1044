import { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { Decompress } from 'fzstd';
import { mostCodings } from '../../../analysis/application/http/content-coding';
import type { BroughtRange, SenderBytes } from '../sender-bytes';
import type { StreamRange } from './message-body';

/** A body with its content coding undone. */
export interface DecodedBody {
  readonly bytes: Uint8Array;
  /** From which byte on each packet told what the content is, in their order. */
  readonly sources: readonly { readonly at: number; readonly row: number }[];
  /** Why it ends before the body does; empty where it does not. */
  readonly note: string;
}

/** Bytes that one packet told. */
interface Piece {
  readonly row: number;
  readonly bytes: () => Uint8Array;
}

/**
 * Undoes content codings (RFC 9110 §8.4), the last applied first, packet by packet, so that each byte is known by the packet with
 * which it could be read. What a coding breaks off at stands as far as it goes.
 * @param codings in the order in which they were applied, one at least
 * @param most bytes that are decoded: few can stand for very many
 * @returns null where a coding is not known, or there are more than anybody applies
 */
export async function decodeBody(
  bytes: SenderBytes,
  ranges: readonly StreamRange[],
  codings: readonly string[],
  most: number,
): Promise<DecodedBody | null> {
  if (codings.length > mostCodings) return null;
  const brought = piecesOf(bytes, ranges);
  let pieces: readonly Piece[] = brought.pieces.map(({ offset, length, row }) => ({
    row,
    bytes: () => bytes.read(offset, offset + length),
  }));
  let note = brought.isWhole ? '' : 'bytes are missing';
  let decoded: DecodedBody | null = null;
  for (const coding of codings.toReversed()) {
    decoded = await undo(coding, pieces, note === '', most);
    if (decoded === null) return null;
    // What an outer coding breaks off at, an inner one does too.
    note ||= decoded.note;
    pieces = toldBy(decoded);
  }
  return decoded && { ...decoded, note };
}

async function undo(
  coding: string,
  pieces: readonly Piece[],
  isWhole: boolean,
  most: number,
): Promise<DecodedBody | null> {
  const decoder = decoderOf(coding, firstBytes(pieces));
  if (decoder === null) return null;
  const output = new Output(decoder, most);
  const sources: { at: number; row: number }[] = [];
  for (const { row, bytes } of pieces) {
    sources.push({ at: output.size, row });
    if (!(await output.take(bytes()))) break;
  }
  if (output.note === '') await output.finish(isWhole);
  decoder.destroy();
  return { bytes: output.joined(), sources, note: output.note };
}

/** The first two, which may lie in two pieces; fewer where there are no more. */
function firstBytes(pieces: readonly Piece[]): number[] {
  const found: number[] = [];
  for (let i = 0; i < pieces.length && found.length < 2; i++)
    found.push(...(pieces[i] as Piece).bytes().subarray(0, 2));
  return found;
}

/** What is decoded, by the packets that told it. */
const toldBy = ({ bytes, sources }: DecodedBody): Piece[] =>
  sources.map(({ at, row }, index) => ({ row, bytes: () => bytes.subarray(at, sources[index + 1]?.at) }));

/** What reads the coding; null for one that is not known. */
function decoderOf(coding: string, first: readonly number[]): Transform | null {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip();
  if (coding === 'br') return createBrotliDecompress();
  if (coding === 'zstd') return zstdDecoder();
  if (coding !== 'deflate') return null;
  // RFC 9110 §8.4.1.2: deflate has a zlib header; some servers leave it out.
  const [method = 0, check = 0] = first;
  return (method & 15) === 8 && (method * 256 + check) % 31 === 0 ? createInflate() : createInflateRaw();
}

/** Zstandard (RFC 8878): a block of three bytes can stand for 128 KiB, so that steps are short. */
function zstdDecoder(): Transform {
  const step = 256;
  const decoder: Transform = new Transform({
    transform(chunk: Uint8Array, _, done) {
      try {
        for (let at = 0; at < chunk.length && !decoder.destroyed; at += step)
          frames.push(chunk.subarray(at, at + step));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  const frames = new Decompress((part) => {
    decoder.push(part);
  });
  return decoder;
}

/** What packets brought of the ranges, up to the first gap. */
function piecesOf(bytes: SenderBytes, ranges: readonly StreamRange[]): { pieces: BroughtRange[]; isWhole: boolean } {
  const pieces: BroughtRange[] = [];
  for (const { offset, length } of ranges) {
    let at = offset;
    for (const piece of bytes.within(offset, offset + length)) {
      if (piece.offset !== at) break;
      pieces.push(piece);
      at += piece.length;
    }
    if (at < offset + length) return { pieces, isWhole: false };
  }
  return { pieces, isWhole: true };
}

/** What comes out of a decoder, no more than so much. */
class Output {
  size = 0;
  note = '';
  private readonly parts: Uint8Array[] = [];
  private readonly closed: Promise<void>;

  constructor(
    private readonly decoder: Transform,
    private readonly most: number,
  ) {
    this.closed = new Promise((resolve) => {
      decoder.once('close', resolve);
    });
    decoder.on('data', (part: Uint8Array) => this.add(part));
    decoder.on('error', (error: Error) => this.stop(error.message));
  }

  private add(part: Uint8Array): void {
    const room = this.most - this.size;
    const kept = part.length > room ? part.slice(0, room) : part;
    this.parts.push(kept);
    this.size += kept.length;
    if (part.length > room) this.stop(`only the first ${this.most.toLocaleString('en')} bytes are shown`);
  }

  private stop(note: string): void {
    if (this.note === '') this.note = note;
    this.decoder.destroy();
  }

  /** @returns false where no more is taken */
  take(chunk: Uint8Array): Promise<boolean> {
    const written = new Promise<boolean>((resolve) => {
      this.decoder.write(chunk, () => resolve(this.note === ''));
    });
    return Promise.race([written, this.closed.then(() => false)]);
  }

  /** Lets out what is held back; that a body which is not whole breaks off is known already. */
  async finish(isWhole: boolean): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.decoder.once('end', resolve);
    });
    this.decoder.end();
    await Promise.race([ended, this.closed]);
    if (!isWhole) this.note = '';
  }

  joined(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.parts));
  }
}
