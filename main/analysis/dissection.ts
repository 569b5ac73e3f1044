import type { ApplicationTransport } from './application-protocols';
import type { DecodeFault } from './decode-fault';
import type { DissectionContext } from './dissection-context';
import type { Field, FieldValue } from './fields/field';
import { type DataSource, type FieldNode, unwanted } from './fields/field-node';
import type { StreamMessage } from './message-framing';
import { PacketSummary } from './packet-summary';
import type { Protocol, TableName } from './protocol';

/** What is known of a frame before a byte of it is read. */
export interface Frame {
  /** 1-based. */
  readonly number: number;
  readonly capturedLength: number;
  readonly originalLength: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly hasTime: boolean;
  readonly linkType: number;
  /** Number of the interface in its section; -1 where the file numbers none, or the frame is no packet of one. */
  readonly interface: number;
  /** Number of the section of the file, counted from 1; 0 or absent where it has none. */
  readonly section?: number;
  readonly interfaceName: string;
  readonly comments: readonly string[];
  /** Nanoseconds since the first frame, since the frame before, and since the last displayed or reference frame. */
  readonly sinceFirst: bigint;
  readonly sincePrevious: bigint;
  readonly marked: boolean;
  /** The coloring rule that the frame falls under: worked out when it is asked for, null for none. */
  readonly coloringRule?: { readonly name: string; readonly filter: string } | null;
}

const deepest = 64;
const none: readonly number[] = [];

/** What of a packet is asked for, where that is less than the whole tree. */
export interface WantedFields {
  /** The nodes of these fields are made, as a list without the tree around them. */
  readonly fields: ReadonlySet<Field>;
  /** Whether what TCP carries may hold any of them. */
  readonly overTcp: boolean;
}

/**
 * One packet being read into a field tree. Protocols add nodes and hand the rest on with `next`.
 *
 * Reading never throws. A read behind `limit` records a fault, gives 0 and makes every later read and add of that layer do
 * nothing, so that a dissector needs no check of its own but in loops: `while (at < end && !dissection.failed)`.
 */
export class Dissection {
  /** Of the packet that is being read: this one, or one that it quotes. */
  summary = new PacketSummary();
  /** Of the first packet that this one quotes; null where it quotes none. */
  quote: PacketSummary | null = null;
  readonly roots: FieldNode[] = [];
  readonly sources: DataSource[];
  readonly faults: DecodeFault[] = [];
  /** The present bytes are the first fragment of a datagram that cannot be put together. */
  ofFragment = false;
  /** Names of the protocols met, outermost first. */
  readonly protocolNames: string[] = [];
  /** Places among the names of those protocols of which too little was there to be shown: filters do not find them. */
  missed: readonly number[] = none;
  /** Bytes of the present data source. Offsets count from its first byte. */
  bytes: Uint8Array;
  view: DataView;
  /** Offset behind the last byte that the present layer may read: captured, and inside what outer headers say. */
  limit: number;
  /** The present layer met a fault: nothing more of it is read. */
  failed = false;
  /** Inside a packet that an ICMP error quotes: addresses, ports and columns are not this packet's own. */
  quoted = false;
  /** What the stream tells of the message that is being read; null where the segment is read by itself. */
  message: StreamMessage | null = null;
  private source = 0;
  private parent: FieldNode | null = null;
  private readonly open: (FieldNode | null)[] = [];
  private current = 'frame';
  private depth = 0;
  private information: (() => string) | null = null;

  /**
   * @param frameBytes the captured bytes of the frame
   * @param wantsTree false to fill the summary only
   */
  constructor(
    readonly context: DissectionContext,
    readonly frame: Frame,
    frameBytes: Uint8Array,
    readonly wantsTree = true,
    private readonly wanted: WantedFields | null = null,
  ) {
    this.bytes = frameBytes;
    this.view = new DataView(frameBytes.buffer, frameBytes.byteOffset, frameBytes.byteLength);
    this.limit = frameBytes.length;
    this.sources = [{ name: 'Frame', bytes: frameBytes }];
    this.summary.protocol = context.registry.frameProtocol.index;
  }

  /** The Info column's text. */
  get info(): string {
    return this.information === null ? '' : this.information();
  }

  /** What makes the Info text, for one who puts several together. */
  get description(): (() => string) | null {
    return this.information;
  }

  /** Sets the Info text; the innermost protocol that speaks has the word. */
  describe(text: () => string): void {
    if (!this.quoted) this.information = text;
  }

  /** Puts the protocol in the Protocol column. */
  claim(protocol: Protocol): void {
    if (!this.quoted) this.summary.protocol = protocol.index;
  }

  // Layers

  /** Begins a protocol's part of the tree; every node that follows stands under it until `end`. */
  begin(protocol: Protocol, start: number, length: number): FieldNode {
    this.protocolNames.push(protocol.name);
    if (!this.quoted) this.parent = null;
    this.open.length = 0;
    this.open.push(this.parent);
    this.current = protocol.name;
    const node = this.add(this.context.registry.protocolField(protocol), start, length, null);
    this.enclose(node);
    return node;
  }

  /** Whether too little of a protocol is there to show anything: then it is no more than named. */
  lacks(protocol: Protocol, start: number, needed: number): boolean {
    if (start + needed <= this.limit) return false;
    this.current = protocol.name;
    this.has(start, needed);
    this.missed = [...this.missed, this.protocolNames.push(protocol.name) - 1];
    return true;
  }

  /** Begins a group: every node that follows stands under it until `end`. */
  group(field: Field, start: number, length: number, value: FieldValue = null): FieldNode {
    const node = this.add(field, start, length, value);
    this.open.push(this.parent);
    this.enclose(node);
    return node;
  }

  /** What follows stands under the node; where only some fields are wanted, beside it. */
  private enclose(node: FieldNode): void {
    if (this.wanted === null && node !== unwanted) this.parent = node;
  }

  /** Ends the group begun last. */
  end(): void {
    this.parent = this.open.pop() ?? null;
  }

  /**
   * Hands the bytes from `start` to `end` to the protocol that `table` has under `key`.
   * @param end where headers say that the payload ends; may lie behind what was captured
   * @returns false where no protocol is registered
   */
  next(table: TableName, key: number, start: number, end: number): boolean {
    const successor = this.context.registry.lookUp(table, key);
    if (successor === null) return false;
    this.enter(successor, start, end);
    return true;
  }

  /** Hands the bytes to the protocol of that name. */
  nextNamed(name: string, start: number, end: number): void {
    this.enter(this.context.registry.named(name), start, end);
  }

  /** Hands a transport's payload to the application protocol that ports and content tell, or shows it as data. */
  nextApplication(
    transport: ApplicationTransport,
    sourcePort: number,
    destinationPort: number,
    start: number,
    end: number,
  ): void {
    const captured = Math.min(end, this.limit);
    if (captured <= start || (transport === 'tcp' && this.wanted?.overTcp === false)) return;
    const application = this.context.registry.applications[transport].find(
      sourcePort,
      destinationPort,
      this.bytes,
      start,
      captured,
    );
    if (application !== null) {
      this.enter(application, start, end);
      return;
    }
    const continued = this.context.registry.applications[transport].continuedAt(sourcePort, destinationPort);
    if (continued === null) {
      this.data(start, end);
      return;
    }
    const length = captured - start;
    this.begin(continued, start, length).text = () =>
      `${continued.short}: ${length} bytes of a message that begins elsewhere`;
    this.end();
  }

  /** Reads a packet that is not this one: quoted or sampled. Its summary is kept apart, and it fills no columns. @returns its summary */
  aside(read: () => void): PacketSummary {
    const { quoted, summary } = this;
    const own = new PacketSummary();
    this.quoted = true;
    this.summary = own;
    read();
    this.quoted = quoted;
    this.summary = summary;
    return own;
  }

  /** Shows bytes that are not understood. */
  data(start: number, end: number): void {
    if (Math.min(end, this.limit) > start) this.nextNamed('data', start, end);
  }

  /** Goes on in bytes that are not the frame's own: reassembled or decoded ones. Offsets inside count from their start. */
  within(name: string, bytes: Uint8Array, read: (end: number) => void): void {
    const outer = { bytes: this.bytes, view: this.view, limit: this.limit, source: this.source };
    this.source = this.sources.length;
    this.sources.push({ name, bytes });
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.limit = bytes.length;
    read(bytes.length);
    Object.assign(this, outer);
  }

  /** Whether the present bytes are the frame's own. */
  get inFrame(): boolean {
    return this.source === 0;
  }

  // Nodes

  /** Whether a node of the field is of use: to be asked before a value is made that takes long. */
  wants(field: Field): boolean {
    return this.wantsTree && (this.wanted === null || this.wanted.fields.has(field));
  }

  add(field: Field, start: number, length: number, value: FieldValue): FieldNode {
    if (this.failed || !this.wantsTree || (this.wanted !== null && !this.wanted.fields.has(field))) return unwanted;
    const node: FieldNode = { field, value, start, length, source: this.source, children: null, text: null, note: '' };
    if (this.parent === null) this.roots.push(node);
    else if (this.parent.children === null) this.parent.children = [node];
    else this.parent.children.push(node);
    return node;
  }

  /** Adds a number of 1 to 6 bytes in network order. @returns the number; 0 where the bytes are missing */
  number(field: Field, start: number, length: number): number {
    const value = this.peek(start, length);
    this.add(field, start, length, field.type === 'boolean' ? value !== 0 : value);
    return value;
  }

  /** Adds the part of a number that `field.mask` covers, shifted down to 0. */
  bits(field: Field, start: number, length: number, whole: number): number {
    const value = Math.floor(whole / (field.mask & -field.mask || 1)) & (field.mask / (field.mask & -field.mask || 1));
    this.add(field, start, length, field.type === 'boolean' ? value !== 0 : value);
    return value;
  }

  /** Adds bytes, an address, or anything held as bytes. */
  octets(field: Field, start: number, length: number): Uint8Array {
    if (!this.has(start, length)) return this.bytes.subarray(0, 0);
    const value = this.bytes.subarray(start, start + length);
    this.add(field, start, length, value);
    return value;
  }

  /** Adds an IPv4 address. @returns it as an unsigned number */
  ipv4(field: Field, start: number): number {
    return this.number(field, start, 4);
  }

  /** Adds a number of 8 bytes. */
  long(field: Field, start: number): bigint {
    const value = this.has(start, 8) ? this.view.getBigUint64(start) : 0n;
    this.add(field, start, 8, value);
    return value;
  }

  /** Reads a number of 1 to 6 bytes in network order without showing it. */
  peek(start: number, length: number): number {
    if (!this.has(start, length)) return 0;
    let value = 0;
    for (let at = start; at < start + length; at++) value = value * 256 + (this.bytes[at] as number);
    return value;
  }

  // Faults

  /** Whether the bytes are there; records a fault where they are not. */
  has(start: number, length: number): boolean {
    if (this.failed) return false;
    if (start >= 0 && length >= 0 && start + length <= this.limit) return true;
    const cut =
      this.limit === this.bytes.length && this.source === 0 && this.frame.capturedLength < this.frame.originalLength;
    this.fail(cut ? 'cut' : 'malformed', start, length, Math.max(0, this.limit - start), '');
    return false;
  }

  /** Records that the packet contradicts itself. The layer is left as it is. */
  malformed(offset: number, reason: string): void {
    if (!this.failed) this.fail('malformed', offset, 0, 0, reason);
  }

  private fail(kind: DecodeFault['kind'], offset: number, needed: number, available: number, reason: string): void {
    this.failed = true;
    this.faults.push({ protocol: this.current, kind, offset, needed, available, reason });
  }

  private enter(protocol: Protocol, start: number, end: number): void {
    if (this.failed) return;
    if (++this.depth > deepest) {
      this.fail('malformed', start, 0, 0, `more than ${deepest} headers inside one another`);
      return;
    }
    const { limit, parent, current } = this;
    const open = this.open.splice(0);
    if (!this.quoted) this.parent = null;
    this.limit = Math.min(limit, Math.max(start, end));
    protocol.dissect(this, start, end);
    this.failed = false;
    this.limit = limit;
    this.parent = parent;
    this.current = current;
    this.open.length = 0;
    this.open.push(...open);
    this.depth--;
  }
}
