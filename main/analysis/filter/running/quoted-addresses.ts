import type { Registry } from '../../registry';
import type { LayerChains } from '../../store/layer-chains';
import type { Value } from '../typing/typed-test';

const ethernetHeader = 14;
const shortestHeader = 20;
const icmpHeader = 8;

/** Where an address of an IPv4 header lies. */
const offsets: Readonly<Record<string, readonly number[]>> = { 'ip.src': [12], 'ip.dst': [16], 'ip.addr': [12, 16] };

/**
 * IPv4 addresses of ICMP errors (RFC 792): those of the packet, and those of the packet that it quotes. Read from the bytes where
 * both headers are plain, because a capture may have as many errors as attempts that met a closed port.
 */
export class QuotedAddresses {
  private readonly plain: number[];
  /** By chain of layers: 1 where it is Ethernet, IPv4, ICMP and a quoted IPv4 packet. */
  private known: Uint8Array = new Uint8Array(0);

  constructor(
    registry: Registry,
    private readonly chains: LayerChains,
  ) {
    this.plain = ['frame', 'eth', 'ethertype', 'ip', 'icmp', 'ip'].flatMap((name) => registry.find(name)?.index ?? []);
  }

  static has(name: string): boolean {
    return Object.hasOwn(offsets, name);
  }

  /** Appends the field's values. @returns false where the dissector must tell */
  add(name: string, chain: number, bytes: () => Uint8Array, values: Value[]): boolean {
    if (chain >= this.known.length) this.learn();
    if (this.known[chain] === 0) return false;
    const frame = bytes();
    const quote = ethernetHeader + shortestHeader + icmpHeader;
    if (!isPlainHeader(frame, ethernetHeader) || !isPlainHeader(frame, quote)) return false;
    for (const header of [ethernetHeader, quote])
      for (const offset of offsets[name] as readonly number[]) values.push(addressAt(frame, header + offset));
    return true;
  }

  private learn(): void {
    const { plain, chains } = this;
    this.known = Uint8Array.from({ length: chains.count }, (_, chain) => {
      const protocols = chains.protocolsOf(chain);
      const ends = protocols.slice(plain.length).every((each) => each !== plain.at(-1));
      return plain.every((each, i) => protocols[i] === each) && ends && chains.isComplete(chain) ? 1 : 0;
    });
  }
}

/** 20 bytes, the first or only fragment. */
const isPlainHeader = (bytes: Uint8Array, at: number): boolean =>
  bytes.length >= at + shortestHeader &&
  bytes[at] === 0x45 &&
  ((bytes[at + 6] as number) & 0x3f) === 0 &&
  bytes[at + 7] === 0;

const addressAt = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0;
