// Packet records of classic pcap files: draft-ietf-opsawg-pcap §5.
import type { CaptureDescription } from './capture-description';
import { plainInterface } from './capture-interface';
import type { PacketRecord } from './packet-record';
import { maximumPacketLength, type PcapVariant } from './pcap-variant';
import type { ReadWindow } from './read-window';
import type { ReaderState, RecordReader } from './record-reader';
import { MICROSECONDS, NANOSECONDS } from './timestamp-resolution';

export class PcapReader implements RecordReader {
  readonly variant: string;
  stopped = false;

  private readonly window: ReadWindow;
  private readonly description: CaptureDescription;
  private readonly littleEndian: boolean;
  private readonly headerLength: number;
  private readonly perSecond: number;
  private readonly nanosecondsPerTick: number;
  private readonly lengthsSwapped: PcapVariant['lengthsSwapped'];
  private readonly largest: number;

  /** @param header the file header; the window stands right after it */
  constructor(header: DataView, variant: PcapVariant, window: ReadWindow, description: CaptureDescription) {
    this.window = window;
    this.description = description;
    this.variant = variant.name;
    this.littleEndian = variant.littleEndian;
    this.headerLength = variant.recordHeaderLength;
    this.perSecond = variant.nanoseconds ? 1_000_000_000 : 1_000_000;
    this.nanosecondsPerTick = variant.nanoseconds ? 1 : 1000;
    this.lengthsSwapped = variant.lengthsSwapped;
    const snapLength = header.getUint32(16, variant.littleEndian);
    this.largest = maximumPacketLength(variant.linkType, snapLength);
    describeOnlyInterface(variant, snapLength, description);
  }

  next(record: PacketRecord): boolean {
    const window = this.window;
    const at = window.position;
    const there = window.end - at;
    const headerLength = this.headerLength;
    if (there < headerLength || this.stopped) {
      window.needed = headerLength;
      return false;
    }
    const view = window.view;
    const littleEndian = this.littleEndian;
    let captured = view.getUint32(at + 8, littleEndian);
    let original = view.getUint32(at + 12, littleEndian);
    if (this.lengthsSwapped !== 'no' && (this.lengthsSwapped === 'yes' || captured > original)) {
      const first = captured;
      captured = original;
      original = first;
    }
    if (captured > this.largest) return this.refuse(captured);
    if (there < headerLength + captured) {
      window.needed = headerLength + captured;
      return false;
    }
    let seconds = view.getUint32(at, littleEndian);
    let ticks = view.getUint32(at + 4, littleEndian);
    if (ticks >= this.perSecond) {
      const carried = Math.floor(ticks / this.perSecond);
      seconds += carried;
      ticks -= carried * this.perSecond;
    }
    const start = at + headerLength;
    record.bytes = window.bytes;
    record.view = view;
    record.start = start;
    record.capturedLength = captured;
    record.originalLength = original;
    record.fileOffset = window.origin + start;
    record.interface = 0;
    record.hasTime = true;
    record.seconds = seconds;
    record.nanoseconds = ticks * this.nanosecondsPerTick;
    record.comments = null;
    record.flags = 0;
    window.position = start + captured;
    return true;
  }

  get state(): ReaderState {
    return { stopped: this.stopped, section: null };
  }

  resume({ stopped }: ReaderState): void {
    this.stopped = stopped;
  }

  unfinished(): { expected: string; found: string } | null {
    const there = this.window.end - this.window.position;
    if (there === 0 || this.stopped) return null;
    if (there < this.headerLength) {
      return { expected: `a packet header of ${this.headerLength} bytes`, found: `only ${there} bytes` };
    }
    const length = this.window.needed - this.headerLength;
    return { expected: `a packet of ${length} bytes`, found: `only ${there - this.headerLength} bytes of it` };
  }

  private refuse(captured: number): false {
    this.stopped = true;
    const expected = `a packet of at most ${this.largest} bytes`;
    this.description.warn(this.window.offset, expected, `a length of ${captured}`, 'broken');
    return false;
  }
}

function describeOnlyInterface(variant: PcapVariant, snapLength: number, description: CaptureDescription): void {
  description.sections.push({
    index: 0,
    offset: 0,
    littleEndian: variant.littleEndian,
    hardware: null,
    operatingSystem: null,
    application: null,
    comments: [],
  });
  description.interfaces.push({
    ...plainInterface(0, 0, variant.linkType),
    frameCheckLength: variant.frameCheckLength,
    snapLength,
    ticksPerSecond: variant.nanoseconds ? 1_000_000_000 : 1_000_000,
    timestampResolution: variant.nanoseconds ? NANOSECONDS : MICROSECONDS,
  });
}
