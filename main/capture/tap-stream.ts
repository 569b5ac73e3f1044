// What taps write to their standard output: pcap (draft-ietf-opsawg-pcap) or pcapng (draft-ietf-opsawg-pcapng), in pieces that
// end anywhere.

export interface TapDescription {
  /** LINKTYPE_ number. */
  readonly linkType: number;
  readonly snapLength: number;
}

/** The packet is `bytes[start, start + length)`, valid only during the call that hands it on. Times are since 1970-01-01 UTC. */
export type TapPacket = [
  seconds: number,
  nanoseconds: number,
  originalLength: number,
  bytes: Uint8Array,
  start: number,
  length: number,
];

export interface TapSink {
  described(description: TapDescription): void;
  packet(...packet: TapPacket): void;
}

/** Largest record that is taken for one: a tap that claims more has lost its place. */
const LARGEST_RECORD = 64 * 1024 * 1024;

/** Takes a tap's output apart and hands on its packets. `fault` says what made no sense; nothing after it is read. */
export class TapStream {
  fault: string | null = null;
  private carry: Uint8Array = new Uint8Array(0);
  private format: RecordFormat | null = null;

  constructor(private readonly sink: TapSink) {}

  feed(chunk: Uint8Array): void {
    if (this.fault !== null) return;
    const bytes = this.carry.length === 0 ? chunk : joined(this.carry, chunk);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    while (this.fault === null) {
      const used = this.take(bytes, view, at);
      if (used === 0) break;
      at += used;
    }
    // Copied: the stream's own buffer is used again.
    this.carry = bytes.slice(at);
  }

  /** @returns bytes taken from `at` on; 0 where no whole record is there yet */
  private take(bytes: Uint8Array, view: DataView, at: number): number {
    const there = bytes.length - at;
    if (this.format !== null) return this.checked(this.format.take(bytes, view, at, there, this.sink), at);
    if (there < 24) return 0;
    this.format = formatOf(view, at);
    if (this.format === null) this.fault = 'its output is neither pcap nor pcapng';
    if (this.format instanceof PcapFormat) return this.format.takeHeader(view, at, this.sink);
    // A pcapng file begins with a block like any other.
    return this.format === null ? 0 : this.take(bytes, view, at);
  }

  private checked(used: number, at: number): number {
    if (used >= 0) return used;
    this.fault = `its output makes no sense at byte ${at} of a piece`;
    return 0;
  }
}

interface RecordFormat {
  /** @returns the record's length; 0 where it is not whole yet, -1 where it makes no sense */
  take(bytes: Uint8Array, view: DataView, at: number, there: number, sink: TapSink): number;
}

function formatOf(view: DataView, at: number): RecordFormat | null {
  for (const littleEndian of [true, false]) {
    const magic = view.getUint32(at, littleEndian);
    if (magic === 0xa1b23c4d) return new PcapFormat(littleEndian, 1);
    if (magic === 0xa1b2c3d4) return new PcapFormat(littleEndian, 1000);
  }
  return view.getUint32(at, true) === 0x0a0d0d0a ? new PcapngFormat() : null;
}

class PcapFormat implements RecordFormat {
  constructor(
    private readonly littleEndian: boolean,
    private readonly nanosecondsPerTick: number,
  ) {}

  takeHeader(view: DataView, at: number, sink: TapSink): number {
    // The upper bits of the link type tell of frame check sequences.
    const linkType = view.getUint32(at + 20, this.littleEndian) & 0xffff;
    sink.described({ linkType, snapLength: view.getUint32(at + 16, this.littleEndian) });
    return 24;
  }

  take(bytes: Uint8Array, view: DataView, at: number, there: number, sink: TapSink): number {
    if (there < 16) return 0;
    const { littleEndian } = this;
    const length = view.getUint32(at + 8, littleEndian);
    if (length > LARGEST_RECORD) return -1;
    if (there < 16 + length) return 0;
    const nanoseconds = view.getUint32(at + 4, littleEndian) * this.nanosecondsPerTick;
    sink.packet(
      view.getUint32(at, littleEndian),
      nanoseconds,
      view.getUint32(at + 12, littleEndian),
      bytes,
      at + 16,
      length,
    );
    return 16 + length;
  }
}

/** A tap has one interface; what it writes beside that interface and its packets is not needed. */
class PcapngFormat implements RecordFormat {
  private littleEndian = true;
  private ticksPerSecond = 1_000_000n;
  /** The upper half of the last packet's time, and the time at which that half began: the next one has mostly the same. */
  private upperTicks = -1;
  private upperSeconds = 0;
  private upperTicksLeft = 0;

  take(bytes: Uint8Array, view: DataView, at: number, there: number, sink: TapSink): number {
    if (there < 12) return 0;
    const type = view.getUint32(at, this.littleEndian);
    if (type === 0x0a0d0d0a) this.littleEndian = view.getUint32(at + 8, true) === 0x1a2b3c4d;
    const total = view.getUint32(at + 4, this.littleEndian);
    if (total < 12 || total > LARGEST_RECORD || total % 4 !== 0) return -1;
    if (there < total) return 0;
    if (type === 6 && total >= 32) return this.takePacket(bytes, view, at, total, sink);
    if (type === 1 && total >= 20) this.takeInterface(view, at, total, sink);
    return total;
  }

  private takePacket(bytes: Uint8Array, view: DataView, at: number, total: number, sink: TapSink): number {
    const { littleEndian } = this;
    const length = view.getUint32(at + 20, littleEndian);
    if (length > total - 32) return -1;
    const upper = view.getUint32(at + 12, littleEndian);
    const lower = view.getUint32(at + 16, littleEndian);
    const originalLength = view.getUint32(at + 24, littleEndian);
    if (this.ticksPerSecond !== 1_000_000_000n) {
      const ticks = (BigInt(upper) << 32n) | BigInt(lower);
      const seconds = ticks / this.ticksPerSecond;
      const rest = ((ticks - seconds * this.ticksPerSecond) * 1_000_000_000n) / this.ticksPerSecond;
      sink.packet(Number(seconds), Number(rest), originalLength, bytes, at + 28, length);
      return total;
    }
    if (upper !== this.upperTicks) this.beginUpper(upper);
    // At most some five seconds.
    const nanoseconds = this.upperTicksLeft + lower;
    const more = Math.floor(nanoseconds / 1e9);
    sink.packet(this.upperSeconds + more, nanoseconds - more * 1e9, originalLength, bytes, at + 28, length);
    return total;
  }

  private beginUpper(upper: number): void {
    const ticks = BigInt(upper) << 32n;
    this.upperTicks = upper;
    this.upperSeconds = Number(ticks / this.ticksPerSecond);
    this.upperTicksLeft = Number(ticks % this.ticksPerSecond);
  }

  private takeInterface(view: DataView, at: number, total: number, sink: TapSink): void {
    const { littleEndian } = this;
    let option = at + 16;
    while (option + 4 <= at + total - 4) {
      const code = view.getUint16(option, littleEndian);
      const length = view.getUint16(option + 2, littleEndian);
      if (code === 0) break;
      // if_tsresol: a power of ten, or of two where the upper bit is set (§4.2).
      if (code === 9 && length >= 1) {
        const resolution = view.getUint8(option + 4);
        this.ticksPerSecond = (resolution & 0x80 ? 2n : 10n) ** BigInt(resolution & 0x7f);
      }
      option += 4 + ((length + 3) & ~3);
    }
    sink.described({
      linkType: view.getUint16(at + 8, littleEndian),
      snapLength: view.getUint32(at + 12, littleEndian),
    });
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
