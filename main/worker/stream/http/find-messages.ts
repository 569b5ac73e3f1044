import { httpFramers } from '../../../analysis/application/http/http-framing';
import { headLength, longestHead } from '../../../analysis/application/http/message-bounds';
import type { MessageFramer, MessageLength } from '../../../analysis/message-framing';
import { SegmentBytes } from '../../../analysis/tcp/messages/segment-bytes';
import { StreamReader } from '../../../analysis/tcp/messages/stream-reader';
import type { PieceList } from '../../../analysis/tcp/reassembly/piece-list';
import type { Sender, StreamAssembly } from '../../../analysis/tcp/reassembly/stream-assembly';
import type { CaptureAnalysis } from '../../capture-analysis';
import type { Job } from '../../jobs';

/** A stretch of one end's stream: an HTTP message, or bytes that are none. */
export interface HttpStretch {
  readonly sender: Sender;
  readonly start: number;
  /** Behind what the stream has of it. */
  readonly end: number;
  /** Bytes of start line and header fields; 0 for bytes that are no message. */
  readonly head: number;
  /** The packet that brought its first byte. */
  readonly row: number;
  /** Why the message is not whole; empty where it is. */
  readonly note: string;
}

/**
 * Finds the messages of both ends, each end's one after the other; their heads are read, their bodies stepped over. The client's
 * first: answers depend on them.
 */
export async function findHttp(
  analysis: CaptureAnalysis,
  assembly: StreamAssembly,
  job: Job,
): Promise<readonly HttpStretch[]> {
  const framers = httpFramers();
  const segments = new SegmentBytes(analysis.store, (offset, into) => analysis.file.readSparse(offset, into));
  const found: HttpStretch[] = [];
  for (const sender of ['client', 'server'] as const) {
    const search = new Search(sender, assembly[sender].stream.pieces, segments, framers[sender]);
    for (let next = search.next(); next !== null; next = search.next()) {
      found.push(next);
      await job.breathe();
    }
  }
  return joinedOthers(found);
}

class Search {
  private readonly reader: StreamReader;
  private piece = 0;
  private position = 0;

  constructor(
    private readonly sender: Sender,
    private readonly pieces: PieceList,
    segments: SegmentBytes,
    private readonly framer: MessageFramer,
  ) {
    this.reader = new StreamReader(pieces, segments);
  }

  next(): HttpStretch | null {
    const { pieces, reader, framer } = this;
    while (this.piece < pieces.count && pieces.end(this.piece) <= this.position) this.piece++;
    if (this.piece >= pieces.count) return null;
    if (this.position < pieces.offset(this.piece)) {
      framer.interrupt();
      return this.take(pieces.offset(this.piece), 0);
    }
    if (!reader.isReadable(this.piece)) return this.take(pieces.end(this.piece), 0);
    reader.enter(this.piece);
    // What follows an upgrade or stands in a tunnel is a message where it begins as one: an upgrade may have been refused.
    const length = framer.measure(reader, this.position);
    if (length === 'not-here') return this.take(pieces.end(this.piece), 0);
    const bytes = reader.bytes(this.position, longestHead);
    const head = headLength(bytes, 0, bytes.length);
    const last = pieces.end(pieces.count - 1);
    const end = typeof length === 'number' ? Math.min(last, this.position + length) : reader.end;
    const note = brokenOff(length, this.position + (typeof length === 'number' ? length : 0) - end, head);
    return this.take(end, head < 0 ? end - this.position : head, note);
  }

  private take(end: number, head: number, note = ''): HttpStretch {
    const start = this.position;
    this.position = end;
    return { sender: this.sender, start, end, head, row: this.pieces.row(this.piece), note };
  }
}

function brokenOff(length: MessageLength, lacking: number, head: number): string {
  if (length === 'unfinished') return head < 0 ? 'its head breaks off' : 'breaks off before its last chunk';
  return lacking > 0 ? `breaks off, ${counted(lacking)} short` : '';
}

const counted = (bytes: number): string => (bytes === 1 ? '1 byte' : `${bytes.toLocaleString('en')} bytes`);

/** Segments in a row that are no message are one stretch. */
function joinedOthers(stretches: readonly HttpStretch[]): HttpStretch[] {
  const joined: HttpStretch[] = [];
  for (const each of stretches) {
    const before = joined.at(-1);
    const goesOn = before?.head === 0 && each.head === 0 && before.sender === each.sender && before.end === each.start;
    if (before && goesOn) joined[joined.length - 1] = { ...before, end: each.end };
    else joined.push(each);
  }
  return joined;
}
