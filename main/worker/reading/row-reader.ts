import type { DissectionContext, Fragment } from '../../analysis/dissection-context';
import { Loader } from '../../analysis/loader';
import { FragmentReassembly } from '../../analysis/network/fragment-reassembly';
import { createRegistry } from '../../analysis/protocols';
import { Chunk } from '../../analysis/store/chunk';
import { PacketStore } from '../../analysis/store/packet-store';
import type { CaptureFile } from '../../files/capture-file';
import type { CaptureInterface } from '../../files/capture-interface';
import { borrowCapture } from '../../files/open-capture';
import { PacketRecord } from '../../files/packet-record';
import { CaptureTotals } from './capture-totals';
import type { ReaderBatch, ReaderStart } from './reader-messages';
import { RowEvents } from './row-events';

/** Reads a file's packets into columns, and keeps what else must be known of them; connections are another thread's. */
export class RowReader {
  private readonly store: PacketStore;
  private readonly loader: Loader;
  private readonly events = new RowEvents();
  private readonly totals = new CaptureTotals();
  private readonly record = new PacketRecord();
  private readonly reassembly = new FragmentReassembly((frame) => this.frameBytes(frame - 1));
  private fragments: Fragment[] = [];
  private comments: [number, readonly string[]][] = [];
  private sentRows = 0;
  private sentChunks = 1;
  private sentAddresses: number;
  private sentChains: number;

  private constructor(
    private readonly file: CaptureFile,
    { firstChunk, decodeAs, verifyChecksums }: ReaderStart,
  ) {
    this.store = new PacketStore(new Chunk(firstChunk));
    this.sentAddresses = this.store.addresses.count;
    this.sentChains = this.store.layerChains.count;
    const context: DissectionContext = {
      registry: createRegistry(decodeAs),
      verifyChecksums,
      fragments: { add: (fragment) => this.addFragment(fragment) },
      connections: null,
      messages: null,
    };
    this.loader = new Loader(context, this.store, this.events);
  }

  static async open(start: ReaderStart): Promise<RowReader> {
    return new RowReader(await borrowCapture(start.file), start);
  }

  /** Reads at most so many packets. @returns whether it could be all of them; false where the window holds no more */
  read(most: number): boolean {
    const { file, record, loader } = this;
    for (let i = 0; i < most; i++) {
      if (!file.next(record)) return false;
      const { linkType } = file.interfaces[record.interface] as CaptureInterface;
      if (record.comments !== null) this.comments.push([this.store.count, record.comments]);
      loader.add(record, linkType);
    }
    return true;
  }

  /** Brings the next stretch of the file. @returns false at its end */
  async fill(): Promise<boolean> {
    return (await this.file.fill()) === 'more';
  }

  /** Rows that no batch has told of. */
  get unsent(): number {
    return this.store.count - this.sentRows;
  }

  /** What was read since the last call. */
  batch(atEnd: boolean): ReaderBatch {
    const { store, totals, fragments } = this;
    totals.count(store, this.sentRows, store.count);
    const batch: ReaderBatch = {
      rows: store.count,
      chunks: store.chunks.slice(this.sentChunks).map(({ memory }) => memory),
      addresses: store.addresses.since(this.sentAddresses),
      chains: store.layerChains.since(this.sentChains),
      events: this.events.take(),
      fragments,
      totals,
      dissected: this.loader.dissected,
      comments: this.comments,
      file: this.file.progress(),
      atEnd,
    };
    this.sentRows = store.count;
    this.sentChunks = store.chunks.length;
    this.sentAddresses = store.addresses.count;
    this.sentChains = store.layerChains.count;
    this.fragments = [];
    this.comments = [];
    return batch;
  }

  /** The other thread must learn them too: it reads packets again, and is to get the same answers. */
  private addFragment(fragment: Fragment): ReturnType<FragmentReassembly['add']> {
    this.fragments.push({ ...fragment, bytes: fragment.bytes.slice() });
    return this.reassembly.add(fragment);
  }

  private frameBytes(row: number): Uint8Array {
    const { store } = this;
    if (row < 0 || row >= store.count) return new Uint8Array(0);
    return this.file.readAt(store.get('fileOffset', row), store.get('capturedLength', row)).slice();
  }
}
