import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CaptureFile } from './capture-file';
import { holdsBlocks } from './capture-interface';
import { CaptureOutput } from './capture-output';
import { CaptureSaveError, explainSaveFailure } from './capture-save-error';
import { type CaptureWriter, PcapWriter } from './capture-writer';
import { PcapngWriter, type SectionDescription } from './pcapng-writer';

export { CaptureSaveError } from './capture-save-error';

export type ExportFormat = 'pcap' | 'pcap-nanosecond' | 'pcapng';

/** A packet of the open capture that goes into the new file. */
export interface ExportedPacket {
  readonly fileOffset: number;
  readonly capturedLength: number;
  readonly originalLength: number;
  /** Index into the source's interfaces. */
  readonly interface: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  /** False for a packet that carries no time; true unless said. */
  readonly hasTime?: boolean;
  /** Lost when the format is pcap. */
  readonly comments?: readonly string[] | null;
  readonly flags?: number;
}

export interface ExportProgress {
  readonly packets: number;
  readonly bytes: number;
}

export interface ExportOptions {
  readonly source: CaptureFile;
  /** May be a generator; taken one by one. */
  readonly packets: Iterable<ExportedPacket>;
  /** The file to write; may be the very one that is open. */
  readonly path: string;
  readonly format: ExportFormat;
  /** Replaces what the source says of its section, as when the capture's comment was edited. */
  readonly section?: SectionDescription;
  readonly onProgress?: (progress: ExportProgress) => void;
  readonly signal?: AbortSignal;
}

/** How much is written before others get a turn. */
const STRETCH = 2 * 1024 * 1024;

/**
 * Writes packets of an open capture to a file: beside it under a temporary name, then renamed, so that whatever goes wrong
 * leaves the old file whole.
 * @returns how many packets and bytes were written
 * @throws CaptureSaveError saying what to do; the signal's reason when cancelled
 */
export async function exportPackets(options: ExportOptions): Promise<ExportProgress> {
  let temporary: string | null = null;
  try {
    const { target, mode } = await resolveTarget(options.path);
    temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}`);
    const progress = await writeTo(temporary, mode, options);
    options.signal?.throwIfAborted();
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return progress;
  } catch (error) {
    if (temporary !== null) await rm(temporary, { force: true }).catch(() => {});
    if (options.signal?.aborted) throw options.signal.reason;
    throw explainSaveFailure(error, options.path);
  }
}

/** Follows a link to the file behind it, so that the link stays one; keeps the permissions of a file replaced. */
async function resolveTarget(path: string): Promise<{ target: string; mode: number }> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!status) return { target: path, mode: 0o666 };
  if (status.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  if (!status.isFile()) throw new CaptureSaveError(`${path} is a device or pipe, not a file`, 'give a file name');
  return { target: await realpath(path), mode: status.mode & 0o777 };
}

async function writeTo(temporary: string, mode: number, options: ExportOptions): Promise<ExportProgress> {
  const descriptor = openSync(temporary, 'wx', mode);
  try {
    const output = new CaptureOutput(descriptor);
    const writer = startWriter(output, options);
    const packets = await writePackets(writer, output, options);
    writer.finish();
    output.sync();
    return { packets, bytes: output.offset };
  } finally {
    closeSync(descriptor);
  }
}

function startWriter(output: CaptureOutput, { source, format, section }: ExportOptions): CaptureWriter {
  if (format !== 'pcapng') {
    return new PcapWriter(output, source.interfaces, format === 'pcap-nanosecond' ? 'nano' : 'micro');
  }
  const writer = new PcapngWriter(output, {
    section: section ?? describeSection(source),
    interfaces: source.interfaces,
  });
  writer.describeInterfaces();
  writer.writeNames(source.nameResolutions);
  for (const secrets of source.decryptionSecrets) writer.writeSecrets(secrets);
  return writer;
}

/** Several sections become one: its texts are the first section's, the comments those of all. */
function describeSection(source: CaptureFile): SectionDescription {
  const first = source.sections[0];
  return {
    hardware: first?.hardware ?? null,
    operatingSystem: first?.operatingSystem ?? null,
    application: first?.application ?? 'Wirestate',
    comments: source.sections.flatMap((section) => section.comments),
  };
}

async function writePackets(writer: CaptureWriter, output: CaptureOutput, options: ExportOptions): Promise<number> {
  const { source, packets, onProgress, signal } = options;
  const customBlocks = new Map(source.customBlocks.map((block) => [block.fileOffset, block]));
  let count = 0;
  let nextPause = STRETCH;
  for (const packet of packets) {
    const data = source.readAt(packet.fileOffset, packet.capturedLength);
    if (data.length < packet.capturedLength) throw unreadable(source.path, packet.fileOffset);
    if (writer instanceof PcapngWriter && holdsBlocks(source.interfaces[packet.interface]!)) {
      const custom = customBlocks.get(packet.fileOffset);
      if (!custom) writer.writeJournal(data);
      else if (custom.mayBeCopied) writer.writeCustom(custom.enterprise, data);
    } else writer.writePacket(packet, data);
    count++;
    if (output.offset >= nextPause) {
      nextPause = output.offset + STRETCH;
      onProgress?.({ packets: count, bytes: output.offset });
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    }
  }
  onProgress?.({ packets: count, bytes: output.offset });
  return count;
}

function unreadable(path: string, offset: number): CaptureSaveError {
  return new CaptureSaveError(
    `the packet at byte ${offset} of ${path} can no longer be read, for the file was cut after it was opened`,
    'open it again and save what is left',
  );
}

/** Makes the new name last through a power cut; some systems cannot do that for a folder, and need not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
