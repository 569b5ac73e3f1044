import { RowFlag } from '../../analysis/store/schema';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { CaptureAnalysis } from '../capture-analysis';
import { PartList } from './part-list';
import { capturedPayload } from './payload';
import { type PartNotes, TurnContent } from './turn-content';

/** A datagram comes once, or not at all; a copy is a datagram of its own. */
const noNotes: PartNotes = { marks: () => [], again: () => [] };

/** The datagrams of a UDP conversation in the order of their arrival, a block each. */
export function udpContent(analysis: CaptureAnalysis, stream: number): TurnContent {
  const { store } = analysis;
  const parts = new PartList();
  const blocks: number[] = [];
  const offsets = { client: 0, server: 0 };
  const isOwn = (row: number): boolean => store.has(row, RowFlag.udp) && store.get('stream', row) === stream;
  for (const row of datagramRows(analysis, stream)) {
    const length = store.get('payloadLength', row);
    if (!isOwn(row) || length === 0) continue;
    const fromServer = store.has(row, RowFlag.fromServer);
    const sender = fromServer ? 'server' : 'client';
    const here = Math.min(length, capturedPayload(analysis, row));
    blocks.push(parts.count);
    if (here > 0) parts.push(here, offsets[sender], row, 0, fromServer, false);
    if (here < length) parts.push(length - here, offsets[sender] + here, row, here, fromServer, true);
    offsets[sender] += length;
  }
  return new TurnContent(analysis, parts, blocks, noNotes, isOwn, false);
}

function* datagramRows({ store, connections }: CaptureAnalysis, stream: number): Generator<number> {
  const { udp, firstDatagrams } = connections;
  // What opened the conversation may be a tunnel's datagram or an error, from which no list goes on.
  let row = firstDatagrams.get(stream) ?? udp.records.get(stream, ConnectionWord.first);
  const last = udp.records.get(stream, ConnectionWord.last);
  for (;;) {
    yield row;
    const next = store.get('nextInStream', row);
    if (row >= last || next <= row) return;
    row = next;
  }
}
