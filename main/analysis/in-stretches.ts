/** Lets other work in between. */
export type Pause = () => Promise<void>;

/** Items gone through between two pauses: a millisecond or so. */
const itemsAtOnce = 1 << 16;

/** Goes through any number of items in stretches, none of which holds up other work for long. */
export async function inStretches(
  count: number,
  pause: Pause,
  take: (from: number, to: number) => void,
): Promise<void> {
  for (let from = 0; from < count; from += itemsAtOnce) {
    take(from, Math.min(count, from + itemsAtOnce));
    await pause();
  }
}
