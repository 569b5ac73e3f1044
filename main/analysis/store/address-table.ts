import { grown } from '../grown-array';
import { ethernetText, ipv4TextAt, ipv6Text } from '../network/address-text';
import { AddressFamily, addressLength } from '../packet-summary';
import { Ipv4Numbers } from './ipv4-numbers';

const slotBytes = 16;

/** Addresses in the order of their numbers, 16 bytes for each. */
export interface AddressList {
  readonly families: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Every address of a capture once, numbered from 1; 0 stands for no address. Found by open addressing, without strings. */
export class AddressTable {
  private bytes = new Uint8Array(slotBytes * 1024);
  private families = new Uint8Array(1024);
  /** Numbers of all but the IPv4 addresses. */
  private slots = new Uint32Array(2048);
  private slotsUsed = 0;
  private readonly ipv4Numbers = new Ipv4Numbers();
  private size = 1;
  private readonly texts: string[] = [''];

  /** Number of addresses, the absent one included. */
  get count(): number {
    return this.size;
  }

  get byteSize(): number {
    return this.bytes.byteLength + this.families.byteLength + this.slots.byteLength + this.ipv4Numbers.byteSize;
  }

  /** The number of the address of that family at `bytes[at]`; given if it is new. */
  intern(bytes: Uint8Array, at: number, family: number): number {
    if (family === AddressFamily.ipv4) return this.internIpv4(word(bytes, at));
    if (family === AddressFamily.none) return 0;
    const length = addressLength(family);
    const mask = this.slots.length - 1;
    let slot = hash(bytes, at, length, family) & mask;
    for (;;) {
      const id = this.slots[slot] as number;
      if (id === 0) return this.insert(bytes, at, length, family, slot);
      if (this.equals(id, bytes, at, length, family)) return id;
      slot = (slot + 1) & mask;
    }
  }

  /** The same for the addresses that most packets have, by their four bytes as a signed integer. */
  internIpv4(address: number): number {
    const id = this.ipv4Numbers.find(address);
    return id === 0 ? this.insertIpv4(address) : id;
  }

  /** The number of an address that is already there; 0 where it is not. */
  find(bytes: Uint8Array, family: number): number {
    if (family === AddressFamily.ipv4) return this.ipv4Numbers.find(word(bytes, 0));
    const length = addressLength(family);
    const mask = this.slots.length - 1;
    for (let slot = hash(bytes, 0, length, family) & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot] as number;
      if (id === 0 || this.equals(id, bytes, 0, length, family)) return id;
    }
  }

  /** The addresses from number `from` on, for another thread's table. */
  since(from: number): AddressList {
    return {
      families: this.families.slice(from, this.size),
      bytes: this.bytes.slice(from * slotBytes, this.size * slotBytes),
    };
  }

  /** Takes in what `since` of another table gave, under the same numbers. */
  adopt({ families, bytes }: AddressList): void {
    for (let i = 0; i < families.length; i++) this.intern(bytes, i * slotBytes, families[i] as number);
  }

  family(id: number): number {
    return this.families[id] as number;
  }

  /** The address's bytes; a view, valid until the next `intern`. */
  octets(id: number): Uint8Array {
    return this.bytes.subarray(id * slotBytes, id * slotBytes + addressLength(this.family(id)));
  }

  /** An IPv4 address as an unsigned number. */
  ipv4(id: number): number {
    return word(this.bytes, id * slotBytes) >>> 0;
  }

  text(id: number): string {
    const known = this.texts[id];
    if (known !== undefined) return known;
    const made = textOf(this.octets(id), this.family(id));
    if (this.texts.length <= 100_000) this.texts[id] = made;
    return made;
  }

  private equals(id: number, bytes: Uint8Array, at: number, length: number, family: number): boolean {
    if (this.families[id] !== family) return false;
    const own = id * slotBytes;
    for (let i = 0; i < length; i++) if (this.bytes[own + i] !== bytes[at + i]) return false;
    return true;
  }

  private insert(bytes: Uint8Array, at: number, length: number, family: number, slot: number): number {
    const id = this.number(family);
    for (let i = 0; i < length; i++) this.bytes[id * slotBytes + i] = bytes[at + i] as number;
    this.slots[slot] = id;
    if (++this.slotsUsed * 2 > this.slots.length) this.growSlots();
    return id;
  }

  private insertIpv4(address: number): number {
    const id = this.number(AddressFamily.ipv4);
    for (let i = 0; i < 4; i++) this.bytes[id * slotBytes + i] = address >>> (24 - 8 * i);
    this.ipv4Numbers.add(address, id);
    return id;
  }

  private number(family: number): number {
    const id = this.size++;
    if (id >= this.families.length) this.growAddresses();
    this.families[id] = family;
    return id;
  }

  private growAddresses(): void {
    this.bytes = grown(this.bytes);
    this.families = grown(this.families);
  }

  private growSlots(): void {
    this.slots = new Uint32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let id = 1; id < this.size; id++) {
      if (this.families[id] === AddressFamily.ipv4) continue;
      let slot = hash(this.bytes, id * slotBytes, addressLength(this.family(id)), this.family(id)) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = id;
    }
  }
}

const textOf = (octets: Uint8Array, family: number): string =>
  family === AddressFamily.ipv4
    ? ipv4TextAt(octets)
    : family === AddressFamily.ipv6
      ? ipv6Text(octets)
      : ethernetText(octets);

const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 24) |
  ((bytes[at + 1] as number) << 16) |
  ((bytes[at + 2] as number) << 8) |
  (bytes[at + 3] as number);

/** FNV-1a over words, and over the bytes that are left. */
function hash(bytes: Uint8Array, at: number, length: number, family: number): number {
  let value = 0x811c9dc5 ^ family;
  let i = 0;
  for (; i + 4 <= length; i += 4) value = Math.imul(value ^ word(bytes, at + i), 0x01000193);
  for (; i < length; i++) value = Math.imul(value ^ (bytes[at + i] as number), 0x01000193);
  return mixed(value);
}

/** Spreads neighbouring numbers over all bits. */
function mixed(value: number): number {
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
