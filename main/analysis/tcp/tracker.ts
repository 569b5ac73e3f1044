import { type PacketSummary, Transport } from '../packet-summary';
import type { Chunk } from '../store/chunk';
import type { PacketStore } from '../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../store/schema';
import { TcpFlag } from '../transport/tcp-flags';
import { ConnectionTable, ConnectionWord, noConnection } from './connection-table';

/** Follows every TCP connection and UDP conversation while packets are added to the store, in their order. */
export class ConnectionTracker {
  readonly tcp = new ConnectionTable();
  readonly udp = new ConnectionTable();

  constructor(private readonly store: PacketStore) {}

  get byteSize(): number {
    return this.tcp.byteSize + this.udp.byteSize;
  }

  /** Takes in the packet that was stored at `row`. Rows must come in order, each once. */
  add(row: number, summary: PacketSummary): void {
    const chunk = this.store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const source = chunk.source[at] as number;
    const destination = chunk.destination[at] as number;
    const { sourcePort, destinationPort } = summary;
    const isTcp = summary.transport === Transport.tcp;
    const table = isTcp ? this.tcp : this.udp;
    let connection = table.find(source, destination, sourcePort, destinationPort);
    if (connection === noConnection) {
      connection = this.open(table, source, destination, row, summary);
      chunk.stream[at] = connection;
    } else {
      chunk.stream[at] = connection;
      this.link(table, connection, row);
    }
    if (table.isFromServer(connection, source, sourcePort)) (chunk.rowFlags[at] as number) |= RowFlag.fromServer;
  }

  private open(
    table: ConnectionTable,
    source: number,
    destination: number,
    row: number,
    summary: PacketSummary,
  ): number {
    const { sourcePort, destinationPort } = summary;
    return isSentByServer(summary)
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

/** Whether the sender of a conversation's first packet is its server, as far as that packet tells. */
function isSentByServer(summary: PacketSummary): boolean {
  const { sourcePort, destinationPort, tcpFlags } = summary;
  if (summary.transport !== Transport.tcp) return sourcePort < 1024 && destinationPort >= 1024;
  if (tcpFlags & TcpFlag.syn) return (tcpFlags & TcpFlag.ack) !== 0;
  return sourcePort < destinationPort;
}
