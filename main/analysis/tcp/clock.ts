import type { Chunk } from '../store/chunk';
import type { PacketStore } from '../store/packet-store';
import { chunkMask, chunkShift } from '../store/schema';

/**
 * Nanoseconds from one row's time to another's; negative where the clock went back. Exact up to 104 days, which is more than
 * any threshold. 0 where a packet has no time.
 */
export function elapsedNanoseconds(store: PacketStore, from: number, to: number): number {
  const before = store.chunks[from >>> chunkShift] as Chunk;
  const after = store.chunks[to >>> chunkShift] as Chunk;
  const seconds = (after.seconds[to & chunkMask] as number) - (before.seconds[from & chunkMask] as number);
  const nanoseconds = (after.nanoseconds[to & chunkMask] as number) - (before.nanoseconds[from & chunkMask] as number);
  return Number.isNaN(seconds) ? 0 : seconds * 1e9 + nanoseconds;
}

/** The same, exact for any times. */
export function exactNanoseconds(store: PacketStore, from: number, to: number): bigint {
  const seconds = store.get('seconds', to) - store.get('seconds', from);
  if (!Number.isFinite(seconds)) return 0n;
  return BigInt(seconds) * 1_000_000_000n + BigInt(store.get('nanoseconds', to) - store.get('nanoseconds', from));
}
