import { type PacketSummary, Transport } from '../packet-summary';
import type { Chunk } from '../store/chunk';
import type { PacketStore } from '../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../store/schema';
import { TcpFlag } from '../transport/tcp-flags';
import { AnalysisFlag, carriesSackBlocks } from './analysis-flag';
import { ConnectionWord, EndBit, EndWord, tcpWords, udpWords } from './connection-record';
import { ConnectionTable, noConnection } from './connection-table';
import { Segment } from './segment';
import { SegmentAnalysis } from './segment-analysis';
import { TcpOptions } from './tcp-options-table';

/** Follows every TCP connection and UDP conversation while packets are added to the store, in their order. */
export class ConnectionTracker {
  readonly tcp = new ConnectionTable(tcpWords);
  readonly udp = new ConnectionTable(udpWords);
  readonly options = new TcpOptions();
  private readonly analysis: SegmentAnalysis;
  private readonly segment = new Segment();

  constructor(readonly store: PacketStore) {
    this.analysis = new SegmentAnalysis(store);
  }

  get byteSize(): number {
    return this.tcp.byteSize + this.udp.byteSize + this.options.byteSize;
  }

  /** Takes in the packet that was stored at `row`. Rows must come in order, each once. */
  add(row: number, summary: PacketSummary): void {
    if (summary.transport === Transport.tcp) this.addSegment(row, summary);
    else if (summary.transport === Transport.udp) this.addDatagram(row, summary);
  }

  private addDatagram(row: number, summary: PacketSummary): void {
    const chunk = this.store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const source = chunk.source[at] as number;
    const destination = chunk.destination[at] as number;
    const { sourcePort, destinationPort } = summary;
    let conversation = this.udp.find(source, destination, sourcePort, destinationPort);
    if (conversation === noConnection) {
      const isReply = sourcePort < 1024 && destinationPort >= 1024;
      conversation = this.open(this.udp, source, destination, row, summary, isReply);
    } else this.link(this.udp, conversation, row);
    chunk.stream[at] = conversation;
    if (this.udp.isFromServer(conversation, source, sourcePort)) (chunk.rowFlags[at] as number) |= RowFlag.fromServer;
  }

  private addSegment(row: number, summary: PacketSummary): void {
    const chunk = this.store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const source = chunk.source[at] as number;
    const destination = chunk.destination[at] as number;
    const { tcp } = this;
    let verdicts = 0;
    let connection = tcp.find(source, destination, summary.sourcePort, summary.destinationPort);
    if (connection !== noConnection && this.reusesPorts(connection, source, summary)) {
      verdicts = AnalysisFlag.reusedPorts;
      connection = noConnection;
    }
    if (connection === noConnection) {
      connection = this.open(tcp, source, destination, row, summary, isSentByServer(summary));
    } else this.link(tcp, connection, row);
    chunk.stream[at] = connection;
    const { segment } = this;
    segment.take(row, summary);
    segment.fromServer = tcp.isFromServer(connection, source, summary.sourcePort);
    if (segment.fromServer) (chunk.rowFlags[at] as number) |= RowFlag.fromServer;
    if (summary.tcpFlags & TcpFlag.syn) this.options.addHandshake(row, summary);
    if (summary.sackCount > 0) {
      this.options.addBlocks(row, summary.sackEdges, summary.sackCount);
      verdicts |= carriesSackBlocks;
    }
    verdicts |= this.analysis.analyze(tcp.records.memory(connection), tcp.records.at(connection), segment, null);
    chunk.analysis[at] = verdicts;
  }

  /** A SYN that begins elsewhere than the connection that had the ports last (user's guide, TCP Port numbers reused). */
  private reusesPorts(connection: number, source: number, summary: PacketSummary): boolean {
    if ((summary.tcpFlags & (TcpFlag.syn | TcpFlag.ack)) !== TcpFlag.syn) return false;
    const { tcp } = this;
    const fromServer = tcp.isFromServer(connection, source, summary.sourcePort);
    const memory = tcp.records.memory(connection);
    const own = tcp.records.at(connection) + (fromServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd);
    const isKnown = ((memory[own] as number) & EndBit.hasInitial) !== 0;
    return isKnown && memory[own + EndWord.initialSequence] !== summary.sequence;
  }

  private open(
    table: ConnectionTable,
    source: number,
    destination: number,
    row: number,
    summary: PacketSummary,
    fromServer: boolean,
  ): number {
    const { sourcePort, destinationPort } = summary;
    return fromServer
      ? table.open(destination, source, destinationPort, sourcePort, row)
      : table.open(source, destination, sourcePort, destinationPort, row);
  }

  private link(table: ConnectionTable, connection: number, row: number): void {
    const memory = table.records.memory(connection);
    const at = table.records.at(connection) + ConnectionWord.last;
    const last = memory[at] as number;
    const chunk = this.store.chunks[last >>> chunkShift] as Chunk;
    chunk.nextInStream[last & chunkMask] = row;
    memory[at] = row;
  }
}

/** Whether the sender of a connection's first segment is its server, as far as that segment tells. */
function isSentByServer(summary: PacketSummary): boolean {
  const { sourcePort, destinationPort, tcpFlags } = summary;
  if (tcpFlags & TcpFlag.syn) return (tcpFlags & TcpFlag.ack) !== 0;
  return sourcePort < destinationPort;
}
