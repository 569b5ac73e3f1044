const digitBits = 11;
const digits = 1 << digitBits;

/** Items in the order of an unsigned 32-bit key, eleven bits at a time; equal ones stay in the order given. */
export function radixSorted(items: Uint32Array, keys: Uint32Array): Uint32Array {
  let from = items.slice();
  let to = new Uint32Array(items.length);
  for (let shift = 0; shift < 32; shift += digitBits) {
    const starts = new Uint32Array(digits + 1);
    for (const item of from) starts[(((keys[item] as number) >>> shift) & (digits - 1)) + 1]!++;
    if (starts.includes(items.length)) continue;
    for (let digit = 0; digit < digits; digit++) starts[digit + 1]! += starts[digit] as number;
    for (const item of from) to[starts[((keys[item] as number) >>> shift) & (digits - 1)]!++] = item;
    [from, to] = [to, from];
  }
  return from;
}

/**
 * Items in the order of any numbers, NaN at the end whichever way; equal ones stay in the order given.
 * @param values by item
 * @param pause lets other work in between: a million items take some tens of milliseconds a step
 */
export async function sortedByValue(
  items: Uint32Array,
  values: Float64Array,
  descending: boolean,
  pause: () => Promise<void>,
): Promise<Uint32Array> {
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  const number = new Float64Array(1);
  const [lowWord, highWord] = [0, 1] as const;
  const words = new Uint32Array(number.buffer);
  for (const item of items) {
    const value = values[item] as number;
    // A zero has one sign, so that equal ones stay in their order.
    number[0] = Number.isNaN(value) ? Number.POSITIVE_INFINITY : (descending ? -value : value) + 0;
    // IEEE 754: positive numbers order as their bits do, negative ones the other way round and below.
    const sign = (words[highWord] as number) >>> 31;
    low[item] = sign ? ~(words[lowWord] as number) : (words[lowWord] as number);
    high[item] = sign ? ~(words[highWord] as number) : (words[highWord] as number) | 0x8000_0000;
  }
  await pause();
  const byLow = radixSorted(items, low);
  await pause();
  return radixSorted(byLow, high);
}
