import { rmSync } from 'node:fs';
import { arch, cpus, release, type } from 'node:os';
import { extname } from 'node:path';
import type { CaptureInterface } from '../files/capture-interface';
import type { WrittenPacket } from '../files/capture-writer';
import type { SectionDescription } from '../files/pcapng-writer';
import type { CaptureRequest } from './capture-request';
import { LiveFile } from './live-file';
import { countsBefore } from './waiting-packets';

/** The file that is captured to, or the ring of files one after another, each of which can be read by itself. */
export class CaptureTrail {
  readonly interfaces: CaptureInterface[] = [];
  /** All that were begun and not removed again, oldest first. */
  files: readonly string[];
  /** Packets of each interface that are in the file or files. */
  readonly written: number[] = [];
  readonly section = describeSystem();
  private file: LiveFile;
  private begun = 1;
  private fileStarted = Date.now();
  private bytesBefore = 0;

  /** @throws where the file cannot be made */
  constructor(
    private readonly request: CaptureRequest,
    private readonly onFile: (path: string, removed: readonly string[]) => void,
  ) {
    const path = this.pathOf(1);
    this.file = new LiveFile(path, this.section, this.interfaces);
    this.files = [path];
    this.file.flush();
  }

  get path(): string {
    return this.file.path;
  }

  get fileBytes(): number {
    return this.file.bytes;
  }

  get totalBytes(): number {
    return this.bytesBefore + this.file.bytes;
  }

  /** Whether the next packet would need one file more than was asked for. */
  get isComplete(): boolean {
    const { stop } = this.request;
    return stop.files !== null && this.begun >= stop.files && this.isFull;
  }

  describe(described: CaptureInterface): void {
    this.interfaces.push(described);
    this.written.push(0);
    this.file.describeInterfaces();
    this.file.flush();
  }

  packet(packet: WrittenPacket, data: Uint8Array): void {
    if (this.isFull) this.rotate();
    this.file.packet(packet, data);
    this.written[packet.interface]!++;
  }

  statistics(index: number): void {
    this.file.statistics(index);
    this.file.flush();
  }

  flush(): void {
    this.file.flush();
  }

  /** A file's time may be over while nothing arrives. */
  rotateByTime(): void {
    const seconds = this.request.ring?.seconds ?? null;
    if (seconds !== null && Date.now() - this.fileStarted >= seconds * 1000 && !this.isComplete) this.rotate();
  }

  /** @returns packets that were given and could not be written, once */
  takeLost(): number {
    return this.file.takeLost();
  }

  close(): void {
    this.file.close();
  }

  private get isFull(): boolean {
    const { ring } = this.request;
    if (ring === null) return false;
    if (ring.bytes !== null && this.file.bytes >= ring.bytes) return true;
    return ring.seconds !== null && Date.now() - this.fileStarted >= ring.seconds * 1000;
  }

  private rotate(): void {
    this.file.flush();
    this.bytesBefore += this.file.bytes;
    this.file.close();
    const path = this.pathOf(++this.begun);
    const section = { ...this.section, comments: [countsBefore(this.written)] };
    this.file = new LiveFile(path, section, this.interfaces);
    this.file.flush();
    this.fileStarted = Date.now();
    const kept = [...this.files, path];
    const removed = kept.splice(0, Math.max(0, kept.length - (this.request.ring?.files ?? kept.length)));
    for (const old of removed) rmSync(old, { force: true });
    this.files = kept;
    this.onFile(path, removed);
  }

  /** `NAME_00001_20260131123000.pcapng`, as rings of files are usually called. */
  private pathOf(number: number): string {
    const { path, ring } = this.request;
    if (ring === null || path === '-') return path;
    const extension = extname(path);
    const stem = path.slice(0, path.length - extension.length);
    const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
    return `${stem}_${String(number).padStart(5, '0')}_${time}${extension}`;
  }
}

function describeSystem(): SectionDescription {
  return {
    hardware: cpus()[0]?.model ?? arch(),
    operatingSystem: `${type()} ${release()}`,
    application: 'Wirestate',
    comments: [],
  };
}
