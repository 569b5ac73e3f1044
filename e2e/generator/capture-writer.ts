import { closeSync, openSync, writeSync } from 'node:fs';

export type CaptureFormat = 'pcap' | 'pcapng';

export interface CaptureLimits {
  /** Stop before the file would grow beyond this. */
  bytes: number;
  packets: number;
  /** Bytes kept of each packet. */
  snapLength: number;
}

const BUFFER = 4 << 20;
const EPOCH_SECONDS = 1_760_000_000;
const ETHERNET = 1;

/**
 * Streams frames into a pcap (microseconds) or pcapng (nanoseconds, if_tsresol 9) file of link type Ethernet.
 * Timestamps are made strictly increasing. Once `full`, further frames are dropped.
 */
export class CaptureWriter {
  packets = 0;
  /** Bytes of the file so far. */
  size = 0;
  full = false;
  private readonly descriptor: number;
  private readonly buffer = Buffer.allocUnsafe(BUFFER);
  private used = 0;
  private lastTime = -1;

  constructor(
    path: string,
    private readonly format: CaptureFormat,
    private readonly limits: CaptureLimits,
  ) {
    this.descriptor = openSync(path, 'w');
    if (format === 'pcap') this.pcapHeader();
    else this.pcapngHeader();
  }

  /** Appends a frame; `time` is in microseconds since the capture's beginning, fractions of them kept by pcapng. */
  write(time: number, frame: Uint8Array, length: number): void {
    const kept = Math.min(length, this.limits.snapLength);
    const padded = this.format === 'pcap' ? kept : (kept + 3) & ~3;
    const record = padded + (this.format === 'pcap' ? 16 : 32);
    if (this.full || this.packets >= this.limits.packets || this.size + record > this.limits.bytes) {
      this.full = true;
      return;
    }
    if (this.used + record > BUFFER) this.flush();
    if (this.format === 'pcap') this.pcapRecord(time, kept, length);
    else this.enhancedPacketBlock(time, kept, length, record);
    this.buffer.set(kept === frame.length ? frame : frame.subarray(0, kept), this.used);
    this.used += kept;
    if (this.format === 'pcapng') {
      this.buffer.fill(0, this.used, this.used + padded - kept);
      this.used += padded - kept;
      this.word(record);
    }
    this.packets++;
    this.size += record;
    if (this.packets >= this.limits.packets) this.full = true;
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  private pcapHeader(): void {
    this.word(0xa1b2c3d4);
    this.word(0x0004_0002);
    this.word(0);
    this.word(0);
    this.word(Math.min(this.limits.snapLength, 262_144));
    this.word(ETHERNET);
    this.size = 24;
  }

  private pcapngHeader(): void {
    for (const word of [0x0a0d0d0a, 28, 0x1a2b3c4d, 0x0000_0001, 0xffff_ffff, 0xffff_ffff, 28]) this.word(word);
    // if_tsresol (option 9, one byte) = 9: nanoseconds.
    const snapLength = Math.min(this.limits.snapLength, 262_144);
    for (const word of [1, 32, ETHERNET, snapLength, 0x0001_0009, 9, 0, 32]) this.word(word);
    this.size = 60;
  }

  private pcapRecord(time: number, kept: number, length: number): void {
    const microseconds = Math.max(Math.floor(time), this.lastTime + 1);
    this.lastTime = microseconds;
    this.word(EPOCH_SECONDS + Math.floor(microseconds / 1e6));
    this.word(microseconds % 1e6);
    this.word(kept);
    this.word(length);
  }

  private enhancedPacketBlock(time: number, kept: number, length: number, record: number): void {
    const nanoseconds = Math.max(Math.floor(time * 1000), this.lastTime + 1);
    this.lastTime = nanoseconds;
    const stamp = BigInt(EPOCH_SECONDS) * 1_000_000_000n + BigInt(nanoseconds);
    this.word(6);
    this.word(record);
    this.word(0);
    this.word(Number(stamp >> 32n));
    this.word(Number(stamp & 0xffff_ffffn));
    this.word(kept);
    this.word(length);
  }

  private word(value: number): void {
    this.used = this.buffer.writeUInt32LE(value, this.used);
  }

  private flush(): void {
    let written = 0;
    while (written < this.used) written += writeSync(this.descriptor, this.buffer, written, this.used - written);
    this.used = 0;
  }
}
