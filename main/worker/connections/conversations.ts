import { AddressFamily } from '../../analysis/packet-summary';
import type { Chunk } from '../../analysis/store/chunk';
import type { PacketStore } from '../../analysis/store/packet-store';
import { RowFlag } from '../../analysis/store/schema';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { ConnectionTable } from '../../analysis/tcp/connection-table';
import { AddressPairs } from './address-pairs';

/** Conversations of one kind, numbered from 0 in the order in which they begin, and which of them a packet belongs to. */
export interface Conversations {
  readonly count: number;
  /** Number of a row's conversation; -1 for none. */
  numberAt(chunk: Chunk, at: number): number;
  /** Whether the row goes from the conversation's server to its client. */
  isFromServer(chunk: Chunk, at: number, number: number): boolean;
  /** Numbers of the AddressTable. */
  client(number: number): number;
  server(number: number): number;
  /** 0 for pairs of addresses. */
  clientPort(number: number): number;
  serverPort(number: number): number;
  /** Row that the conversation began with, whether or not that is a packet of its own; -1 where only its packets tell. */
  opener(number: number): number;
}

/** The connections or UDP conversations that the tracker follows. */
export class TrackedConversations implements Conversations {
  /** @param flag of the rows that belong to them: `RowFlag.tcp` or `RowFlag.udp` */
  constructor(
    private readonly table: ConnectionTable,
    private readonly flag: number,
  ) {}

  get count(): number {
    return this.table.count;
  }

  numberAt(chunk: Chunk, at: number): number {
    return (chunk.rowFlags[at] as number) & this.flag ? (chunk.stream[at] as number) : -1;
  }

  isFromServer(chunk: Chunk, at: number): boolean {
    return ((chunk.rowFlags[at] as number) & RowFlag.fromServer) !== 0;
  }

  client(number: number): number {
    return this.table.records.get(number, ConnectionWord.clientAddress);
  }

  server(number: number): number {
    return this.table.records.get(number, ConnectionWord.serverAddress);
  }

  clientPort(number: number): number {
    return this.table.records.get(number, ConnectionWord.ports) >>> 16;
  }

  serverPort(number: number): number {
    return this.table.records.get(number, ConnectionWord.ports) & 0xffff;
  }

  opener(number: number): number {
    return this.table.records.get(number, ConnectionWord.first);
  }
}

/** Pairs of IP addresses; who spoke first counts as the client. */
export class PairedAddresses implements Conversations {
  private readonly pairs = new AddressPairs();

  constructor(private readonly store: PacketStore) {}

  get count(): number {
    return this.pairs.count;
  }

  numberAt(chunk: Chunk, at: number): number {
    const source = chunk.source[at] as number;
    const destination = chunk.destination[at] as number;
    return this.isIp(source) && this.isIp(destination) ? this.pairs.numberOf(source, destination) : -1;
  }

  isFromServer(chunk: Chunk, at: number, number: number): boolean {
    return this.pairs.first(number) !== (chunk.source[at] as number);
  }

  client(number: number): number {
    return this.pairs.first(number);
  }

  server(number: number): number {
    return this.pairs.second(number);
  }

  clientPort(): number {
    return 0;
  }

  serverPort(): number {
    return 0;
  }

  opener(): number {
    return -1;
  }

  private isIp(address: number): boolean {
    const family = this.store.addresses.family(address);
    return family === AddressFamily.ipv4 || family === AddressFamily.ipv6;
  }
}
