import type { NetworkValue, Value } from '../typing/typed-test';

/** Orders two values of one kind: below 0, 0, above 0; NaN where they have no order. A network on the right is compared by its leading bits alone. */
export function compareValues(left: Value, right: Value): number {
  if (left instanceof Uint8Array) {
    return right instanceof Uint8Array ? compareBytes(left, right) : compareInNetwork6(left, right as NetworkValue);
  }
  if (typeof right === 'object') return compareInNetwork4(left as number, right as NetworkValue);
  // biome-ignore lint/suspicious/noDoubleEquals: 1 and 1n alike
  return left < (right as typeof left) ? -1 : left > (right as typeof left) ? 1 : left == right ? 0 : Number.NaN;
}

/** As tshark has it, the shorter run of bytes is the lesser one, whatever stands in it. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  if (left.length !== right.length) return left.length - right.length;
  for (let i = 0; i < left.length; i++) {
    const difference = (left[i] as number) - (right[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareInNetwork4(left: number, { address, prefix }: NetworkValue): number {
  const size = 2 ** (32 - prefix);
  return Math.floor(left / size) - Math.floor((address as number) / size);
}

function compareInNetwork6(left: Uint8Array, { address, prefix }: NetworkValue): number {
  const right = address as Uint8Array;
  for (let i = 0; i * 8 < prefix; i++) {
    const mask = 0xff & (0xff00 >> Math.min(8, prefix - i * 8));
    const difference = ((left[i] ?? 0) & mask) - ((right[i] as number) & mask);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Offset of `needle` in `bytes`; -1 where it is not. */
export function findBytes(bytes: Uint8Array, needle: Uint8Array, from = 0, end = bytes.length): number {
  const last = end - needle.length;
  if (needle.length === 0) return -1;
  const first = needle[0] as number;
  for (let at = bytes.indexOf(first, from); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    let length = 1;
    while (length < needle.length && bytes[at + length] === needle[length]) length++;
    if (length === needle.length) return at;
  }
  return -1;
}

/** The four bytes of an IPv4 address, or a value's own. */
export function bytesOfValue(value: Value): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return new TextEncoder().encode(value);
  const number = value as number;
  return Uint8Array.of(number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255);
}
