import type { CaptureFile } from './capture-file';
import { holdsBlocks } from './capture-interface';
import type { CaptureOutput } from './capture-output';
import { CaptureSaveError } from './capture-save-error';
import { type CaptureWriter, PcapWriter } from './capture-writer';
import { PcapngWriter, type SectionDescription } from './pcapng-writer';
import { replaceFile } from './replace-file';

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
 * Writes packets of an open capture to a file.
 * @returns how many packets and bytes were written
 * @throws CaptureSaveError saying what to do; the signal's reason when cancelled
 */
export function exportPackets(options: ExportOptions): Promise<ExportProgress> {
  return replaceFile(options.path, options.signal, async (output) => {
    const writer = startWriter(output, options);
    const packets = await writePackets(writer, output, options);
    writer.finish();
    return { packets, bytes: output.offset };
  });
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
  writer.writeConnectionNotes(source.connectionNotes);
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
