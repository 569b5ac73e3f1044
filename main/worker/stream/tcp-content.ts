import type { StreamMark, StreamSender } from '../../../preload/contract/stream';
import { firstIndex } from '../../analysis/first-index';
import { RowFlag } from '../../analysis/store/schema';
import { AnalysisFlag } from '../../analysis/tcp/analysis-flag';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { LateRange } from '../../analysis/tcp/reassembly/direction-stream';
import { assembleStream, type StrayData, type StreamAssembly } from '../../analysis/tcp/reassembly/stream-assembly';
import type { CaptureAnalysis } from '../capture-analysis';
import { PartList } from './part-list';
import { capturedPayload, payloadOf } from './payload';
import { type PartNotes, TurnContent } from './turn-content';

/** Most packets that are named for one stretch of bytes which came again and again. */
const mostAgain = 64;
/** Segments that carry a byte that is none: a probe repeats the last one, or makes it up (RFC 9293 §3.8.4). */
const probes = AnalysisFlag.keepAlive | AnalysisFlag.zeroWindowProbe;

/** The segments of a TCP connection in their places. */
export function tcpAssembly({ store, connections }: CaptureAnalysis, stream: number): StreamAssembly {
  const { records } = connections.tcp;
  return assembleStream(store, records.get(stream, ConnectionWord.first), records.get(stream, ConnectionWord.last));
}

/** Both directions of a TCP connection in the order in which they could be read, as `deliveries` has it. */
export function tcpContent(analysis: CaptureAnalysis, stream: number): TurnContent {
  const assembly = tcpAssembly(analysis, stream);
  const { store } = analysis;
  const { parts, turns } = partsOf(analysis, assembly);
  const hasRow = (row: number): boolean => store.has(row, RowFlag.tcp) && store.get('stream', row) === stream;
  return new TurnContent(analysis, parts, turns, new SegmentNotes(analysis, assembly), hasRow, true);
}

/** A direction as far as it was taken. */
class Side {
  readonly pieces;
  next = 0;
  /** Stream offset behind what was taken. */
  offset = 0;
  /** When the next piece could be read: all before it have arrived. */
  readyAt = 0;

  constructor(
    assembly: StreamAssembly,
    readonly sender: StreamSender,
  ) {
    this.pieces = assembly[sender].stream.pieces;
    if (this.pieces.count > 0) this.readyAt = this.pieces.row(0);
  }

  get isDone(): boolean {
    return this.next >= this.pieces.count;
  }

  advance(): void {
    this.offset = this.pieces.end(this.next);
    this.next++;
    if (!this.isDone) this.readyAt = Math.max(this.readyAt, this.pieces.row(this.next));
  }
}

function partsOf(analysis: CaptureAnalysis, assembly: StreamAssembly): { parts: PartList; turns: number[] } {
  const parts = new PartList();
  const turns: number[] = [];
  const client = new Side(assembly, 'client');
  const server = new Side(assembly, 'server');
  let sender = '';
  while (!client.isDone || !server.isDone) {
    const side = server.isDone || (!client.isDone && client.readyAt <= server.readyAt) ? client : server;
    if (side.sender !== sender) turns.push(parts.count);
    sender = side.sender;
    addPiece(analysis, parts, side);
    side.advance();
  }
  return { parts, turns };
}

function addPiece(analysis: CaptureAnalysis, parts: PartList, { pieces, next, offset, sender }: Side): void {
  const fromServer = sender === 'server';
  const row = pieces.row(next);
  const start = pieces.offset(next);
  if (start > offset) parts.push(start - offset, offset, row, 0, fromServer, true);
  const skip = pieces.skip(next);
  const length = pieces.length(next);
  const here = Math.max(0, Math.min(length, capturedPayload(analysis, row) - skip));
  if (here > 0) parts.push(here, start, row, skip, fromServer, false);
  if (here < length) parts.push(length - here, start + here, row, skip + here, fromServer, true);
}

/** Tells of segments what was sent again, and what was sent after the end. */
export class SegmentNotes implements PartNotes {
  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly assembly: StreamAssembly,
  ) {}

  marks(sender: StreamSender, row: number, offset: number, length: number, at: number): readonly StreamMark[] {
    const { stream, stray } = this.assembly[sender];
    const marks: StreamMark[] = [];
    for (const again of stream.again(offset, offset + length, mostAgain)) {
      if (this.analysis.store.get('analysis', again.row) & probes) continue;
      const other = this.broughtAgain(again);
      for (const { offset: from, length: count, isSame } of this.compared(sender, again, other)) {
        const kind = isSame ? 'retransmitted' : 'conflicting';
        marks.push({ at: at + from - offset, length: count, kind, packet: again.row + 1 });
      }
    }
    const why = strayAt(stray, row)?.why;
    if (why !== undefined) marks.push({ at, length, kind: why, packet: row + 1 });
    return marks;
  }

  again(row: number, sender: StreamSender): readonly LateRange[] {
    return this.assembly[sender].stream.lateOf(row);
  }

  /** What a packet brought again, as far as it was captured. */
  private broughtAgain({ row, skip, length }: LateRange): Uint8Array {
    return payloadOf(this.analysis, row).slice(skip, skip + length);
  }

  /** Runs of a range that came again in which it is the same as what had arrived first, and in which it is not. */
  private compared(
    sender: StreamSender,
    { offset, length }: LateRange,
    other: Uint8Array,
  ): { offset: number; length: number; isSame: boolean }[] {
    const { pieces } = this.assembly[sender].stream;
    const runs: { offset: number; length: number; isSame: boolean }[] = [];
    for (let piece = pieces.at(offset); piece < pieces.count && pieces.offset(piece) < offset + length; piece++) {
      const from = Math.max(offset, pieces.offset(piece));
      const to = Math.min(offset + length, pieces.end(piece));
      const begin = pieces.skip(piece) + from - pieces.offset(piece);
      const bytes = payloadOf(this.analysis, pieces.row(piece)).subarray(begin, begin + to - from);
      for (let at = from; at < to; at++) {
        // What was not captured cannot be compared.
        const [one, again] = [bytes[at - from], other[at - offset]];
        const isSame = one === undefined || again === undefined || one === again;
        const run = runs.at(-1);
        if (run?.isSame === isSame && run.offset + run.length === at) run.length++;
        else runs.push({ offset: at, length: 1, isSame });
      }
    }
    return runs;
  }
}

/** By halving: they stand in the order of their rows. */
function strayAt(stray: readonly StrayData[], row: number): StrayData | undefined {
  const low = firstIndex(stray.length, (index) => (stray[index] as StrayData).row >= row);
  return stray[low]?.row === row ? stray[low] : undefined;
}
