import type { SegmentPart, StreamMessages } from '../../dissection-context';
import type { MessageFramers } from '../../message-framing';
import type { Protocol } from '../../protocol';
import type { Registry } from '../../registry';
import type { Chunk } from '../../store/chunk';
import type { PacketStore } from '../../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../../store/schema';
import { ConnectionWord } from '../connection-record';
import { assembleStream, type Sender, type SentStream } from '../reassembly/stream-assembly';
import type { ConnectionTracker } from '../tracker';
import { DirectionMessages } from './direction-messages';
import { noRow } from './entry-list';
import { type Conversation, type DirectionBytes, findMessages, type Hear, mostRecognized } from './message-index';
import { type ReadInto, SegmentBytes } from './segment-bytes';

/** The messages of both directions, as far as the connection was known when they were sought. */
interface ConnectionMessages {
  readonly lastRow: number;
  /** Null where each segment means what it means by itself: its memory is not kept. */
  readonly client: DirectionMessages | null;
  readonly server: DirectionMessages | null;
  readonly byteSize: number;
  usedAt: number;
}

/** What is kept of the connections asked for last; the one at hand is kept whatever its size. */
const mostKeptBytes = 96 << 20;
/** A connection that goes over more rows is first looked at whether it may have messages at all. */
const largeSpan = 1 << 18;
const mostProbed = 128;
/** Memory of a connection's entry, and of a direction's objects beside the bytes of their arrays, about. */
const entryBytes = 200;
const objectBytes = 1800;

/**
 * Tells of any TCP segment which messages it completes. The first question about a connection goes through its segments once:
 * where messages begin and end is kept, their bytes are read again from the file when they are asked for.
 */
export class ConnectionStreams implements StreamMessages {
  private readonly kept = new Map<number, ConnectionMessages>();
  private keptBytes = 0;
  private clock = 0;
  private readonly segments: SegmentBytes;

  /** @param readInto reads bytes of the capture file */
  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
    private readonly registry: Registry,
    readInto: ReadInto,
  ) {
    this.segments = new SegmentBytes(store, readInto);
  }

  parts(frame: number, sequence: number, mostBytes: number): readonly SegmentPart[] | null {
    const { store } = this;
    const row = frame - 1;
    if (row >= store.count) return null;
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const flags = chunk.rowFlags[at] as number;
    const stream = chunk.stream[at] as number;
    if ((flags & RowFlag.tcp) === 0 || stream < 0 || chunk.sequence[at] !== sequence) return null;
    const connection = this.take(stream, row);
    const direction = flags & RowFlag.fromServer ? connection.server : connection.client;
    if (direction === null) return null;
    const parts = direction.parts(row, chunk.payloadLength[at] as number, mostBytes);
    const [only] = parts;
    return parts.length === 0 || (parts.length === 1 && only?.kind === 'alone' && only.protocol === null)
      ? null
      : parts;
  }

  /** Tells of every message of a connection: of the client's first, then of the server's. Nothing of it is kept. */
  visit(stream: number, hear: Hear): void {
    const { store, segments, tracker } = this;
    const { records } = tracker.tcp;
    const firstRow = records.get(stream, ConnectionWord.first);
    const lastRow = records.get(stream, ConnectionWord.last);
    if (lastRow - firstRow > largeSpan && this.isBulk(firstRow, lastRow)) return;
    const conversation = this.conversationOf(stream);
    const assembly = assembleStream(store, firstRow, lastRow);
    for (const sender of ['client', 'server'] as const)
      findMessages(bytesOf(sender, assembly[sender]), segments, conversation, hear);
  }

  private take(stream: number, row: number): ConnectionMessages {
    const { kept } = this;
    const lastRow = this.tracker.tcp.records.get(stream, ConnectionWord.last);
    const known = kept.get(stream);
    if (known !== undefined && known.lastRow === lastRow) {
      known.usedAt = ++this.clock;
      return known;
    }
    if (known !== undefined) this.keptBytes -= known.byteSize;
    const found = this.find(stream, lastRow);
    found.usedAt = ++this.clock;
    kept.set(stream, found);
    this.keptBytes += found.byteSize;
    if (this.keptBytes > mostKeptBytes) this.forget(stream, row);
    return found;
  }

  /** Makes room for a while: by the connections that end before the row, which a reader in order is done with, then by age. */
  private forget(present: number, row: number): void {
    const byAge = [...this.kept].sort(([, one], [, other]) => one.usedAt - other.usedAt);
    for (const isDone of [true, false]) {
      for (const [stream, { lastRow, byteSize }] of byAge) {
        if (this.keptBytes <= mostKeptBytes * 0.75) return;
        if (stream === present || lastRow < row !== isDone) continue;
        this.kept.delete(stream);
        this.keptBytes -= byteSize;
      }
    }
  }

  private find(stream: number, lastRow: number): ConnectionMessages {
    const { store, tracker } = this;
    const { records } = tracker.tcp;
    const firstRow = records.get(stream, ConnectionWord.first);
    if (lastRow - firstRow > largeSpan && this.isBulk(firstRow, lastRow)) {
      return entryOf(lastRow, null, null);
    }
    const conversation = this.conversationOf(stream);
    const assembly = assembleStream(store, firstRow, lastRow);
    const client = this.direction('client', assembly.client, conversation);
    const server = this.direction('server', assembly.server, conversation);
    return entryOf(lastRow, client, server);
  }

  private conversationOf(stream: number): Conversation {
    const ports = this.tracker.tcp.records.get(stream, ConnectionWord.ports);
    return {
      registry: this.registry,
      sourcePort: ports >>> 16,
      destinationPort: ports & 0xffff,
      framers: new Map<Protocol, MessageFramers>(),
      protocol: null,
    };
  }

  /** Whether none of the first segments with data is recognized as a protocol's that has messages. */
  private isBulk(firstRow: number, lastRow: number): boolean {
    const { store, segments, registry } = this;
    let probed = 0;
    for (let row = firstRow; row !== lastRow && probed < mostProbed; row = store.get('nextInStream', row)) {
      const length = Math.min(store.get('payloadLength', row), mostRecognized);
      if (!store.has(row, RowFlag.tcp) || length === 0) continue;
      probed++;
      if (!segments.isWhole(row)) continue;
      const bytes = segments.read(row, 0, length);
      const [source, destination] = [store.get('sourcePort', row), store.get('destinationPort', row)];
      if (registry.applications.tcp.find(source, destination, bytes, 0, bytes.length)?.stream) return false;
    }
    return probed === mostProbed;
  }

  private direction(sender: Sender, sent: SentStream, conversation: Conversation): DirectionMessages | null {
    const direction = bytesOf(sender, sent);
    const entries = findMessages(direction, this.segments, conversation);
    const found = new DirectionMessages(direction, entries, this.segments, this.registry, conversation.framers);
    return found.isPlain ? null : found;
  }
}

const bytesOf = (sender: Sender, sent: SentStream): DirectionBytes => ({
  sender,
  pieces: sent.stream.pieces,
  segments: sent.segments,
  finish: sent.finish ?? -1,
  finishRow: sent.finishRow ?? noRow,
});

function entryOf(
  lastRow: number,
  client: DirectionMessages | null,
  server: DirectionMessages | null,
): ConnectionMessages {
  const size = (direction: DirectionMessages | null): number =>
    direction === null ? 0 : direction.byteSize + objectBytes;
  return { lastRow, client, server, byteSize: entryBytes + size(client) + size(server), usedAt: 0 };
}
