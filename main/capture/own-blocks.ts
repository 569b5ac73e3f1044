// Walks a pcapng file that this program wrote, block by block: one little-endian section (draft-ietf-opsawg-pcapng §3 and §4).
import { type FileHandle, open } from 'node:fs/promises';

const CHUNK_LENGTH = 4 * 1024 * 1024;
export const SECTION_HEADER = 0x0a0d0d0a;
/** Enhanced Packet Block (§4.3). */
export const PACKET = 6;
const LARGEST_BLOCK = 64 * 1024 * 1024;

/** Valid until the next one is asked for. */
export interface OwnBlock {
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where in the file the next block begins. */
  readonly end: number;
}

/** Whole blocks, up to the end or to one that is cut off. */
export async function* ownBlocks(path: string): AsyncGenerator<OwnBlock> {
  const file = await open(path, 'r');
  try {
    let chunk: Buffer = Buffer.alloc(0);
    let at = 0;
    for (let offset = 0; ; ) {
      const length = chunk.length - at >= 8 ? chunk.readUInt32LE(at + 4) : 8;
      if (length < 8 || length % 4 !== 0 || length > LARGEST_BLOCK) return;
      if (length > chunk.length - at || chunk.length - at < 12) {
        const more = await readAt(file, offset, Math.max(CHUNK_LENGTH, length));
        if (more.length <= chunk.length - at) return;
        chunk = more;
        at = 0;
        continue;
      }
      const bytes = chunk.subarray(at, at + length);
      const view = new DataView(bytes.buffer, bytes.byteOffset, length);
      at += length;
      offset += length;
      yield { type: view.getUint32(0, true), bytes, view, end: offset };
    }
  } finally {
    await file.close();
  }
}

/** Of a packet's block. */
export const interfaceOf = (view: DataView): number => view.getUint32(8, true);

/** The first comment of a section header; empty where it has none. */
export const firstComment = (block: OwnBlock): string => textOf(block, 24, 1);

/** if_name of an interface description (§4.2). */
export const firstInterfaceName = (block: OwnBlock): string => textOf(block, 16, 2);

function textOf({ bytes, view }: OwnBlock, options: number, wanted: number): string {
  for (let at = options; at + 4 <= bytes.length - 4; ) {
    const [code, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (code === wanted) return new TextDecoder().decode(bytes.subarray(at + 4, at + 4 + length));
    if (code === 0) break;
    at += 4 + ((length + 3) & ~3);
  }
  return '';
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
