/** Arrays whose numbers have one size. */
type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/**
 * The same numbers with room for more, zeros behind them.
 * @param least places that there are to be; there are twice as many as before at least
 */
export function grown<Column extends Numbers>(numbers: Column, least = 0): Column {
  const make = numbers.constructor as new (length: number) => Column;
  const larger = new make(Math.max(least, numbers.length * 2));
  larger.set(numbers);
  return larger;
}
