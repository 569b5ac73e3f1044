// Blocks of pcapng files: draft-ietf-opsawg-pcapng §3 and §4. Packets are read here; every other block in
// pcapng-metadata.ts.
import type { CaptureDescription } from './capture-description';
import { CUSTOM_BLOCK_LINK_TYPE, JOURNAL_LINK_TYPE } from './capture-interface';
import { stampFromJournal } from './journal-entry';
import type { PacketRecord } from './packet-record';
import { isMetadataBlock, PcapngMetadata } from './pcapng-metadata';
import { OPTION_COMMENT, OptionList } from './pcapng-options';
import type { ReadWindow } from './read-window';
import type { ReaderState, RecordReader } from './record-reader';

export const SECTION_HEADER = 0x0a0d0d0a;
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const PACKET_BLOCK = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const JOURNAL_EXPORT = 9;
const CUSTOM_COPIED = 0x0bad;
const CUSTOM_NOT_COPIED = 0x40000bad;
const OPTION_FLAGS = 2;
const LARGEST_BLOCK = 256 * 1024 * 1024;

export class PcapngReader implements RecordReader {
  stopped = false;

  private readonly window: ReadWindow;
  private readonly description: CaptureDescription;
  private readonly metadata: PcapngMetadata;
  private littleEndian = true;

  constructor(window: ReadWindow, description: CaptureDescription) {
    this.window = window;
    this.description = description;
    this.metadata = new PcapngMetadata(description);
  }

  get variant(): string {
    return `pcapng, ${this.littleEndian ? 'little-endian' : 'big-endian'}`;
  }

  next(record: PacketRecord): boolean {
    const window = this.window;
    while (!this.stopped) {
      const at = window.position;
      const there = window.end - at;
      if (there < 12) return this.waitFor(12);
      const view = window.view;
      const type = view.getUint32(at, this.littleEndian);
      if (type === SECTION_HEADER && !this.enterSection(at)) return false;
      const total = view.getUint32(at + 4, this.littleEndian);
      if (total < 12 || total > LARGEST_BLOCK) return this.refuseLength(total);
      const padded = (total + 3) & ~3;
      if (there < padded) return this.waitFor(padded);
      const repeated = view.getUint32(at + padded - 4, this.littleEndian);
      if (repeated !== total) return this.refuseRepeated(at + padded - 4, total, repeated);
      const end = at + padded - 4;
      let isPacket = false;
      if (type === ENHANCED_PACKET) isPacket = this.readTimed(record, at + 8, end, false);
      else if (type === SIMPLE_PACKET) isPacket = this.readSimple(record, at + 8, end);
      else if (type === PACKET_BLOCK) isPacket = this.readTimed(record, at + 8, end, true);
      else if (type === CUSTOM_COPIED || type === CUSTOM_NOT_COPIED)
        isPacket = this.readCustom(record, type, at + 8, end);
      else if (type === JOURNAL_EXPORT) isPacket = this.readJournal(record, at + 8, end);
      else if (isMetadataBlock(type)) this.readMetadata(type, at + 8, end);
      if (this.stopped) return false;
      window.position = at + padded;
      if (isPacket) return true;
    }
    return false;
  }

  get state(): ReaderState {
    return { stopped: this.stopped, section: this.metadata.state(this.littleEndian) };
  }

  resume({ stopped, section }: ReaderState): void {
    this.stopped = stopped;
    if (section === null) return;
    this.littleEndian = section.littleEndian;
    this.metadata.resume(section);
  }

  unfinished(): { expected: string; found: string } | null {
    const there = this.window.end - this.window.position;
    if (there === 0 || this.stopped) return null;
    return { expected: `a block of ${this.window.needed} bytes`, found: `only ${there} bytes of it` };
  }

  private waitFor(length: number): false {
    this.window.needed = length;
    return false;
  }

  /** Takes the byte order of a new section from its magic number (§4.1), before its length can be read. */
  private enterSection(at: number): boolean {
    const magic = this.window.view.getUint32(at + 8, true);
    if (magic === BYTE_ORDER_MAGIC) this.littleEndian = true;
    else if (magic === 0x4d3c2b1a) this.littleEndian = false;
    else {
      this.stop(at + 8, 'the byte-order magic 0x1a2b3c4d', `0x${magic.toString(16).padStart(8, '0')}`);
      return false;
    }
    return true;
  }

  /** §4.3; the packet block of the first drafts (appendix A) is the same, but with a 16-bit interface and drops behind it. */
  private readTimed(record: PacketRecord, body: number, end: number, isObsolete: boolean): boolean {
    const view = this.window.view;
    const littleEndian = this.littleEndian;
    if (end - body < 20) {
      const kind = isObsolete ? 'a packet block' : 'an enhanced packet block';
      return this.stop(body, `${kind} of at least 32 bytes`, `${end - body + 12}`);
    }
    const captured = view.getUint32(body + 12, littleEndian);
    if (captured > end - body - 20) return this.stopAtCaptured(body + 12, captured, end - body - 20);
    const named = isObsolete ? view.getUint16(body, littleEndian) : view.getUint32(body, littleEndian);
    const index = this.metadata.globalIndex(named);
    if (index < 0) return this.stopAtInterface(body, named);
    this.place(record, index, body + 20, captured, view.getUint32(body + 16, littleEndian));
    this.metadata.clocks[index]!.stamp(
      record,
      view.getUint32(body + 4, littleEndian),
      view.getUint32(body + 8, littleEndian),
    );
    const options = body + 20 + ((captured + 3) & ~3);
    if (end - options >= 4) this.readOptions(record, options, end);
    return true;
  }

  /** §4.4: no time, always the section's first interface, and the captured length follows from its snap length. */
  private readSimple(record: PacketRecord, body: number, end: number): boolean {
    if (end - body < 4) return this.stop(body, 'a simple packet block of at least 16 bytes', `${end - body + 12}`);
    const index = this.metadata.globalIndex(0);
    if (index < 0) return this.stopAtInterface(body, 0);
    const original = this.window.view.getUint32(body, this.littleEndian);
    const snapLength = this.description.interfaces[index]!.snapLength;
    const captured = snapLength === 0 ? original : Math.min(original, snapLength);
    if (captured > end - body - 4) return this.stopAtCaptured(body, captured, end - body - 4);
    this.place(record, index, body + 4, captured, original);
    record.hasTime = false;
    record.seconds = 0;
    record.nanoseconds = 0;
    return true;
  }

  /** §4.8: an enterprise number, and then what that enterprise knows about. */
  private readCustom(record: PacketRecord, type: number, body: number, end: number): boolean {
    if (end - body < 4) return this.stop(body, 'a custom block of at least 16 bytes', `${end - body + 12}`);
    const length = end - body - 4;
    const fileOffset = this.window.origin + body + 4;
    const enterprise = this.window.view.getUint32(body, this.littleEndian);
    const { section } = this.metadata;
    const mayBeCopied = type === CUSTOM_COPIED;
    this.description.addCustomBlock({ section, enterprise, mayBeCopied, fileOffset, length });
    this.place(record, this.metadata.blockInterface(CUSTOM_BLOCK_LINK_TYPE), body + 4, length, length);
    record.hasTime = false;
    record.seconds = 0;
    record.nanoseconds = 0;
    return true;
  }

  /** §4.7: one entry in systemd's journal export format, padded with NULs to the end of the block. */
  private readJournal(record: PacketRecord, body: number, end: number): boolean {
    let entryEnd = end;
    while (entryEnd > body && this.window.bytes[entryEnd - 1] === 0) entryEnd--;
    const length = entryEnd - body;
    this.place(record, this.metadata.blockInterface(JOURNAL_LINK_TYPE), body, length, length);
    stampFromJournal(record);
    return true;
  }

  private place(record: PacketRecord, index: number, start: number, captured: number, original: number): void {
    const window = this.window;
    record.bytes = window.bytes;
    record.view = window.view;
    record.start = start;
    record.capturedLength = captured;
    record.originalLength = original;
    record.fileOffset = window.origin + start;
    record.interface = index;
    record.hasTime = true;
    record.comments = null;
    record.flags = 0;
  }

  private readOptions(record: PacketRecord, start: number, end: number): void {
    const options = new OptionList(this.window.view, start, end, this.littleEndian);
    let comments: string[] | null = null;
    while (options.next()) {
      if (options.code === OPTION_COMMENT) {
        comments ??= [];
        comments.push(options.text());
      } else if (options.code === OPTION_FLAGS) record.flags = options.uint32() ?? 0;
    }
    record.comments = comments;
    this.noteOptionFault(options);
  }

  private readMetadata(type: number, body: number, end: number): void {
    const { bytes, view, origin } = this.window;
    const fault = this.metadata.read(type, { bytes, view, origin, body, end, littleEndian: this.littleEndian });
    if (fault) this.stop(fault.at, fault.expected, fault.found);
  }

  private noteOptionFault(options: OptionList): void {
    const fault = options.fault;
    if (fault) this.description.warn(this.window.origin + fault.at, fault.expected, fault.found, 'odd');
  }

  private refuseLength(total: number): false {
    const expected = `a block length between 12 and ${LARGEST_BLOCK}`;
    return this.stop(this.window.position + 4, expected, `${total}`);
  }

  private refuseRepeated(at: number, total: number, repeated: number): false {
    return this.stop(at, `the block length ${total} again at the block's end`, `${repeated}`);
  }

  private stopAtCaptured(at: number, captured: number, room: number): false {
    return this.stop(at, `a captured length of at most the ${room} bytes in the block`, `${captured}`);
  }

  private stopAtInterface(at: number, id: number): false {
    return this.stop(at, `one of the ${this.metadata.interfacesInSection} interfaces of the section`, `number ${id}`);
  }

  private stop(at: number, expected: string, found: string): false {
    this.stopped = true;
    this.description.warn(this.window.origin + at, expected, found, 'broken');
    return false;
  }
}
