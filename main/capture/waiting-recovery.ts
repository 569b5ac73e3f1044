import { appendFile, rm, truncate } from 'node:fs/promises';
import { firstComment, interfaceOf, ownBlocks, PACKET, SECTION_HEADER } from './own-blocks';
import { readCountsBefore, waitingPaths } from './waiting-packets';

interface WaitingPacket {
  readonly upperTicks: number;
  readonly lowerTicks: number;
  readonly block: Uint8Array;
}

interface Captured {
  /** Packets of each interface, those in earlier files included. */
  readonly counts: readonly number[];
  /** Where the last whole block ends. */
  readonly wholeUntil: number;
}

/**
 * Puts what waited for its turn, when the capturing process was killed, at the end of what it had written.
 * @param path the file that was being written
 * @param asked the file as it was asked for; another one for a ring of files
 * @returns packets captured, those in earlier files of the ring included
 */
export async function takeInWaiting(path: string, asked = path): Promise<number> {
  const captured = await countCaptured(path);
  const waiting: WaitingPacket[] = [];
  for (const from of waitingPaths(asked)) waiting.push(...(await packetsAfter(from, captured.counts)));
  waiting.sort((one, other) => one.upperTicks - other.upperTicks || one.lowerTicks - other.lowerTicks);
  if (waiting.length > 0) await append(path, captured.wholeUntil, waiting);
  // Kept where that failed: it can be tried again.
  for (const from of waitingPaths(asked)) await rm(from, { force: true });
  return captured.counts.reduce((sum, count) => sum + count, waiting.length);
}

async function countCaptured(path: string): Promise<Captured> {
  let counts: number[] = [];
  let wholeUntil = 0;
  for await (const block of ownBlocks(path)) {
    wholeUntil = block.end;
    if (block.type === SECTION_HEADER) counts = [...readCountsBefore(firstComment(block))];
    if (block.type !== PACKET) continue;
    const index = interfaceOf(block.view);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return { counts: Array.from(counts, (count) => count ?? 0), wholeUntil };
}

/** Packets of an interface come to be in the capture in the order in which they came here. */
async function packetsAfter(path: string, captured: readonly number[]): Promise<WaitingPacket[]> {
  const found: WaitingPacket[] = [];
  let counts: number[] = [];
  try {
    for await (const block of ownBlocks(path)) {
      if (block.type === SECTION_HEADER) counts = [...readCountsBefore(firstComment(block))];
      if (block.type !== PACKET) continue;
      const { view } = block;
      const index = interfaceOf(view);
      const before = counts[index] ?? 0;
      counts[index] = before + 1;
      if (before < (captured[index] ?? 0)) continue;
      const [upperTicks, lowerTicks] = [view.getUint32(12, true), view.getUint32(16, true)];
      found.push({ upperTicks, lowerTicks, block: Uint8Array.from(block.bytes) });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return found;
}

/** Both files number their interfaces alike and count time in the same ticks: the blocks can be taken as they are. */
async function append(path: string, at: number, packets: readonly WaitingPacket[]): Promise<void> {
  await truncate(path, at);
  await appendFile(path, Buffer.concat(packets.map(({ block }) => block)), { flush: true });
}
