import { Connection } from './connection-record';
import { tcpWords, udpWords } from './constants';
import { allocate, release } from './memory';

export const noConnection: i32 = -1;

/** Small chunks: they never move, and growing copies nothing. */
const chunkShift: i32 = 8;
const chunkRecords: i32 = 1 << chunkShift;
const chunkMask: i32 = chunkRecords - 1;
/** More chunks than the memory could hold: a directory of them that hardly anything of is ever touched. */
const mostChunks: i32 = 1 << 17;
const fewestSlots: i32 = 16;

/** Another one in each run, so that nobody can prepare a capture whose connections all fall into one place. */
let seed: i32 = 0;

/**
 * The conversations of one transport by their two ends, in order of appearance: their number is `tcp.stream` or `udp.stream`.
 * An open-addressing table over numbers of addresses and ports finds the latest one between two ends. Beside a conversation's
 * number, which is less than half the number of slots, a slot has room for the upper bits of the hash: a record that does not
 * belong to it is hardly ever fetched from memory.
 */
@unmanaged
export class ConnectionTable {
  count: i32;
  /** Bytes of a record. */
  stride: i32;
  mask: i32;
  slots: usize;
  /** Where the chunks of records are. */
  directory: usize;

  record(connection: i32): Connection {
    const chunk = load<usize>(this.directory + ((<usize>(connection >>> chunkShift)) << 2));
    return changetype<Connection>(chunk + <usize>((connection & chunkMask) * this.stride));
  }

  /** The latest connection between the two ends, in whichever direction. */
  find(one: i32, other: i32, onePort: i32, otherPort: i32): i32 {
    const slot = this.slot(this.locate(one, other, onePort, otherPort));
    return slot == noConnection ? noConnection : slot & this.mask;
  }

  /** Opens a connection that starts at `row`; it takes the place of an earlier one between the same ends. */
  open(client: i32, server: i32, clientPort: i32, serverPort: i32, row: i32): i32 {
    if ((this.count + 1) * 2 > this.mask + 1) this.grow();
    const place = this.locate(client, server, clientPort, serverPort);
    const before = this.slot(place);
    const connection = this.add();
    const record = this.record(connection);
    record.clientAddress = client;
    record.serverAddress = server;
    record.ports = (clientPort << 16) | serverPort;
    record.first = row;
    record.last = row;
    record.earlier = before == noConnection ? 0 : (before & this.mask) + 1;
    this.setSlot(place, (hash(client, server, clientPort, serverPort) & ~this.mask) | connection);
    return connection;
  }

  begin(stride: i32, directory: usize): void {
    this.stride = stride;
    this.directory = directory;
    this.takeSlots(fewestSlots);
  }

  private takeSlots(count: i32): void {
    this.slots = allocate((<usize>count) << 2);
    this.mask = count - 1;
    memory.fill(this.slots, 0xff, (<usize>count) << 2);
  }

  private slot(place: i32): i32 {
    return load<i32>(this.slots + ((<usize>place) << 2));
  }

  private setSlot(place: i32, slot: i32): void {
    store<i32>(this.slots + ((<usize>place) << 2), slot);
  }

  /** Adds a record of zeros. */
  private add(): i32 {
    const connection = this.count++;
    if ((connection & chunkMask) == 0) {
      const chunk = connection >>> chunkShift;
      if (chunk >= mostChunks) unreachable();
      store<usize>(this.directory + ((<usize>chunk) << 2), allocate(<usize>(chunkRecords * this.stride)));
    }
    return connection;
  }

  /** Where the slot of the two ends is; a free one where they have none. */
  private locate(one: i32, other: i32, onePort: i32, otherPort: i32): i32 {
    const mask = this.mask;
    const hashed = hash(one, other, onePort, otherPort);
    let place = hashed & mask;
    while (true) {
      const slot = this.slot(place);
      if (slot == noConnection) return place;
      if (((slot ^ hashed) & ~mask) == 0 && joins(this.record(slot & mask), one, other, onePort, otherPort))
        return place;
      place = (place + 1) & mask;
    }
  }

  private grow(): void {
    const old = this.slots;
    const oldMask = this.mask;
    this.takeSlots((oldMask + 1) * 2);
    const mask = this.mask;
    for (let i = 0; i <= oldMask; i++) {
      const slot = load<i32>(old + ((<usize>i) << 2));
      if (slot == noConnection) continue;
      const connection = slot & oldMask;
      const record = this.record(connection);
      const ports = record.ports;
      const hashed = hash(record.clientAddress, record.serverAddress, ports >>> 16, ports & 0xffff);
      let place = hashed & mask;
      while (this.slot(place) != noConnection) place = (place + 1) & mask;
      this.setSlot(place, (hashed & ~mask) | connection);
    }
    release(old, (<usize>(oldMask + 1)) << 2);
  }
}

function joins(record: Connection, one: i32, other: i32, onePort: i32, otherPort: i32): bool {
  const client = record.clientAddress;
  const server = record.serverAddress;
  const ports = record.ports;
  const same = (client ^ one) | (server ^ other) | (ports ^ ((onePort << 16) | otherPort));
  const swapped = (client ^ other) | (server ^ one) | (ports ^ ((otherPort << 16) | onePort));
  // Negative where neither is 0. Which direction it is changes too often to be guessed right: a branch by it would cost more.
  return ((same | -same) & (swapped | -swapped)) >= 0;
}

/** The same for both directions: each end is mixed by itself, then the two are added. */
function hash(one: i32, other: i32, onePort: i32, otherPort: i32): i32 {
  let value = mix(one, onePort) + mix(other, otherPort);
  value = (value ^ (value >>> 15)) * 0x2c1b3c6d;
  return value ^ (value >>> 13);
}

function mix(address: i32, port: i32): i32 {
  let value = ((address ^ seed) * <i32>0x9e3779b1) ^ ((port + 1) * <i32>0x85ebca6b);
  value = (value ^ (value >>> 16)) * 0x7feb352d;
  return value ^ (value >>> 15);
}

export const tcp = changetype<ConnectionTable>(memory.data(32));
export const udp = changetype<ConnectionTable>(memory.data(32));

export function beginTables(newSeed: i32): void {
  seed = newSeed;
  tcp.begin(tcpWords * 4, memory.data(mostChunks * 4, 16));
  udp.begin(udpWords * 4, memory.data(mostChunks * 4, 16));
}
