import type { Field } from '../../fields/field';
import { grown } from '../../grown-array';
import type { Protocol } from '../../protocol';
import type { Registry } from '../../registry';
import type { PacketStore } from '../../store/packet-store';
import { Certainty } from './certainty';

/** Beside the certainties: may be there in a TCP segment with data, which only the stream tells. */
export const inStream = 3;

/** Beside the certainties: there, but perhaps not read whole. */
export const toBeChecked = 3;

/** What follows from the layers column, by the number of the chain of protocols. */
export class LayerKnowledge {
  private readonly tables = new Map<string, ChainTable>();
  private readonly owners = new Map<Field, Protocol[]>();
  private readonly tcp: Protocol;
  private readonly quoters: ReadonlySet<number>;
  /** Protocols that begin a packet: one inside another packet has the columns for itself. */
  private readonly outer: ReadonlySet<number>;

  constructor(
    private readonly registry: Registry,
    private readonly store: PacketStore,
  ) {
    this.tcp = registry.named('tcp');
    const isOuter = ({ registrations }: Protocol) =>
      (registrations ?? []).some(({ table }) => table === 'link' || table === 'ethertype');
    this.outer = new Set(registry.protocols.filter(isOuter).map(({ index }) => index));
    this.quoters = new Set(['icmp', 'icmpv6'].flatMap((name) => registry.find(name)?.index ?? []));
    for (const protocol of registry.protocols) {
      const own = [
        registry.protocolField(protocol),
        ...[protocol.fields].flat().flatMap((each) => Object.values(each)),
      ];
      for (const user of sharing[protocol.name] ?? []) this.share(own.slice(1), user);
      for (const field of own) this.owners.set(field, [...(this.owners.get(field) ?? []), protocol]);
    }
  }

  private share(fields: readonly Field[], name: string): void {
    const protocol = this.registry.find(name);
    if (protocol) for (const field of fields) this.owners.set(field, [...(this.owners.get(field) ?? []), protocol]);
  }

  /** The protocols under which a field may stand. */
  ownersOf(field: Field): readonly Protocol[] {
    return this.owners.get(field) ?? [];
  }

  /** Whether the protocol is there: a `Certainty` or `inStream`. The answer gives it by chain, for those that there are then. */
  presence(protocol: Protocol): () => Uint8Array {
    return this.table(`presence ${protocol.name}`, (chain) => this.presenceIn(chain, protocol));
  }

  /**
   * `yes` where exactly one header of these protocols is there, the packet quotes no other, and the scan read it whole;
   * `toBeChecked` where the dissector read it, which reads faulty ones too. The answer gives it by chain, for those that there
   * are when it is called.
   */
  single(name: string, rivals: readonly string[] = []): () => Uint8Array {
    const wanted = this.registry.named(name).index;
    const others = new Set([wanted, ...rivals.map((rival) => this.registry.named(rival).index)]);
    return this.table(`single ${name} ${rivals.join()}`, (chain) => {
      if (chain === 0) return Certainty.doubt;
      const protocols = this.store.layerChains.protocolsOf(chain);
      if (!this.isComplete(chain, protocols)) return Certainty.doubt;
      const at = protocols.indexOf(wanted);
      if (at < 0) return this.isShown(name, protocols) ? Certainty.doubt : Certainty.no;
      const isQuoted = protocols.slice(0, at).some((each) => this.quoters.has(each));
      const isAlone = protocols.filter((each) => others.has(each)).length === 1;
      // The columns are those of the innermost packet.
      const enclosesOther = name !== 'eth' && protocols.slice(at + 1).some((each) => this.outer.has(each));
      if (!isAlone || isQuoted || enclosesOther) return Certainty.doubt;
      return this.store.layerChains.isComplete(chain) ? toBeChecked : Certainty.yes;
    });
  }

  /** Whether another protocol of the chain shows this one's fields as its own. */
  private isShown(name: string, protocols: readonly number[]): boolean {
    return (sharing[name] ?? []).some((user) => protocols.includes(this.registry.named(user).index));
  }

  /** Whether the chain has every header; below TCP and UDP there are none of interest. */
  private isComplete(chain: number, protocols: readonly number[]): boolean {
    return this.store.layerChains.isComplete(chain) || !this.mayHoldMore(protocols);
  }

  private presenceIn(chain: number, protocol: Protocol): number {
    if (chain === 0) return Certainty.doubt;
    const { layerChains } = this.store;
    const protocols = layerChains.protocolsOf(chain);
    const at = protocols.indexOf(protocol.index);
    const segment = protocols.indexOf(this.tcp.index);
    // What a segment carries is read again with its stream.
    if (segment >= 0 && (at < 0 || at > segment)) return this.goesOverTcp(protocol) ? inStream : this.belowTcp(at);
    if (at >= 0) return Certainty.yes;
    if (layerChains.isComplete(chain)) return Certainty.no;
    return unread.has(protocol.name) || this.mayHoldMore(protocols) ? Certainty.doubt : Certainty.no;
  }

  private belowTcp(at: number): number {
    return at >= 0 ? Certainty.yes : Certainty.no;
  }

  /** A protocol that no table leads to may stand anywhere. */
  goesOverTcp(protocol: Protocol): boolean {
    const registrations = protocol.registrations ?? [];
    if (registrations.length === 0) return true;
    return (
      registrations.some(({ table }) => table === 'tcp.port') || (protocol.recognize?.over.includes('tcp') ?? false)
    );
  }

  /** The scan stopped at a protocol that it does not read, and that may have others inside. */
  private mayHoldMore(protocols: readonly number[]): boolean {
    const last = protocols.at(-1);
    return last !== undefined && enclosing.has(this.registry.at(last).name);
  }

  private table(key: string, fill: (chain: number) => number): () => Uint8Array {
    let entry = this.tables.get(key);
    if (!entry) {
      entry = { table: new Uint8Array(256), known: 0, fill };
      this.tables.set(key, entry);
    }
    return () => this.upToDate(entry);
  }

  private upToDate(entry: ChainTable): Uint8Array {
    const { count } = this.store.layerChains;
    if (entry.table.length < count) entry.table = grown(entry.table, count * 2);
    for (; entry.known < count; entry.known++) entry.table[entry.known] = entry.fill(entry.known);
    return entry.table;
  }
}

/** What `fill` says of each chain, for the first `known` of them. */
interface ChainTable {
  table: Uint8Array;
  known: number;
  readonly fill: (chain: number) => number;
}

/** Protocols that show fields of another one as their own. */
const sharing: Readonly<Record<string, readonly string[]>> = {
  dns: ['mdns', 'llmnr'],
  http: ['ssdp'],
  udp: ['udplite'],
};

/** Protocols without a scan whose packets hold others. */
const enclosing: ReadonlySet<string> = new Set(['sflow']);

/** Shown, but not read by a scan. */
const unread: ReadonlySet<string> = new Set(['data', 'ethertype']);
