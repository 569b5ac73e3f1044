import { ConnectionWord } from './connection-record';
import { RecordTable } from './record-table';

export const noConnection = -1;

/**
 * The conversations of one transport by their two ends, in order of appearance: their number is `tcp.stream` or
 * `udp.stream`. An open-addressing table over interned addresses and ports finds the latest one between two ends. Beside a
 * conversation's number, which is less than half the number of slots, a slot has room for the upper bits of the hash: a record
 * that does not belong to it is hardly ever fetched from memory.
 */
export class ConnectionTable {
  readonly records: RecordTable;
  /** Few at first: there are more before the engine could build on their staying the same. */
  private slots = new Int32Array(16).fill(noConnection);

  /** @param words words of a conversation's record, `ConnectionWord` first */
  constructor(words: number) {
    this.records = new RecordTable(words);
  }

  get count(): number {
    return this.records.count;
  }

  get byteSize(): number {
    return this.records.byteSize + this.slots.byteLength;
  }

  /** The latest connection between the two ends, in whichever direction; `noConnection` where there is none. */
  find(oneAddress: number, otherAddress: number, onePort: number, otherPort: number): number {
    const slot = this.slots[this.locate(oneAddress, otherAddress, onePort, otherPort)] as number;
    return slot === noConnection ? noConnection : slot & (this.slots.length - 1);
  }

  /** Opens a connection that starts at `row`; it takes the place of an earlier one between the same ends. */
  open(client: number, server: number, clientPort: number, serverPort: number, row: number): number {
    if ((this.count + 1) * 2 > this.slots.length) this.grow();
    const mask = this.slots.length - 1;
    const earlier = this.find(client, server, clientPort, serverPort);
    const connection = this.records.add();
    const memory = this.records.memory(connection);
    const at = this.records.at(connection);
    memory[at + ConnectionWord.clientAddress] = client;
    memory[at + ConnectionWord.serverAddress] = server;
    memory[at + ConnectionWord.ports] = (clientPort << 16) | serverPort;
    memory[at + ConnectionWord.first] = row;
    memory[at + ConnectionWord.last] = row;
    memory[at + ConnectionWord.earlier] = earlier + 1;
    const place = this.locate(client, server, clientPort, serverPort);
    this.slots[place] = (hash(client, server, clientPort, serverPort) & ~mask) | connection;
    return connection;
  }

  /** The connection that had the same ends before; `noConnection` for none. */
  earlier(connection: number): number {
    return this.records.get(connection, ConnectionWord.earlier) - 1;
  }

  /** Whether a packet from that end goes from the connection's server to its client. */
  isFromServer(connection: number, sourceAddress: number, sourcePort: number): boolean {
    const memory = this.records.memory(connection);
    const at = this.records.at(connection);
    return (
      memory[at + ConnectionWord.clientAddress] !== sourceAddress ||
      (memory[at + ConnectionWord.ports] as number) >>> 16 !== sourcePort
    );
  }

  /** Where the slot of the two ends is; a free one where they have none. */
  private locate(one: number, other: number, onePort: number, otherPort: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    const hashed = hash(one, other, onePort, otherPort);
    for (let place = hashed & mask; ; place = (place + 1) & mask) {
      const slot = slots[place] as number;
      if (slot === noConnection) return place;
      if (((slot ^ hashed) & ~mask) === 0 && this.joins(slot & mask, one, other, onePort, otherPort)) return place;
    }
  }

  private joins(connection: number, one: number, other: number, onePort: number, otherPort: number): boolean {
    const memory = this.records.memory(connection);
    const at = this.records.at(connection);
    const client = memory[at] as number;
    const server = memory[at + ConnectionWord.serverAddress] as number;
    const ports = memory[at + ConnectionWord.ports] as number;
    const same = (client ^ one) | (server ^ other) | (ports ^ ((onePort << 16) | otherPort));
    const swapped = (client ^ other) | (server ^ one) | (ports ^ ((otherPort << 16) | onePort));
    // Negative where neither is 0. Which direction it is changes too often to be guessed right: a branch by it would cost more.
    return ((same | -same) & (swapped | -swapped)) >= 0;
  }

  private grow(): void {
    const old = this.slots;
    const slots = new Int32Array(old.length * 2).fill(noConnection);
    const mask = slots.length - 1;
    for (const slot of old) {
      if (slot === noConnection) continue;
      const connection = slot & (old.length - 1);
      const memory = this.records.memory(connection);
      const at = this.records.at(connection);
      const ports = memory[at + ConnectionWord.ports] as number;
      const server = memory[at + ConnectionWord.serverAddress] as number;
      const hashed = hash(memory[at] as number, server, ports >>> 16, ports & 0xffff);
      let place = hashed & mask;
      while (slots[place] !== noConnection) place = (place + 1) & mask;
      slots[place] = (hashed & ~mask) | connection;
    }
    this.slots = slots;
  }
}

/** Another one in each run, so that nobody can prepare a capture whose connections all fall into one place. */
const seed = (Math.random() * 0x100000000) | 0;

/** The same for both directions: each end is mixed by itself, then the two are added. */
function hash(oneAddress: number, otherAddress: number, onePort: number, otherPort: number): number {
  let value = mix(oneAddress, onePort) + mix(otherAddress, otherPort);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return value ^ (value >>> 13);
}

function mix(address: number, port: number): number {
  let value = Math.imul(address ^ seed, 0x9e3779b1) ^ Math.imul(port + 1, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  return value ^ (value >>> 15);
}
