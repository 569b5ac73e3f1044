import type { CaptureDescription } from './capture-description';
import type { CaptureFault } from './capture-fault';
import type { CaptureInterface } from './capture-interface';
import type { CaptureSection, CustomBlock, DecryptionSecrets, NameResolution } from './capture-section';
import type { ConnectionNote } from './connection-note';
import { type DescriptionNews, DescriptionTeller, learn } from './description-news';
import type { PacketRecord } from './packet-record';
import { PlainFile } from './plain-file';
import { RandomAccess } from './random-access';
import type { ReadWindow } from './read-window';
import type { ReaderState, RecordReader } from './record-reader';
import type { SpooledFile } from './spooled-file';

export type CaptureFormat = 'pcap' | 'pcapng';
export type CaptureCompression = 'none' | 'gzip' | 'zstd';

/** A file that several threads read: a descriptor is that of the whole process. */
export interface SharedFile {
  readonly path: string;
  readonly descriptor: number;
}

/** How far one thread has read a file, and what it has learnt of it since it told last. */
export interface ReadingProgress {
  /** Where the next record begins. */
  readonly offset: number;
  readonly reader: ReaderState;
  readonly news: DescriptionNews;
}

/**
 * An open capture file. Packets are pulled:
 *
 *     do {
 *       while (capture.next(record)) ...
 *     } while ((await capture.fill()) === 'more');
 *
 * What `record` points into holds until the next `fill()`.
 */
export class CaptureFile {
  readonly path: string;
  readonly format: CaptureFormat;
  readonly compression: CaptureCompression;

  private readonly description: CaptureDescription;
  private readonly source: PlainFile | SpooledFile;
  private readonly window: ReadWindow;
  private readonly reader: RecordReader;
  private readonly access: RandomAccess;
  private readonly teller: DescriptionTeller;
  private learntUntil = 0;
  private endFault: CaptureFault | null = null;
  private nameFaultNoted = false;
  private closed = false;

  constructor(parts: {
    format: CaptureFormat;
    compression: CaptureCompression;
    description: CaptureDescription;
    source: PlainFile | SpooledFile;
    window: ReadWindow;
    reader: RecordReader;
  }) {
    this.path = parts.description.path;
    this.format = parts.format;
    this.compression = parts.compression;
    this.description = parts.description;
    this.source = parts.source;
    this.window = parts.window;
    this.reader = parts.reader;
    this.access = new RandomAccess(parts.source);
    this.teller = new DescriptionTeller(parts.description);
  }

  /** The kind of file in words, as "pcap, nanoseconds, big-endian". */
  get variant(): string {
    return this.reader.variant;
  }

  get interfaces(): readonly CaptureInterface[] {
    return this.description.interfaces;
  }

  get sections(): readonly CaptureSection[] {
    return this.description.sections;
  }

  get nameResolutions(): readonly NameResolution[] {
    return this.description.nameResolutions;
  }

  get decryptionSecrets(): readonly DecryptionSecrets[] {
    return this.description.decryptionSecrets;
  }

  get customBlocks(): readonly CustomBlock[] {
    return this.description.customBlocks;
  }

  /** Processes and kernel states of connections, noted while capturing; grows as the file is read. */
  get connectionNotes(): readonly ConnectionNote[] {
    return this.description.connectionNotes;
  }

  /** All that was not as it should be so far. */
  get warnings(): readonly CaptureFault[] {
    return this.description.warnings;
  }

  /** Bytes to read, decompressed; an estimate while a compressed file is being unpacked. */
  get size(): number {
    return this.source instanceof PlainFile ? this.source.size : this.source.expectedSize;
  }

  /** Bytes taken in by `next()`, or by another thread that told of it. */
  get bytesRead(): number {
    return Math.max(this.learntUntil, this.window.offset);
  }

  /** Fills the record with the next packet; false when the window holds no more whole packet. Allocates nothing. */
  next(record: PacketRecord): boolean {
    return this.reader.next(record);
  }

  /** Brings the next stretch of the file, or says that there is none. A packet cut off by the end becomes a warning. */
  async fill(): Promise<'more' | 'end'> {
    if (this.closed || this.reader.stopped) return 'end';
    if (await this.window.fill()) return 'more';
    if (this.closed) return 'end';
    // The read that met the end may have been made before the file grew.
    this.source.refresh();
    if (this.hasUnread && (await this.window.fill())) return 'more';
    if (!this.closed) this.noteEnd();
    return 'end';
  }

  /**
   * Bytes from anywhere in the (decompressed) file, at once; fewer than `length` where the file ends. Without `into` the
   * answer holds until the next call and must not be written to.
   */
  readAt(fileOffset: number, length: number, into?: Uint8Array): Uint8Array {
    if (this.closed) return new Uint8Array(0);
    try {
      return this.access.readAt(fileOffset, length, into);
    } catch (error) {
      this.description.warn(fileOffset, `${length} bytes`, `a read error (${(error as Error).message})`, 'cut');
      return new Uint8Array(0);
    }
  }

  /** The same for few bytes far from one another: see `RandomAccess.readSparse`. */
  readSparse(fileOffset: number, into: Uint8Array): Uint8Array {
    if (this.closed) return into.subarray(0, 0);
    try {
      return this.access.readSparse(fileOffset, into);
    } catch (error) {
      this.description.warn(fileOffset, `${into.length} bytes`, `a read error (${(error as Error).message})`, 'cut');
      return into.subarray(0, 0);
    }
  }

  /** What another thread must know to go on here: all that was learnt since the last call. */
  progress(): ReadingProgress {
    const { teller, reader, endFault } = this;
    return { offset: this.bytesRead, reader: reader.state, news: teller.news(endFault) };
  }

  /** Takes in what another thread has learnt of the file; `skipTo` must follow before this one reads. */
  learn({ offset, reader, news }: ReadingProgress): void {
    this.learntUntil = offset;
    learn(this.description, news);
    this.reader.resume(reader);
  }

  /** Goes on behind packets that were read by another thread; `offset` is that of a record, or of the end. */
  async skipTo(offset: number): Promise<void> {
    await this.window.moveTo(offset);
  }

  /** The same file for another thread, which reads its packets at the same time; null where it must be unpacked. */
  get shared(): SharedFile | null {
    const { source, path } = this;
    return source instanceof PlainFile ? { path, descriptor: source.descriptor } : null;
  }

  /**
   * Looks at the file again: true when it holds bytes that were not read yet, and then `next()` and `fill()` go on where
   * they stood. A file cut, deleted or replaced since it was opened becomes a warning.
   */
  refresh(): boolean {
    if (this.closed || !(this.source instanceof PlainFile)) return false;
    this.source.refresh();
    if (this.source.size < this.window.endOffset) this.noteShortened();
    this.noteName(this.source);
    if (this.hasUnread && this.endFault) {
      const { warnings } = this.description;
      warnings.splice(warnings.indexOf(this.endFault), 1);
      this.endFault = null;
    }
    return this.hasUnread && !this.reader.stopped;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.source.cancel();
    await this.window.settle();
    await this.source.close();
  }

  private get hasUnread(): boolean {
    return this.source instanceof PlainFile && this.source.size > this.window.endOffset;
  }

  private noteEnd(): void {
    if (this.endFault) return;
    const { readError, offset, endOffset } = this.window;
    if (readError) {
      this.endFault = this.description.warn(endOffset, 'more bytes', `a read error (${readError.message})`, 'cut');
      return;
    }
    if (this.source instanceof PlainFile) {
      if (this.source.size < endOffset) {
        this.noteShortened();
        return;
      }
    } else if (this.source.fault) {
      this.endFault = this.description.warn(endOffset, 'more unpacked bytes', this.source.fault, 'cut');
      return;
    }
    const unfinished = this.reader.unfinished();
    if (unfinished) this.endFault = this.description.warn(offset, unfinished.expected, unfinished.found, 'cut');
  }

  private noteShortened(): void {
    if (this.endFault) return;
    const { size } = this.source;
    this.access.clear();
    const expected = `the file to keep its ${this.window.endOffset} bytes while it is open`;
    this.endFault = this.description.warn(size, expected, `a file cut to ${size} bytes`, 'cut');
  }

  private noteName(file: PlainFile): void {
    const name = file.nameNow();
    if (name === 'same' || this.nameFaultNoted) return;
    this.nameFaultNoted = true;
    const found = name === 'deleted' ? 'a deleted file' : 'another file under its name';
    this.description.warn(file.size, 'the file to stay in its place while it is open', found, 'odd');
  }
}
