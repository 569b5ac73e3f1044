import type { Field } from './fields/field';
import { field } from './fields/field';
import type { Protocol, Recognition, TableName } from './protocol';

export type ApplicationTransport = 'tcp' | 'udp' | 'sctp';

/** A user's rule that this number means that protocol, whatever the tables and the content say. */
export interface DecodeAs {
  readonly table: TableName;
  readonly key: number;
  /** Protocol name, or null for "decode as nothing": show as data. */
  readonly protocol: string | null;
}

const sixteenBits = 65_536;
/** Tables whose keys are spread over sixteen bits, so that arrays of them stay dense and quick. */
const wide: ReadonlySet<TableName> = new Set([
  'ethertype',
  'ppp.protocol',
  'gre.protocol',
  'udp.port',
  'tcp.port',
  'sctp.port',
  'dccp.port',
]);

/** Knows every protocol, which number leads to which, and every field that they can yield. */
export class Registry {
  readonly protocols: readonly Protocol[];
  /** The protocol that stands for a frame of which nothing was understood. */
  readonly frameProtocol: Protocol;
  private readonly byIndex: Protocol[] = [];
  private readonly byName = new Map<string, Protocol>();
  private readonly tables = new Map<TableName, (Protocol | null)[]>();
  // The tables that every packet asks, at hand without a search by name.
  private readonly etherTypes = this.table('ethertype');
  private readonly ipProtocols = this.table('ip.protocol');
  private readonly ports = { tcp: this.table('tcp.port'), udp: this.table('udp.port'), sctp: this.table('sctp.port') };
  /** Protocols that know their content, by its first byte: nearly all bytes begin nothing that is known. */
  private readonly recognizers = { tcp: byFirstByte(), udp: byFirstByte(), sctp: byFirstByte() };
  private readonly fieldsByName = new Map<string, Field>();
  private readonly protocolFields = new Map<Protocol, Field>();
  private readonly decodeAs = new Map<string, Protocol | null>();

  constructor(protocols: readonly Protocol[], decodeAs: readonly DecodeAs[] = []) {
    this.protocols = protocols;
    for (const protocol of protocols) {
      if (this.byName.has(protocol.name)) throw new Error(`two protocols are named ${protocol.name}`);
      this.byIndex[protocol.index] = protocol;
      this.byName.set(protocol.name, protocol);
      this.addFields(protocol);
      this.register(protocol);
    }
    this.frameProtocol = this.named('frame');
    for (const rule of decodeAs) {
      const forced = rule.protocol === null ? null : this.named(rule.protocol);
      this.decodeAs.set(`${rule.table}/${rule.key}`, forced);
      this.table(rule.table)[rule.key] = forced;
    }
  }

  /** The protocol that a column's number stands for. */
  at(index: number): Protocol {
    return this.byIndex[index] as Protocol;
  }

  /** @throws Error where no protocol has the name: the name is a mistake in our own code. */
  named(name: string): Protocol {
    const found = this.byName.get(name);
    if (!found) throw new Error(`no protocol is named ${name}`);
    return found;
  }

  find(name: string): Protocol | undefined {
    return this.byName.get(name);
  }

  /** The protocol that `table` has under `key`, or null. */
  lookUp(table: TableName, key: number): Protocol | null {
    if (table === 'ip.protocol') return this.ipProtocols[key] ?? null;
    if (table === 'ethertype') return this.etherTypes[key] ?? null;
    return this.table(table)[key] ?? null;
  }

  /**
   * Which application protocol a transport's payload is: a "decode as" rule, then the port (the lower one first) unless the
   * content contradicts it, then content alone.
   */
  application(
    transport: ApplicationTransport,
    sourcePort: number,
    destinationPort: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): Protocol | null {
    const ports = this.ports[transport];
    const lower = Math.min(sourcePort, destinationPort);
    const higher = Math.max(sourcePort, destinationPort);
    if (this.decodeAs.size > 0) {
      for (const port of [lower, higher]) {
        const rule = this.decodeAs.get(`${transport}.port/${port}`);
        if (rule !== undefined) return rule;
      }
    }
    const first = ports[lower];
    if (first && (first.recognize === undefined || first.recognize.test(bytes, start, end))) return first;
    const second = ports[higher];
    if (second && (second.recognize === undefined || second.recognize.test(bytes, start, end))) return second;
    const recognizers = this.recognizers[transport][bytes[start] ?? 0] as readonly Protocol[];
    for (let i = 0; i < recognizers.length; i++) {
      const candidate = recognizers[i] as Protocol;
      const test = candidate.recognize?.elsewhere ?? candidate.recognize?.test;
      if (candidate !== first && candidate !== second && test?.(bytes, start, end)) return candidate;
    }
    return null;
  }

  /** The field that stands for the protocol itself: `tcp`. */
  protocolField(protocol: Protocol): Field {
    return this.protocolFields.get(protocol) as Field;
  }

  field(name: string): Field | undefined {
    return this.fieldsByName.get(name);
  }

  /** Every field, in the order of the protocols and of their tables. */
  get fields(): IterableIterator<Field> {
    return this.fieldsByName.values();
  }

  private table(name: TableName): (Protocol | null)[] {
    let table = this.tables.get(name);
    if (!table) {
      table = new Array<Protocol | null>(wide.has(name) ? sixteenBits : 256).fill(null);
      this.tables.set(name, table);
    }
    return table;
  }

  private addFields(protocol: Protocol): void {
    const own = field(protocol.name, 'protocol', protocol.title);
    this.protocolFields.set(protocol, own);
    for (const each of [own, ...[protocol.fields].flat().flatMap((table) => Object.values(table))]) {
      const known = this.fieldsByName.get(each.name);
      if (known && known !== each) throw new Error(`two fields are named ${each.name}`);
      this.fieldsByName.set(each.name, each);
    }
  }

  private register(protocol: Protocol): void {
    for (const { table, keys } of protocol.registrations ?? []) {
      for (const key of keys) this.table(table)[key] = protocol;
    }
    const { recognize } = protocol;
    for (const transport of recognize?.over ?? []) {
      this.recognizers[transport].forEach((protocols, byte) => {
        if (mayBegin(recognize as Recognition, byte)) protocols.push(protocol);
      });
    }
  }
}

const byFirstByte = (): Protocol[][] => Array.from({ length: 256 }, () => []);

const mayBegin = ({ firstBytes }: Recognition, byte: number): boolean =>
  firstBytes === undefined || firstBytes.some(([from, to]) => byte >= from && byte <= to);
