const pageShift: u32 = 16;
/**
 * Memory is asked for in stretches, the larger the more there is: each time, whoever looks into it from outside must look anew,
 * and the engine counts all of it as new. What is not touched takes up no room.
 */
const fewestPages: i32 = 16;
const shareShift: i32 = 2;

let top: usize = (__heap_base + 63) & ~63;
/** Memory that was given back, and is given out again first. */
let spare: usize = 0;
let spareEnd: usize = 0;

/** Zeroed memory that is kept, at a multiple of 8. Comes to an end (a trap) where there is no more. */
export function allocate(bytes: usize): usize {
  const size = (bytes + 7) & ~7;
  if (spareEnd - spare >= size) {
    const at = spare;
    spare += size;
    memory.fill(at, 0, size);
    return at;
  }
  const at = top;
  top += size;
  const end: usize = (<usize>memory.size()) << pageShift;
  if (top > end) {
    const missing = <i32>((top - end + 0xffff) >> pageShift);
    const wanted = max(missing, max(fewestPages, memory.size() >>> shareShift));
    if (memory.grow(wanted) < 0 && memory.grow(missing) < 0) unreachable();
  }
  return at;
}

/** Takes memory back; of two such stretches the larger is kept. */
export function release(at: usize, size: usize): void {
  if (size <= spareEnd - spare) return;
  spare = at;
  spareEnd = at + size;
}

/** Bytes given out so far. */
export function usedBytes(): u32 {
  return top - __heap_base;
}
