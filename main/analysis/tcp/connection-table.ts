import { ConnectionWord, tcpWords, udpWords } from './connection-record';
import { RecordTable } from './record-table';
import type { SegmentFollower } from './segment-follower';

export const noConnection = -1;

/**
 * The conversations of one transport by their two ends, in order of appearance: their number is `tcp.stream` or
 * `udp.stream`. The follower keeps them, in the assembly's `ConnectionTable`.
 */
export class ConnectionTable {
  readonly records: RecordTable;

  constructor(
    private readonly follower: SegmentFollower,
    private readonly isTcp: boolean,
  ) {
    this.records = new RecordTable(follower, isTcp, isTcp ? tcpWords : udpWords);
  }

  get count(): number {
    return this.records.count;
  }

  /** The latest connection between the two ends, in whichever direction; `noConnection` where there is none. */
  find(oneAddress: number, otherAddress: number, onePort: number, otherPort: number): number {
    return this.follower.program.find(this.isTcp, oneAddress, otherAddress, onePort, otherPort);
  }

  /** Opens a connection that starts at `row`; it takes the place of an earlier one between the same ends. */
  open(client: number, server: number, clientPort: number, serverPort: number, row: number): number {
    return this.follower.program.open(this.isTcp, client, server, clientPort, serverPort, row);
  }

  /** The connection that had the same ends before; `noConnection` for none. */
  earlier(connection: number): number {
    return this.records.get(connection, ConnectionWord.earlier) - 1;
  }

  /** Whether a packet from that end goes from the connection's server to its client. */
  isFromServer(connection: number, sourceAddress: number, sourcePort: number): boolean {
    const memory = this.records.memory;
    const at = this.records.at(connection);
    return (
      memory[at + ConnectionWord.clientAddress] !== sourceAddress ||
      (memory[at + ConnectionWord.ports] as number) >>> 16 !== sourcePort
    );
  }
}
