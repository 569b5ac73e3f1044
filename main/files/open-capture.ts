import { close, constants, fstat, open } from 'node:fs';
import { promisify } from 'node:util';
import { BorrowedFile } from './borrowed-file';
import { CaptureDescription } from './capture-description';
import { CaptureOpenError } from './capture-fault';
import { type CaptureCompression, CaptureFile, type SharedFile } from './capture-file';
import { nameForeignFormat } from './foreign-formats';
import { PcapReader } from './pcap-reader';
import { isPcapMagic, pcapHeaderLength, recognizePcapVariant } from './pcap-variant';
import { BYTE_ORDER_MAGIC, PcapngReader, SECTION_HEADER } from './pcapng-reader';
import { PlainFile } from './plain-file';
import { NEAR, ReadWindow } from './read-window';
import { SpooledFile, type SpoolProgress } from './spooled-file';
import { isZstdMagic } from './zstd-frames';

export { CaptureFault, CaptureOpenError } from './capture-fault';
export { CaptureFile } from './capture-file';

export interface OpenCaptureOptions {
  /** Where a compressed file is unpacked to; the system's temporary directory unless given. */
  readonly temporaryDirectory?: string;
  readonly onSpoolProgress?: (progress: SpoolProgress) => void;
  /** Cancels opening, and later on unpacking. */
  readonly signal?: AbortSignal;
}

type Source = PlainFile | SpooledFile;

/** Enough to see which layout the records of a pcap file have. */
const PROBE_LENGTH = 64 * 1024;
const RIGHT_FORMATS = 'open a pcap or pcapng file, plain or compressed with gzip or zstd';

/**
 * Opens a pcap or pcapng file, recognized by its contents whatever its name.
 * @throws CaptureOpenError when the file cannot be opened at all; what is wrong further on becomes a warning.
 */
export async function openCapture(path: string, options: OpenCaptureOptions = {}): Promise<CaptureFile> {
  options.signal?.throwIfAborted();
  const { source, compression } = await openSource(path, options);
  const window = new ReadWindow(source);
  try {
    const capture = await recognize(path, source, window, compression);
    options.signal?.throwIfAborted();
    return capture;
  } catch (error) {
    source.cancel();
    await window.settle();
    await source.close();
    throw error;
  }
}

/** The packets of a file that another thread has opened and goes on using. To close it is the other thread's business. */
export function borrowCapture({ path, descriptor }: SharedFile): Promise<CaptureFile> {
  const source = new BorrowedFile(path, descriptor);
  return recognize(path, source, new ReadWindow(source, NEAR), 'none');
}

async function openSource(path: string, options: OpenCaptureOptions) {
  // Without O_NONBLOCK a named pipe would block here until somebody writes to it.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const descriptor = await promisify(open)(path, flags).catch((error: NodeJS.ErrnoException) => {
    throw refusal(path, error);
  });
  let source: Source | null = null;
  try {
    const status = await promisify(fstat)(descriptor);
    if (status.isDirectory()) throw new CaptureOpenError(path, 0, 'a file', 'a directory', 'name a file in it');
    if (!status.isFile()) {
      throw new CaptureOpenError(path, 0, 'a file', 'a device or pipe', 'save the capture to a file first');
    }
    if (status.size === 0) {
      const remedy = 'the capture may have been stopped before its first packet, or not have been copied whole';
      throw new CaptureOpenError(path, 0, 'a file header', 'an empty file (0 bytes)', remedy);
    }
    const plain = new PlainFile(path, descriptor);
    source = plain;
    const compression = await compressionOf(plain);
    if (compression === 'none') return { source, compression };
    source = await SpooledFile.open({
      compression,
      path,
      total: status.size,
      temporaryDirectory: options.temporaryDirectory,
      onProgress: options.onSpoolProgress,
      signal: options.signal,
    }).catch((error: NodeJS.ErrnoException) => {
      const expected = 'a temporary directory to unpack it into';
      throw new CaptureOpenError(path, 0, expected, error.message, 'make room there or choose another (TMPDIR)');
    });
    await plain.close();
    return { source, compression };
  } catch (error) {
    if (source instanceof SpooledFile) await source.close();
    await promisify(close)(descriptor).catch(() => {});
    throw error;
  }
}

function refusal(path: string, error: NodeJS.ErrnoException): CaptureOpenError {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CaptureOpenError(path, 0, 'a file', 'no such file', 'check the name');
    case 'EACCES':
    case 'EPERM':
      return new CaptureOpenError(path, 0, 'a file that may be read', 'no permission', 'ask its owner, or chmod it');
    case 'EISDIR':
      return new CaptureOpenError(path, 0, 'a file', 'a directory', 'name a file in it');
    default:
      return new CaptureOpenError(path, 0, 'a file that can be read', error.message, 'check the file and its disk');
  }
}

async function compressionOf(file: PlainFile): Promise<CaptureCompression> {
  const head = new Uint8Array(4);
  const count = await file.read(head, 0, 4, 0);
  if (count >= 2 && head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return count === 4 && isZstdMagic(new DataView(head.buffer).getUint32(0, true)) ? 'zstd' : 'none';
}

async function recognize(
  path: string,
  source: Source,
  window: ReadWindow,
  compression: CaptureCompression,
): Promise<CaptureFile> {
  const description = new CaptureDescription(path);
  let atEnd = false;
  while (window.end - window.position < PROBE_LENGTH && !atEnd) atEnd = !(await window.fill());
  if (window.readError) throw refusal(path, window.readError);
  const { view, bytes, position, end } = window;
  const head = new DataView(view.buffer, view.byteOffset + position, Math.min(end - position, PROBE_LENGTH));
  const atFileEnd = atEnd && head.byteLength === end - position;
  if (source instanceof SpooledFile && head.byteLength === 0) {
    const found = source.fault ?? 'nothing';
    throw new CaptureOpenError(path, 0, `a capture inside the ${compression} file`, found, RIGHT_FORMATS);
  }
  if (head.byteLength >= 4 && head.getUint32(0) === SECTION_HEADER) {
    checkSectionHeader(path, head);
    const reader = new PcapngReader(window, description);
    return new CaptureFile({ format: 'pcapng', compression, description, source, window, reader });
  }
  if (isPcapMagic(head)) {
    const length = pcapHeaderLength(head);
    if (head.byteLength < length) throw shortHeader(path, 'a pcap file header', length, head.byteLength);
    const variant = recognizePcapVariant(head, atFileEnd);
    if (variant.majorVersion < 2) {
      const remedy = 'write it again with a newer tcpdump';
      throw new CaptureOpenError(path, 4, 'pcap version 2.4', `version ${variant.majorVersion}`, remedy);
    }
    window.position += length;
    const reader = new PcapReader(head, variant, window, description);
    return new CaptureFile({ format: 'pcap', compression, description, source, window, reader });
  }
  const foreign = nameForeignFormat(bytes.subarray(position, position + head.byteLength));
  throw new CaptureOpenError(path, 0, 'a pcap or pcapng file', foreign.name, foreign.remedy);
}

function checkSectionHeader(path: string, head: DataView): void {
  if (head.byteLength < 28) throw shortHeader(path, 'a pcapng section header', 28, head.byteLength);
  const magic = head.getUint32(8, true);
  if (magic === BYTE_ORDER_MAGIC || head.getUint32(8, false) === BYTE_ORDER_MAGIC) return;
  const found = `0x${magic.toString(16).padStart(8, '0')}`;
  throw new CaptureOpenError(path, 8, 'the byte-order magic 0x1a2b3c4d', found, RIGHT_FORMATS);
}

function shortHeader(path: string, what: string, length: number, there: number): CaptureOpenError {
  const remedy = 'the file was cut inside its header and holds no packet';
  return new CaptureOpenError(path, there, `${what} of ${length} bytes`, `only ${there} bytes`, remedy);
}
