import { rm } from 'node:fs/promises';
import { appendLate, type LatePacket } from './late-packets';
import { firstComment, interfaceOf, ownBlocks, PACKET, SECTION_HEADER } from './own-blocks';
import { readCountsBefore, waitingPaths } from './waiting-packets';

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
  const waiting: LatePacket[] = [];
  for (const from of waitingPaths(asked)) waiting.push(...(await packetsAfter(from, captured.counts)));
  await appendLate(path, captured.wholeUntil, waiting);
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
async function packetsAfter(path: string, captured: readonly number[]): Promise<LatePacket[]> {
  const found: LatePacket[] = [];
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
