import { type CaptureInterface, holdsBlocks } from './capture-interface';
import type { CaptureOutput } from './capture-output';
import { CaptureSaveError } from './capture-save-error';

/** What a writer has to know of a packet beside its bytes. */
export interface WrittenPacket {
  /** Index into the interfaces given to the writer. */
  readonly interface: number;
  readonly originalLength: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  /** False for a packet that carries no time; true unless said. */
  readonly hasTime?: boolean;
  readonly comments?: readonly string[] | null;
  /** epb_flags; 0 unless said. */
  readonly flags?: number;
}

/** Writes packets one after another; `PcapWriter` and `PcapngWriter` are the two kinds. */
export interface CaptureWriter {
  writePacket(packet: WrittenPacket, data: Uint8Array): void;
  /** Writes what comes after the last packet and empties the buffer. */
  finish(): void;
}

const USUAL_SNAP_LENGTH = 262_144;
const LARGEST_TIME = 0xffffffff;

/** A little-endian pcap file: draft-ietf-opsawg-pcap. Holds one link type and no comments. */
export class PcapWriter implements CaptureWriter {
  private readonly output: CaptureOutput;
  private readonly interfaces: readonly CaptureInterface[];
  private readonly nanosecondsPerTick: number;
  private readonly start: number;
  private linkType = -1;
  private longest = 0;

  constructor(output: CaptureOutput, interfaces: readonly CaptureInterface[], resolution: 'micro' | 'nano') {
    this.output = output;
    this.interfaces = interfaces;
    this.nanosecondsPerTick = resolution === 'nano' ? 1 : 1000;
    this.start = output.offset;
  }

  writePacket(packet: WrittenPacket, data: Uint8Array): void {
    const { linkType } = this.interfaces[packet.interface]!;
    if (holdsBlocks(this.interfaces[packet.interface]!))
      throw new CaptureSaveError('a pcap file cannot hold custom or journal blocks', 'use pcapng');
    if (this.linkType === -1) this.writeHeader(this.interfaces[packet.interface]!);
    else if (this.linkType !== linkType) throw severalLinkTypes(this.linkType, linkType);
    if (packet.seconds < 0 || packet.seconds > LARGEST_TIME) throw timeOutOfRange(packet.seconds);
    const { output } = this;
    output.reserve(16 + data.length);
    const { view, at } = output;
    view.setUint32(at, packet.seconds, true);
    view.setUint32(at + 4, Math.floor(packet.nanoseconds / this.nanosecondsPerTick), true);
    view.setUint32(at + 8, data.length, true);
    view.setUint32(at + 12, packet.originalLength, true);
    output.bytes.set(data, at + 16);
    output.at = at + 16 + data.length;
    this.longest = Math.max(this.longest, data.length);
  }

  finish(): void {
    // A file without packets still says what link type it would have had.
    if (this.linkType === -1) this.writeHeader(this.interfaces.find((described) => !holdsBlocks(described)));
    this.output.flush();
    if (this.longest > USUAL_SNAP_LENGTH) this.output.patchUint32(this.start + 16, this.longest);
  }

  private writeHeader(first: CaptureInterface | undefined): void {
    const { output } = this;
    this.linkType = first?.linkType ?? 1;
    const frameCheck = first?.frameCheckLength ?? null;
    const frameCheckBits = frameCheck === null ? 0 : 0x04000000 + ((frameCheck >> 1) & 15) * 0x10000000;
    output.reserve(24);
    const { view, at } = output;
    view.setUint32(at, this.nanosecondsPerTick === 1 ? 0xa1b23c4d : 0xa1b2c3d4, true);
    view.setUint16(at + 4, 2, true);
    view.setUint16(at + 6, 4, true);
    view.setUint32(at + 8, 0, true);
    view.setUint32(at + 12, 0, true);
    view.setUint32(at + 16, USUAL_SNAP_LENGTH, true);
    view.setUint32(at + 20, this.linkType + frameCheckBits, true);
    output.at = at + 24;
  }
}

function severalLinkTypes(first: number, second: number): CaptureSaveError {
  return new CaptureSaveError(
    `the packets have several link types (${first} and ${second}) and a pcap file holds only one`,
    'use pcapng',
  );
}

function timeOutOfRange(seconds: number): CaptureSaveError {
  const reason = `a packet's time (${seconds} seconds since 1970) lies outside what pcap can hold`;
  return new CaptureSaveError(reason, 'use pcapng');
}
