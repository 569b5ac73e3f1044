import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import type { CaptureInterface } from '../files/capture-interface';
import { CaptureOutput } from '../files/capture-output';
import type { WrittenPacket } from '../files/capture-writer';
import { PcapngWriter, type SectionDescription } from '../files/pcapng-writer';

/** After so long without a sync, what was written is made to survive a loss of power. */
const syncMilliseconds = 3_000;
const standardOutput = 1;
/** Enhanced Packet Block (draft-ietf-opsawg-pcapng §4.3). */
const PACKET_BLOCK = 6;

/** A pcapng file that grows while it is read: at every `flush` it ends with a whole block. */
export class LiveFile {
  private readonly descriptor: number;
  private readonly output: CaptureOutput;
  private readonly writer: PcapngWriter;
  /** Where the file last ended with a whole block. */
  private wholeUntil = 0;
  private synced = Date.now();
  private syncing = false;
  /** Packets since it last ended with a whole block, and those of them that a failed write has lost. */
  private unwritten = 0;
  private lost = 0;

  /** @param path `-` for the standard output; a file that is there is replaced */
  constructor(
    readonly path: string,
    section: SectionDescription,
    private readonly interfaces: readonly CaptureInterface[],
  ) {
    this.descriptor = path === '-' ? standardOutput : openSync(path, 'w+', 0o600);
    this.output = new CaptureOutput(this.descriptor);
    this.writer = new PcapngWriter(this.output, { section, interfaces, withStatistics: false });
    this.writer.describeInterfaces();
  }

  get bytes(): number {
    return this.output.offset;
  }

  describeInterfaces(): void {
    this.writer.describeInterfaces();
  }

  packet(packet: WrittenPacket, data: Uint8Array): void {
    this.writer.writePacket(packet, data);
    this.unwritten++;
  }

  /** Writes the interface's statistics, which also carry the notes on connections. */
  statistics(index: number): void {
    // The block's length is set afterwards, and a pipe cannot go back: all of it has to fit into the buffer.
    this.flush();
    this.writer.writeStatistics(this.interfaces[index]!);
  }

  /** @throws what the file system throws; the file is then cut back to its last whole block */
  flush(): void {
    try {
      flushAll(this.output, this.path === '-');
      this.wholeUntil = this.output.written;
      this.unwritten = 0;
    } catch (error) {
      this.cutBack();
      throw error;
    }
    this.syncNowAndThen();
  }

  /** @returns packets that were given and are not in the file, once */
  takeLost(): number {
    const { lost } = this;
    this.lost = 0;
    return lost;
  }

  close(): void {
    if (this.descriptor !== standardOutput) closeSync(this.descriptor);
  }

  private syncNowAndThen(): void {
    if (this.path === '-' || this.syncing || Date.now() - this.synced < syncMilliseconds) return;
    this.syncing = true;
    fdatasync(this.descriptor, () => {
      this.syncing = false;
      this.synced = Date.now();
    });
  }

  /** A write that stopped half way (a full disk) may have left part of a block. */
  private cutBack(): void {
    this.lost = this.unwritten;
    this.unwritten = 0;
    if (this.path === '-') return;
    const { size } = fstatSync(this.descriptor);
    const header = new DataView(new ArrayBuffer(8));
    let at = this.wholeUntil;
    while (at + 8 <= size) {
      readSync(this.descriptor, header, 0, 8, at);
      const length = header.getUint32(4, true);
      if (length < 12 || at + length > size) break;
      if (header.getUint32(0, true) === PACKET_BLOCK) this.lost--;
      at += length;
    }
    ftruncateSync(this.descriptor, at);
    this.wholeUntil = at;
  }
}

/** A pipe that is set not to block says EAGAIN where its reader is slow. */
function flushAll(output: CaptureOutput, mayBlock: boolean): void {
  for (;;) {
    try {
      output.flush();
      return;
    } catch (error) {
      if (!mayBlock || (error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}
