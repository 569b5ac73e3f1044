import { appendFile, truncate } from 'node:fs/promises';

/** A packet that is put behind what was captured, when the capturing process was killed: an Enhanced Packet Block of ours. */
export interface LatePacket {
  readonly upperTicks: number;
  readonly lowerTicks: number;
  readonly block: Uint8Array;
}

/**
 * Puts packets at the end of a capture, in the order of their times. The files that they come from number their interfaces as the
 * capture does and count time in the same ticks: the blocks can be taken as they are.
 * @param wholeUntil where the last whole block of the capture ends
 */
export async function appendLate(path: string, wholeUntil: number, packets: LatePacket[]): Promise<void> {
  if (packets.length === 0) return;
  packets.sort((one, other) => one.upperTicks - other.upperTicks || one.lowerTicks - other.lowerTicks);
  await truncate(path, wholeUntil);
  await appendFile(path, Buffer.concat(packets.map(({ block }) => block)), { flush: true });
}
