import { inStretches, type Pause } from '../analysis/in-stretches';

const digitBits = 11;
const digits = 1 << digitBits;

/** Items in the order of an unsigned 32-bit key, eleven bits at a time; equal ones stay in the order given. */
export async function radixSorted(items: Uint32Array, keys: Uint32Array, pause: Pause): Promise<Uint32Array> {
  let from = items.slice();
  let to = new Uint32Array(items.length);
  for (let shift = 0; shift < 32; shift += digitBits) {
    const starts = new Uint32Array(digits + 1);
    await inStretches(items.length, pause, (first, end) => count(from.subarray(first, end), keys, shift, starts));
    if (starts.includes(items.length)) continue;
    for (let digit = 0; digit < digits; digit++) starts[digit + 1]! += starts[digit] as number;
    await inStretches(items.length, pause, (first, end) => place(from.subarray(first, end), keys, shift, starts, to));
    [from, to] = [to, from];
  }
  return from;
}

const digitOf = (key: number, shift: number): number => (key >>> shift) & (digits - 1);

function count(items: Uint32Array, keys: Uint32Array, shift: number, starts: Uint32Array): void {
  for (const item of items) starts[digitOf(keys[item] as number, shift) + 1]!++;
}

function place(items: Uint32Array, keys: Uint32Array, shift: number, starts: Uint32Array, to: Uint32Array): void {
  for (const item of items) to[starts[digitOf(keys[item] as number, shift)]!++] = item;
}

/**
 * Items in the order of any numbers, NaN at the end whichever way; equal ones stay in the order given.
 * @param keyOf NaN, null or undefined where an item has no value
 */
export async function sortedByValue(
  items: Uint32Array,
  keyOf: (item: number) => number | null | undefined,
  descending: boolean,
  pause: Pause,
): Promise<Uint32Array> {
  let most = 0;
  for (const item of items) most = Math.max(most, item);
  const low = new Uint32Array(most + 1);
  const high = new Uint32Array(most + 1);
  const number = new Float64Array(1);
  const [lowWord, highWord] = [0, 1] as const;
  const words = new Uint32Array(number.buffer);
  const take = (item: number) => {
    const value = keyOf(item) ?? Number.NaN;
    // A zero has one sign, so that equal ones stay in their order.
    number[0] = Number.isNaN(value) ? Number.POSITIVE_INFINITY : (descending ? -value : value) + 0;
    // IEEE 754: positive numbers order as their bits do, negative ones the other way round and below.
    const sign = (words[highWord] as number) >>> 31;
    low[item] = sign ? ~(words[lowWord] as number) : (words[lowWord] as number);
    high[item] = sign ? ~(words[highWord] as number) : (words[highWord] as number) | 0x8000_0000;
  };
  await inStretches(items.length, pause, (from, to) => items.subarray(from, to).forEach(take));
  return radixSorted(await radixSorted(items, low, pause), high, pause);
}
