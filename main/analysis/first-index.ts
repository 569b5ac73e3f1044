/**
 * The first index below `count` at which something holds, found by halving; `count` where there is none.
 * @param holds where it is true, it must be for all indexes that follow
 */
export function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
