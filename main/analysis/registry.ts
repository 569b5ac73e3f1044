import { ApplicationProtocols, type ApplicationTransport } from './application-protocols';
import type { Field } from './fields/field';
import { field } from './fields/field';
import { NumberTable } from './number-table';
import type { Protocol, TableName } from './protocol';

/** A user's rule that this number means that protocol, whatever the tables and the content say. */
export interface DecodeAs {
  readonly table: TableName;
  readonly key: number;
  /** Protocol name, or null for "decode as nothing": show as data. */
  readonly protocol: string | null;
}

const largestLinkType = 0xffff;

/** Knows every protocol, which number leads to which, and every field that they can yield. */
export class Registry {
  readonly protocols: readonly Protocol[];
  /** The protocol that stands for a frame of which nothing was understood. */
  readonly frameProtocol: Protocol;
  private readonly byIndex: Protocol[] = [];
  private readonly byName = new Map<string, Protocol>();
  /** Blocks of a pcapng file that count as frames, by the numbers beyond all LINKTYPE_ numbers that its reader gives them. */
  private readonly fileBlocks = new Map<number, Protocol>();
  private readonly tables = new Map<TableName, NumberTable>();
  // The tables that every packet asks, at hand without a search by name.
  private readonly etherTypes = this.table('ethertype');
  private readonly ipProtocols = this.table('ip.protocol');
  /** What transports carry. */
  readonly applications = {
    tcp: new ApplicationProtocols('tcp'),
    udp: new ApplicationProtocols('udp'),
    sctp: new ApplicationProtocols('sctp'),
  };
  private fieldIndex: FieldIndex | null = null;

  constructor(protocols: readonly Protocol[], decodeAs: readonly DecodeAs[] = []) {
    this.protocols = protocols;
    for (const protocol of protocols) {
      if (this.byName.has(protocol.name)) throw new Error(`two protocols are named ${protocol.name}`);
      this.byIndex[protocol.index] = protocol;
      this.byName.set(protocol.name, protocol);
      this.register(protocol);
    }
    this.frameProtocol = this.named('frame');
    for (const rule of decodeAs) {
      const forced = rule.protocol === null ? null : this.named(rule.protocol);
      const transport = transportOf(rule.table);
      if (transport === null) this.table(rule.table).set(rule.key, forced);
      else this.applications[transport].decodeAs(rule.key, forced);
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

  /** The protocol that `table` has under `key`, or null. Not for the tables of ports, which `applications` has. */
  lookUp(table: TableName, key: number): Protocol | null {
    if (table === 'ip.protocol') return this.ipProtocols.get(key);
    if (table === 'ethertype') return this.etherTypes.get(key);
    if (table === 'link' && key > largestLinkType) return this.fileBlocks.get(key) ?? null;
    return this.table(table).get(key);
  }

  /** The field that stands for the protocol itself: `tcp`. */
  protocolField(protocol: Protocol): Field {
    return this.index.byProtocol.get(protocol) as Field;
  }

  field(name: string): Field | undefined {
    return this.index.byName.get(name);
  }

  /** Every field, in the order of the protocols and of their tables. */
  get fields(): IterableIterator<Field> {
    return this.index.byName.values();
  }

  /** Made when the first field is asked for: the packets of a file are read into columns without it. */
  private get index(): FieldIndex {
    this.fieldIndex ??= new FieldIndex(this.protocols);
    return this.fieldIndex;
  }

  private table(name: TableName): NumberTable {
    let table = this.tables.get(name);
    if (!table) {
      table = new NumberTable();
      this.tables.set(name, table);
    }
    return table;
  }

  private register(protocol: Protocol): void {
    for (const { table, keys } of protocol.registrations ?? []) {
      const transport = transportOf(table);
      for (const key of keys) {
        if (table === 'link' && key > largestLinkType) this.fileBlocks.set(key, protocol);
        else if (transport === null) this.table(table).set(key, protocol);
        else this.applications[transport].register(key, protocol);
      }
    }
    for (const applications of Object.values(this.applications)) applications.recognize(protocol);
  }
}

/** Every field by its name, in the order of the protocols and of their tables; and those that stand for protocols. */
class FieldIndex {
  readonly byName = new Map<string, Field>();
  readonly byProtocol = new Map<Protocol, Field>();

  constructor(protocols: readonly Protocol[]) {
    for (const protocol of protocols) {
      const general = protocol.variantOf && this.byProtocol.get(protocol.variantOf);
      const own = general ?? field(protocol.name, 'protocol', protocol.title);
      this.byProtocol.set(protocol, own);
      this.add(own);
      for (const table of [protocol.fields].flat()) {
        for (const each of Object.values(table)) this.add(each);
      }
    }
  }

  private add(field: Field): void {
    const known = this.byName.get(field.name);
    if (known && known !== field) throw new Error(`two fields are named ${field.name}`);
    this.byName.set(field.name, field);
  }
}

const portTables: Partial<Record<TableName, ApplicationTransport>> = {
  'tcp.port': 'tcp',
  'udp.port': 'udp',
  'sctp.port': 'sctp',
};

const transportOf = (table: TableName): ApplicationTransport | null => portTables[table] ?? null;
