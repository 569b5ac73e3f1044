import type { Chunk } from '../../analysis/store/chunk';
import type { PacketStore } from '../../analysis/store/packet-store';
import { chunkMask, chunkShift } from '../../analysis/store/schema';
import { AnalysisFlag } from '../../analysis/tcp/analysis-flag';
import { Verdict } from '../../analysis/tcp/verdict/verdict-code';
import { TcpFlag } from '../../analysis/transport/tcp-flags';
import type { Job } from '../jobs';
import { ConnectionCounts, ConversationCounts, nowhere, withRoom } from './conversation-counts';
import type { Conversations } from './conversations';

/** Rows between two looks at the clock. */
const rowsAtOnce = 1 << 15;

/** Counts what each conversation carried, from the columns; goes on where it stopped as the capture grows. */
export class ConversationTally {
  counts = new ConversationCounts(0);
  /** Null but for TCP. */
  tcp: ConnectionCounts | null;
  private counted = 0;

  constructor(
    readonly store: PacketStore,
    readonly conversations: Conversations,
    isTcp: boolean,
  ) {
    this.tcp = isTcp ? new ConnectionCounts(0) : null;
  }

  /** Takes in the rows that are there by now. */
  async advance(job: Job): Promise<void> {
    const { store } = this;
    const end = store.count;
    while (this.counted < end) {
      this.count(Math.min(end, this.counted + rowsAtOnce));
      await job.breathe(this.counted, end);
    }
    if (this.tcp) await this.countVerdicts(this.tcp, job);
  }

  /** Row that the conversation began with. */
  firstRow(number: number): number {
    const opener = this.tcp ? this.conversations.opener(number) : -1;
    const own = this.counts.first[number] ?? nowhere;
    return opener >= 0 ? opener : own === nowhere ? Math.max(0, this.conversations.opener(number)) : own;
  }

  lastRow(number: number): number {
    const own = this.counts.last[number] ?? nowhere;
    return own === nowhere ? this.firstRow(number) : own;
  }

  private count(end: number): void {
    const { store, conversations } = this;
    for (let row = this.counted; row < end; row++) {
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const at = row & chunkMask;
      const number = conversations.numberAt(chunk, at);
      if (number < 0) continue;
      if (number >= this.counts.capacity) this.makeRoom();
      const { counts, tcp } = this;
      const fromServer = conversations.isFromServer(chunk, at, number);
      const bytes = chunk.originalLength[at] as number;
      if (fromServer) {
        counts.serverPackets[number]!++;
        counts.serverBytes[number]! += bytes;
      } else {
        counts.clientPackets[number]!++;
        counts.clientBytes[number]! += bytes;
      }
      if (counts.first[number] === nowhere) counts.first[number] = row;
      counts.last[number] = row;
      if (tcp) countSegment(tcp, chunk, at, number, row, fromServer);
    }
    this.counted = end;
  }

  private makeRoom(): void {
    const { count } = this.conversations;
    this.counts = withRoom(this.counts, count, ConversationCounts);
    if (this.tcp) this.tcp = withRoom(this.tcp, count, ConnectionCounts);
  }

  /** From the first row each time: a verdict may change with what comes behind. */
  private async countVerdicts(tcp: ConnectionCounts, job: Job): Promise<void> {
    const { store, counted } = this;
    const retransmissions = new Uint32Array(tcp.capacity);
    const outOfOrder = new Uint32Array(tcp.capacity);
    for (let from = 0; from < counted; from += rowsAtOnce) {
      const chunk = store.chunks[from >>> chunkShift] as Chunk;
      const end = Math.min(counted, from + rowsAtOnce);
      for (let row = from; row < end; row++) {
        const verdict = chunk.verdict[row & chunkMask];
        if (verdict === Verdict.none) continue;
        const stream = chunk.stream[row & chunkMask] as number;
        if (verdict === Verdict.outOfOrder) outOfOrder[stream]!++;
        else if (verdict !== Verdict.duplicatePacket) retransmissions[stream]!++;
      }
      await job.breathe();
    }
    tcp.retransmissions.set(retransmissions);
    tcp.outOfOrder.set(outOfOrder);
  }
}

function countSegment(
  tcp: ConnectionCounts,
  chunk: Chunk,
  at: number,
  stream: number,
  row: number,
  fromServer: boolean,
): void {
  const analysis = chunk.analysis[at] as number;
  const flags = chunk.tcpFlags[at] as number;
  if (analysis & AnalysisFlag.duplicateAcknowledgment) tcp.duplicateAcks[stream]!++;
  if (analysis & AnalysisFlag.zeroWindow) tcp.zeroWindows[stream]!++;
  if (flags & TcpFlag.rst) tcp.resets[stream]!++;
  if ((flags & (TcpFlag.syn | TcpFlag.fin)) !== 0 || chunk.payloadLength[at] !== 0) tcp.sequenced[stream]!++;
  if (flags & TcpFlag.syn) {
    const syn = fromServer ? tcp.serverSyn : tcp.clientSyn;
    if (syn[stream] === nowhere) syn[stream] = row;
  }
  tcp.states[stream] = chunk.states[at] as number;
}
