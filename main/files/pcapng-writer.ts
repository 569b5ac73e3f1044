// Writes pcapng: draft-ietf-opsawg-pcapng §3 and §4. One little-endian section.
import { type CaptureInterface, type CaptureTime, holdsBlocks, type InterfaceStatistics } from './capture-interface';
import type { CaptureOutput } from './capture-output';
import type { DecryptionSecrets, NameResolution } from './capture-section';
import type { CaptureWriter, WrittenPacket } from './capture-writer';
import { type ConnectionNote, encodeNote } from './connection-note';
import { writeInterfaceOptions, writeStatisticsOptions } from './pcapng-interface-options';
import { OptionWriter } from './pcapng-option-writer';
import { exactTicks } from './timestamp-resolution';

const LENGTH_OF_SECTION_UNKNOWN = 0xffffffff;
const USUAL_OPTIONS_LENGTH = 4096;
const notesInBlock = 500;
const nothingCounted: InterfaceStatistics = {
  time: null,
  startTime: null,
  endTime: null,
  received: null,
  droppedByInterface: null,
  acceptedByFilter: null,
  droppedByOperatingSystem: null,
  delivered: null,
  comments: [],
};
const NAME_RECORD_TYPES = { ipv4: 1, ipv6: 2, eui48: 3, eui64: 4 } as const;

export interface SectionDescription {
  readonly hardware: string | null;
  readonly operatingSystem: string | null;
  readonly application: string | null;
  readonly comments: readonly string[];
}

export interface PcapngWriterOptions {
  readonly section: SectionDescription;
  /** May grow while writing: an interface is described just before its first packet. */
  readonly interfaces: readonly CaptureInterface[];
  /** Whether the interfaces' statistics are written after the last packet; true unless said. */
  readonly withStatistics?: boolean;
}

/** Streams a pcapng file: the section header at once, then whatever is given, in the order it is given. */
export class PcapngWriter implements CaptureWriter {
  private readonly output: CaptureOutput;
  private readonly options: OptionWriter;
  private readonly interfaces: readonly CaptureInterface[];
  private readonly withStatistics: boolean;
  /** By place in `interfaces`: the number in the written file; -1 for those that stand in for blocks. */
  private readonly numbers: number[] = [];
  private described = 0;

  constructor(output: CaptureOutput, { section, interfaces, withStatistics = true }: PcapngWriterOptions) {
    this.output = output;
    this.options = new OptionWriter(output);
    this.interfaces = interfaces;
    this.withStatistics = withStatistics;
    this.writeSection(section);
  }

  /** Describes all interfaces known so far; otherwise each is described before its first packet. */
  describeInterfaces(): void {
    while (this.numbers.length < this.interfaces.length) this.describeNext();
  }

  writePacket(packet: WrittenPacket, data: Uint8Array): void {
    while (this.numbers.length <= packet.interface) this.describeNext();
    const described = this.interfaces[packet.interface]!;
    if (packet.hasTime === false && this.fitsSimpleBlock(packet, described, data)) this.writeSimple(packet, data);
    else this.writeEnhanced(packet, described, data);
  }

  writeNames(resolutions: readonly NameResolution[]): void {
    if (resolutions.length === 0) return;
    const start = this.beginBlock(4);
    for (const { kind, address, names } of resolutions) {
      const text = new TextEncoder().encode(names.map((name) => `${name}\0`).join(''));
      const value = new Uint8Array(address.length + text.length);
      value.set(address);
      value.set(text, address.length);
      if (value.length <= 0xffff) this.options.bytes(NAME_RECORD_TYPES[kind], value);
    }
    this.options.end();
    this.endBlock(start);
  }

  writeSecrets(secrets: DecryptionSecrets): void {
    const start = this.beginBlock(10, secrets.bytes.length);
    this.uint32(secrets.type);
    this.uint32(secrets.bytes.length);
    this.output.append(secrets.bytes);
    this.output.pad(start);
    this.options.comments(secrets.comments);
    this.options.endIfAny();
    this.endBlock(start);
  }

  /** One entry of systemd's journal, in its export format. */
  writeJournal(data: Uint8Array): void {
    const start = this.beginBlock(9, data.length);
    this.output.append(data);
    this.output.pad(start);
    this.endBlock(start);
  }

  /** A custom block that may be copied, its data as they were read. */
  writeCustom(enterprise: number, data: Uint8Array): void {
    const start = this.beginBlock(0x0bad, data.length);
    this.uint32(enterprise);
    this.output.append(data);
    this.output.pad(start);
    this.endBlock(start);
  }

  /** What was noted of connections, as comments of statistics blocks of the first interface. */
  writeConnectionNotes(notes: readonly ConnectionNote[]): void {
    const described = this.interfaces.find((each) => !holdsBlocks(each));
    if (described === undefined) return;
    for (let at = 0; at < notes.length; at += notesInBlock) {
      const comments = notes.slice(at, at + notesInBlock).map(encodeNote);
      this.writeStatistics({ ...described, statistics: { ...nothingCounted, comments } });
    }
  }

  writeStatistics(described: CaptureInterface): void {
    const { statistics } = described;
    const number = this.numbers[described.index] ?? -1;
    if (!statistics || number < 0) return;
    const start = this.beginBlock(5);
    this.uint32(number);
    if (statistics.time) this.time(statistics.time, described);
    else {
      this.uint32(0);
      this.uint32(0);
    }
    writeStatisticsOptions(this.options, statistics, described);
    this.endBlock(start);
  }

  finish(): void {
    this.describeInterfaces();
    if (this.withStatistics) for (const described of this.interfaces) this.writeStatistics(described);
    this.output.flush();
  }

  private writeSection(section: SectionDescription): void {
    const start = this.beginBlock(0x0a0d0d0a);
    this.uint32(0x1a2b3c4d);
    this.uint32(1); // version 1.0
    this.uint32(LENGTH_OF_SECTION_UNKNOWN);
    this.uint32(LENGTH_OF_SECTION_UNKNOWN);
    this.options.comments(section.comments);
    this.options.text(2, section.hardware);
    this.options.text(3, section.operatingSystem);
    this.options.text(4, section.application);
    this.options.endIfAny();
    this.endBlock(start);
  }

  private describeNext(): void {
    const described = this.interfaces[this.numbers.length]!;
    if (holdsBlocks(described)) {
      this.numbers.push(-1);
      return;
    }
    this.numbers.push(this.described++);
    const start = this.beginBlock(1);
    this.uint32(described.linkType);
    this.uint32(described.snapLength);
    writeInterfaceOptions(this.options, described);
    this.endBlock(start);
  }

  private writeEnhanced(packet: WrittenPacket, described: CaptureInterface, data: Uint8Array): void {
    const start = this.beginBlock(6, data.length);
    this.uint32(this.numbers[packet.interface]!);
    this.time(packet, described);
    this.uint32(data.length);
    this.uint32(packet.originalLength);
    this.output.append(data);
    this.output.pad(start);
    if (packet.comments) this.options.comments(packet.comments);
    if (packet.flags) this.options.uint32(2, packet.flags);
    this.options.endIfAny();
    this.endBlock(start);
  }

  /** A simple packet block cannot name an interface nor a captured length (§4.4): both must follow without being said. */
  private fitsSimpleBlock(packet: WrittenPacket, described: CaptureInterface, data: Uint8Array): boolean {
    const { snapLength } = described;
    const implied = snapLength === 0 ? packet.originalLength : Math.min(packet.originalLength, snapLength);
    return this.numbers[packet.interface] === 0 && implied === data.length && !packet.comments && !packet.flags;
  }

  private writeSimple(packet: WrittenPacket, data: Uint8Array): void {
    const start = this.beginBlock(3, data.length);
    this.uint32(packet.originalLength);
    this.output.append(data);
    this.output.pad(start);
    this.endBlock(start);
  }

  private time(time: CaptureTime, described: CaptureInterface): void {
    const { high, low } = exactTicks(time, described);
    this.uint32(high);
    this.uint32(low);
  }

  /** @param room bytes of the body, as far as known: a block within the buffer needs no second write for its length */
  private beginBlock(type: number, room = 0): number {
    this.output.reserve(room + USUAL_OPTIONS_LENGTH);
    const start = this.output.offset;
    this.uint32(type);
    this.uint32(0);
    return start;
  }

  /** Sets the block's length at both its ends. */
  private endBlock(start: number): void {
    const { output } = this;
    const total = output.offset - start + 4;
    this.uint32(total);
    const at = start + 4 - output.written;
    if (at >= 0) output.view.setUint32(at, total, true);
    else output.patchUint32(start + 4, total);
  }

  private uint32(value: number): void {
    this.output.reserve(4);
    this.output.view.setUint32(this.output.at, value, true);
    this.output.at += 4;
  }
}
