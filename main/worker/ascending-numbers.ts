/** 0, 1, 2… in a loop: a callback for each of millions would hold up every query. */
export function ascendingNumbers(count: number): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(count);
  for (let number = 0; number < count; number++) numbers[number] = number;
  return numbers;
}
