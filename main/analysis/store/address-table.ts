import { grown } from '../grown-array';
import { ethernetText, ipv4TextAt, ipv6Text } from '../network/address-text';
import { AddressFamily, addressLength } from '../packet-summary';
import { Ipv4Numbers } from './ipv4-numbers';
import { LongAddressNumbers } from './long-address-numbers';

const slotBytes = 16;

/** Addresses in the order of their numbers, 16 bytes for each. */
export interface AddressList {
  readonly families: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Every address of a capture once, numbered from 1; 0 stands for no address. Found by open addressing, without strings. */
export class AddressTable {
  // Small at first: they have grown before the engine could build on their staying the same.
  private bytes = new Uint8Array(slotBytes * 16);
  private families = new Uint8Array(16);
  private readonly ipv4Numbers = new Ipv4Numbers();
  private readonly longNumbers = new LongAddressNumbers();
  private size = 1;
  private readonly texts: string[] = [''];

  /** Number of addresses, the absent one included. */
  get count(): number {
    return this.size;
  }

  get byteSize(): number {
    return this.bytes.byteLength + this.families.byteLength + this.ipv4Numbers.byteSize + this.longNumbers.byteSize;
  }

  /** The number of the address of that family at `bytes[at]`; given if it is new. */
  intern(bytes: Uint8Array, at: number, family: number): number {
    if (family === AddressFamily.ipv4) return this.internIpv4(word(bytes, at));
    if (family === AddressFamily.none) return 0;
    const [one, two] = [wordOf(bytes, at, family, 0), wordOf(bytes, at, family, 1)];
    return this.internLong(family, one, two, wordOf(bytes, at, family, 2), wordOf(bytes, at, family, 3));
  }

  /** The same for the addresses that most packets have, by their four bytes as a signed integer. */
  internIpv4(address: number): number {
    const id = this.ipv4Numbers.find(address);
    return id === 0 ? this.insertIpv4(address) : id;
  }

  /** The same for an IPv6 address, by its place. */
  internIpv6(view: DataView, at: number): number {
    return this.internLong(
      AddressFamily.ipv6,
      view.getInt32(at),
      view.getInt32(at + 4),
      view.getInt32(at + 8),
      view.getInt32(at + 12),
    );
  }

  /** The number of an address that is already there; 0 where it is not. */
  find(bytes: Uint8Array, family: number): number {
    if (family === AddressFamily.ipv4) return this.ipv4Numbers.find(word(bytes, 0));
    const [one, two] = [wordOf(bytes, 0, family, 0), wordOf(bytes, 0, family, 1)];
    return this.longNumbers.find(family, one, two, wordOf(bytes, 0, family, 2), wordOf(bytes, 0, family, 3));
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

  private internLong(family: number, one: number, two: number, three: number, four: number): number {
    const known = this.longNumbers.find(family, one, two, three, four);
    if (known !== 0) return known;
    const id = this.number(family);
    this.write(id, 0, one);
    this.write(id, 4, two);
    this.write(id, 8, three);
    this.write(id, 12, four);
    this.longNumbers.add(family, one, two, three, four, id);
    return id;
  }

  private insertIpv4(address: number): number {
    const id = this.number(AddressFamily.ipv4);
    this.write(id, 0, address);
    this.ipv4Numbers.add(address, id);
    return id;
  }

  /** Four bytes of an address. */
  private write(id: number, at: number, word: number): void {
    const start = id * slotBytes + at;
    for (let i = 0; i < 4; i++) this.bytes[start + i] = word >>> (24 - 8 * i);
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

/** A word of a long address; of Ethernet's six bytes, zeros behind them. */
function wordOf(bytes: Uint8Array, at: number, family: number, index: number): number {
  if (family !== AddressFamily.ethernet) return word(bytes, at + 4 * index);
  if (index === 0) return word(bytes, at);
  return index === 1 ? ((bytes[at + 4] as number) << 24) | ((bytes[at + 5] as number) << 16) : 0;
}
