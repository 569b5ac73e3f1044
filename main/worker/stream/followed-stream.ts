import type { StreamName, StreamShape, StreamSummary, StreamTurn } from '../../../preload/contract/stream';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { CaptureAnalysis } from '../capture-analysis';
import type { FoundMatches } from './find/found-matches';
import { followViews, viewNamed } from './follow-views/follow-views';
import type { FollowedContent } from './followed-content';
import { formatOf } from './formats/formats';
import { LineIndex } from './line-index';
import { tcpContent } from './tcp-content';
import type { TurnContent } from './turn-content';
import { udpContent } from './udp-content';

/** Layouts and searches of one stream that are kept, the ones used last. */
const mostKept = 6;

/** One stream as it is followed: its turns, what views make of them, how they are laid out, what was found in them. */
export class FollowedStream {
  turns: TurnContent;
  private lastRow: number;
  private revision = 0;
  private readonly contents = new Map<string, Promise<FollowedContent>>();
  private readonly indexes = new Map<string, { readonly view: string; readonly index: LineIndex }>();
  private readonly found = new Map<string, FoundMatches>();

  constructor(
    readonly analysis: CaptureAnalysis,
    readonly name: StreamName,
  ) {
    this.lastRow = this.newestRow();
    this.turns = this.read();
  }

  /** Takes up packets that were added. */
  async refresh(): Promise<void> {
    const lastRow = this.newestRow();
    if (lastRow === this.lastRow) return;
    this.lastRow = lastRow;
    const before = this.turns;
    this.turns = this.read();
    const same = this.turns.parts.sameAs(before.parts);
    const changedFrom = this.turns.parts.start(same);
    this.revision++;
    this.contents.clear();
    this.found.clear();
    for (const { view, index } of this.indexes.values()) {
      index.grow(await this.content(view), view === 'bytes' ? changedFrom : 0);
    }
  }

  summary(): StreamSummary {
    const { analysis, name, turns, revision } = this;
    const { parts } = turns;
    const bytes = { client: 0, server: 0 };
    const missing = { client: 0, server: 0 };
    for (let part = 0; part < parts.count; part++) {
      const count = parts.isMissing(part) ? missing : bytes;
      count[parts.fromServer(part) ? 'server' : 'client'] += parts.length(part);
    }
    const { records, count } = analysis.connections[name.transport];
    const { addresses } = analysis.store;
    const ports = records.get(name.stream, ConnectionWord.ports);
    const addressAt = (word: number): string => addresses.text(records.get(name.stream, word));
    return {
      ...name,
      streams: count,
      client: { address: addressAt(ConnectionWord.clientAddress), port: ports >>> 16 },
      server: { address: addressAt(ConnectionWord.serverAddress), port: ports & 0xffff },
      bytes,
      missing,
      turns: turns.blocks,
      firstPacket: records.get(name.stream, ConnectionWord.first) + 1,
      lastPacket: this.lastRow + 1,
      views: followViews.filter((view) => view.isOffered(this)).map(({ id, title }) => ({ id, title })),
      revision,
    };
  }

  turnsFrom(start: number, count: number): readonly StreamTurn[] {
    const { turns } = this;
    const end = Math.min(turns.blocks, start + count);
    return Array.from({ length: Math.max(0, end - start) }, (_, i) => turnOf(this.analysis, turns.block(start + i)));
  }

  /** What a view makes of the stream; made once. */
  content(view: string): Promise<FollowedContent> {
    let content = this.contents.get(view);
    if (content === undefined) {
      content = viewNamed(view).content(this);
      this.contents.set(view, content);
    }
    return content;
  }

  async index(shape: StreamShape): Promise<LineIndex> {
    const { view, direction, format, encoding, columns } = shape;
    const key = JSON.stringify([view, direction, format, encoding, columns]);
    const content = await this.content(view);
    return keptIn(this.indexes, key, () => ({
      view,
      index: new LineIndex(content, formatOf(shape), direction),
    })).index;
  }

  async matches(
    shape: StreamShape,
    make: (content: FollowedContent) => FoundMatches,
    key: string,
  ): Promise<FoundMatches> {
    const content = await this.content(shape.view);
    return keptIn(this.found, key, () => make(content));
  }

  private read(): TurnContent {
    const { transport, stream } = this.name;
    return transport === 'tcp' ? tcpContent(this.analysis, stream) : udpContent(this.analysis, stream);
  }

  private newestRow(): number {
    return this.analysis.connections[this.name.transport].records.get(this.name.stream, ConnectionWord.last);
  }
}

function keptIn<Kept>(map: Map<string, Kept>, key: string, make: () => Kept): Kept {
  const kept = map.get(key) ?? make();
  map.delete(key);
  map.set(key, kept);
  if (map.size > mostKept) map.delete(map.keys().next().value as string);
  return kept;
}

export function turnOf(
  { store }: CaptureAnalysis,
  block: { sender: 'client' | 'server'; start: number; end: number; offset: number; row: number; previousRow: number },
): StreamTurn {
  const { sender, start, end, offset, row, previousRow } = block;
  // What one packet brought, as a head and its body, is without a pause.
  const pause = previousRow < 0 || previousRow === row ? -1 : Number(store.time(row) - store.time(previousRow));
  return {
    sender,
    offset,
    length: end - start,
    packet: row + 1,
    seconds: store.get('seconds', row),
    nanoseconds: store.get('nanoseconds', row),
    pause,
  };
}
