import type { ColoringRule } from '../../preload/contract/colors';
import type { Dissection, Frame, WantedFields } from '../analysis/dissection';
import type { DissectionContext, SegmentPart, SegmentVerdict } from '../analysis/dissection-context';
import { dissect, Loader } from '../analysis/loader';
import { FragmentReassembly } from '../analysis/network/fragment-reassembly';
import { createRegistry } from '../analysis/protocols';
import type { Registry } from '../analysis/registry';
import { type Chunk, newChunk } from '../analysis/store/chunk';
import { PacketStore } from '../analysis/store/packet-store';
import { payloadElsewhere } from '../analysis/store/schema';
import { ConnectionKnowledge } from '../analysis/tcp/connection-knowledge';
import type { Hear } from '../analysis/tcp/messages/message-index';
import { ConnectionStreams } from '../analysis/tcp/messages/stream-messages';
import type { SegmentFact } from '../analysis/tcp/segment-fact';
import { ConnectionTracker } from '../analysis/tcp/tracker';
import { VerdictDetails } from '../analysis/tcp/verdict/verdict-details';
import { type CarriedData, dissectCarried } from '../analysis/transport/carried-data';
import { type CaptureFile, openCapture } from '../files/open-capture';
import { ByteSlab } from './byte-slab';
import { InterfaceNumbers } from './interface-numbers';
import { NotedConnections } from './machine/noted-connections';
import { CaptureLoading } from './reading/capture-loading';
import { CaptureTotals } from './reading/capture-totals';
import { type ReadingOptions, type ReadingThread, startReading } from './reading/reading-thread';
import { RowFrame } from './row-frame';

const nanosecondsPerSecond = 1_000_000_000n;

/** What `CaptureAnalysis.reading` prepares. */
export interface PartialReading {
  readonly wanted: WantedFields;
  readonly loading: DissectionContext;
  readonly loaded: DissectionContext;
}

/** One capture file with everything that is known of its packets: the file, the columns, the connections. */
export class CaptureAnalysis {
  readonly store: PacketStore;
  readonly connections: ConnectionTracker;
  readonly registry: Registry;
  /** Null where the file numbers no interfaces. */
  readonly interfaceNumbers: InterfaceNumbers | null;
  /** Comments by row, as the file has them and the user changes them. */
  readonly comments = new Map<number, readonly string[]>();
  readonly marked = new Set<number>();
  readonly totals = new CaptureTotals();
  /** What the capturing machine noted of its own connections. */
  readonly machine: NotedConnections;
  /** What tells the coloring rule of a row; null where rows are not colored. */
  coloring: { ruleOf(row: number, dissect?: () => Dissection): ColoringRule | null } | null = null;
  private readonly context: DissectionContext;
  /** The same with what is known when all packets are loaded. */
  private readonly loadedContext: DissectionContext;
  /** Packets are being added: what only whole connections tell is not known yet. */
  isLoading = false;
  /** How often that was begun. */
  loads = 0;
  /** The same without the connections, whose replays take long where they have millions of segments. */
  private readonly messagesContext: DissectionContext;
  private readonly streams: ConnectionStreams;
  private readonly verdictDetails: VerdictDetails;
  private readonly loader: Loader;
  private readonly slab = new ByteSlab();
  private readonly loading: CaptureLoading;

  private constructor(
    readonly file: CaptureFile,
    options: ReadingOptions,
    firstChunk: Chunk,
    thread: ReadingThread | null,
  ) {
    this.store = new PacketStore(firstChunk);
    this.connections = new ConnectionTracker(this.store);
    this.registry = createRegistry(options.decodeAs);
    this.context = {
      registry: this.registry,
      verifyChecksums: options.verifyChecksums ?? false,
      fragments: new FragmentReassembly((frame) => this.frameBytes(frame - 1)),
      connections: null,
      messages: null,
    };
    this.interfaceNumbers = file.format === 'pcapng' ? new InterfaceNumbers(() => file.interfaces) : null;
    this.machine = new NotedConnections(this.store, this.connections, file.connectionNotes);
    const readInto = (offset: number, into: Uint8Array): Uint8Array => file.readSparse(offset, into);
    this.verdictDetails = new VerdictDetails(this.connections);
    this.streams = new ConnectionStreams(this.store, this.connections, this.registry, readInto);
    this.loadedContext = {
      ...this.context,
      connections: new ConnectionKnowledge(this.store, this.connections),
      messages: this.streams,
      verdicts: this.verdictDetails,
      machine: this.machine,
    };
    this.messagesContext = { ...this.context, messages: this.loadedContext.messages };
    this.loader = new Loader(this.context, this.store, this.connections);
    this.loading = new CaptureLoading(this, this.loader, this.context.fragments, thread);
  }

  /** @throws CaptureOpenError where the file is no capture or cannot be read */
  static async open(path: string, options: ReadingOptions = {}): Promise<CaptureAnalysis> {
    const file = await openCapture(path);
    const firstChunk = newChunk();
    // It takes a while to begin: meanwhile the rest is made ready.
    const thread = startReading(file, options, firstChunk);
    try {
      return new CaptureAnalysis(file, options, firstChunk, thread);
    } catch (error) {
      // It would keep the program from ending.
      await thread?.stop();
      throw error;
    }
  }

  /** Reads to the file's present end, letting other work in between. @returns false where `signal` stopped it */
  async load(signal?: AbortSignal, onSlice?: () => void): Promise<boolean> {
    this.isLoading = true;
    this.loads++;
    try {
      return await this.loading.run(signal, onSlice);
    } finally {
      this.isLoading = false;
    }
  }

  /** Milliseconds that others have had while packets were loaded: all questions of a window are answered in these. */
  get givenAway(): number {
    return this.loading.givenAway;
  }

  /** The captured bytes of a row, read from the file; a copy. */
  frameBytes(row: number): Uint8Array {
    const { store } = this;
    if (row < 0 || row >= store.count) return new Uint8Array(0);
    const bytes = this.file.readAt(store.get('fileOffset', row), store.get('capturedLength', row));
    return this.slab.copy(bytes);
  }

  /** The same in the file's own memory: to be read at once, not written, and forgotten before the next call. */
  frameView(row: number): Uint8Array {
    const { store } = this;
    return this.file.readAt(store.get('fileOffset', row), store.get('capturedLength', row));
  }

  frame(row: number): Frame {
    return new RowFrame(this, row);
  }

  /** Reads a packet again from the file, into a field tree. */
  dissect(row: number, wantsTree = true): Dissection {
    const context = this.isLoading ? this.context : this.loadedContext;
    return dissect(context, this.frame(row), this.frameBytes(row), wantsTree);
  }

  /** Prepares to read many packets for some of their fields, without what those do not need. */
  reading(wanted: WantedFields, needsConnections: boolean): PartialReading {
    const { context, loadedContext } = this;
    const loaded: DissectionContext = {
      ...context,
      connections: needsConnections ? loadedContext.connections : null,
      messages: wanted.overTcp ? loadedContext.messages : null,
      ...(needsConnections && loadedContext.verdicts ? { verdicts: loadedContext.verdicts } : {}),
      ...(needsConnections ? { machine: this.machine } : {}),
    };
    return { wanted, loading: context, loaded };
  }

  /** Reads a packet again for some of its fields. */
  read(row: number, { wanted, loading, loaded }: PartialReading): Dissection {
    return dissect(this.isLoading ? loading : loaded, this.frame(row), this.frameBytes(row), true, wanted);
  }

  /** The same of fields that TCP or UDP carries: the headers around are not read, nor is the frame copied. */
  readCarried(row: number, data: CarriedData, { wanted, loading, loaded }: PartialReading): Dissection {
    return dissectCarried(this.isLoading ? loading : loaded, this.frame(row), this.frameView(row), data, wanted);
  }

  /**
   * How a TCP segment's bytes take part in the messages of its stream; null where it is read by itself.
   * @param most bytes of a message that are wanted
   */
  messageParts(row: number, most = 0): readonly SegmentPart[] | null {
    return this.isLoading ? null : this.streams.parts(row + 1, this.store.get('sequence', row), most);
  }

  /** Tells of every message of a TCP connection, as far as it is loaded: of the client's first, then of the server's. */
  visitMessages(stream: number, hear: Hear): void {
    this.streams.visit(stream, hear);
  }

  /** Nanoseconds since the epoch; 0 where the file gives no time. */
  time(row: number): bigint {
    const { store } = this;
    return BigInt(store.get('seconds', row)) * nanosecondsPerSecond + BigInt(store.get('nanoseconds', row));
  }

  /** What tracking tells of a TCP segment; null for any other packet. */
  segment(row: number): SegmentFact | null {
    return this.loadedContext.connections?.segment(row + 1) ?? null;
  }

  /** What our own verdict on a segment rests on; null where there is none. */
  verdict(row: number): SegmentVerdict | null {
    return this.loadedContext.verdicts?.at(row) ?? null;
  }

  /** Weighs the verdicts on a connection for a while, so that `verdict` answers at once. @returns false where it is done */
  weigh(stream: number, milliseconds: number): boolean {
    return this.verdictDetails.prepare(stream, milliseconds);
  }

  /** Every verdict on a connection's segments, by row. */
  findings(stream: number): ReturnType<VerdictDetails['findings']> {
    return this.verdictDetails.findings(stream);
  }

  /** The first bytes of what a segment carries; none where they lie in reassembled data. */
  payloadStart(row: number, most: number): Uint8Array {
    const start = this.store.get('payloadStart', row);
    if (start === payloadElsewhere) return new Uint8Array(0);
    return this.frameBytes(row).subarray(start, start + Math.min(most, this.store.get('payloadLength', row)));
  }

  /** The Info text of a packet, without what only the replay of its connection tells. */
  infoOf(row: number): string {
    const context = this.isLoading ? this.context : this.messagesContext;
    return dissect(context, this.frame(row), this.frameBytes(row), false).info;
  }

  /** Packets that the scan left to the dissector. */
  get dissectedPackets(): number {
    return this.loader.dissected;
  }

  async close(): Promise<void> {
    await this.loading.stop();
    await this.file.close();
  }
}
