import { open, rm } from 'node:fs/promises';
import { appendLate, type LatePacket } from './late-packets';
import { firstInterfaceName, interfaceOf, ownBlocks, PACKET } from './own-blocks';
import { tapFilesOf } from './tap-files';
import { TapStream } from './tap-stream';

const INTERFACE = 1;
const CHUNK_LENGTH = 4 * 1024 * 1024;

/**
 * Puts what taps had written to files, and the capturing process had not taken when it was killed, at the end of the capture.
 * @param path the file that was being written, what waited for its turn in it
 * @param asked the file as it was asked for; another one for a ring of files
 * @returns how many packets that were
 */
export async function takeInTapFiles(path: string, asked = path): Promise<number> {
  const taps = await tapFilesOf(asked);
  if (taps.length === 0) return 0;
  const { names, lasts, wholeUntil } = await lastOfEach(path);
  const found: LatePacket[] = [];
  for (const files of taps) {
    const index = names.indexOf(await interfaceIn(files));
    // Spread over the arguments of a call, many would not fit.
    if (index !== -1) for (const packet of await packetsAfter(files, index, lasts[index] ?? null)) found.push(packet);
  }
  await appendLate(path, wholeUntil, found);
  for (const file of taps.flat()) await rm(file, { force: true });
  return found.length;
}

/** By interface: its name, and the last packet that is in the capture. */
async function lastOfEach(path: string) {
  const names: string[] = [];
  const lasts: Buffer[] = [];
  let wholeUntil = 0;
  for await (const block of ownBlocks(path)) {
    wholeUntil = block.end;
    if (block.type === INTERFACE) names.push(firstInterfaceName(block));
    if (block.type === PACKET) lasts[interfaceOf(block.view)] = Buffer.from(block.bytes);
  }
  return { names, lasts, wholeUntil };
}

async function interfaceIn(files: readonly string[]): Promise<string> {
  for (const file of files) {
    for await (const block of ownBlocks(file)) if (block.type === INTERFACE) return firstInterfaceName(block);
  }
  return '';
}

/** What a tap wrote after the last packet that was taken from it. */
async function packetsAfter(
  files: readonly string[],
  index: number,
  last: Buffer | null,
): Promise<readonly LatePacket[]> {
  let found: LatePacket[] = [];
  for (const file of files) {
    const stream = new TapStream({
      described: () => {},
      packet: (seconds, nanoseconds, originalLength, bytes, start, length) => {
        const data = bytes.subarray(start, start + length);
        const packet = packetBlock(index, seconds, nanoseconds, originalLength, data);
        if (last?.equals(packet.block)) found = [];
        else found.push(packet);
      },
    });
    await feedFrom(file, stream);
  }
  return found;
}

async function feedFrom(path: string, stream: TapStream): Promise<void> {
  const file = await open(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_LENGTH);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_LENGTH);
      if (bytesRead === 0) return;
      stream.feed(chunk.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** As `PcapngWriter` writes it: an Enhanced Packet Block (draft-ietf-opsawg-pcapng §4.3) in nanoseconds, without options. */
function packetBlock(
  index: number,
  seconds: number,
  nanoseconds: number,
  originalLength: number,
  data: Uint8Array,
): LatePacket & { readonly block: Buffer } {
  const total = 32 + ((data.length + 3) & ~3);
  const block = Buffer.alloc(total);
  const ticks = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  const [upperTicks, lowerTicks] = [Number(ticks >> 32n), Number(ticks & 0xffff_ffffn)];
  const words = [PACKET, total, index, upperTicks, lowerTicks, data.length, originalLength];
  for (const [at, word] of words.entries()) block.writeUInt32LE(word, at * 4);
  block.set(data, 28);
  block.writeUInt32LE(total, total - 4);
  return { upperTicks, lowerTicks, block };
}
