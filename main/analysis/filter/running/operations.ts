import { ethernetText, ipv4Text, ipv6Text } from '../../network/address-text';
import type { ArithmeticOperator, Range } from '../syntax/expression';
import type { FunctionName, Operation, Value } from '../typing/typed-test';
import type { PacketValues } from './evaluate';
import { bytesOfValue, compareValues } from './values';

export type ReadValues = (packet: PacketValues) => readonly Value[];

/** Most values that a calculation over several values a side may give: beyond, the first ones stand for all. */
const mostValues = 4096;
const none: readonly Value[] = [];
const noBytes = new Uint8Array(0);

/** Makes a function that gives the operation's values in a packet; none where a field of it is missing. */
export function evaluateOperation(operation: Operation): ReadValues {
  switch (operation.kind) {
    case 'field': {
      const { use } = operation;
      return (packet) => packet[use] as readonly Value[];
    }
    case 'constant': {
      const { values } = operation;
      return () => values;
    }
    case 'slice': {
      const read = evaluateOperation(operation.of);
      const { ranges } = operation;
      return (packet) => mapped(read(packet), (value) => cut(bytesOfValue(value), ranges));
    }
    case 'bytes': {
      const read = evaluateOperation(operation.of);
      return (packet) => mapped(read(packet), bytesOfValue);
    }
    case 'negation': {
      const read = evaluateOperation(operation.of);
      return (packet) => mapped(read(packet), (value) => -(value as number));
    }
    case 'call':
      return evaluateCall(operation.name, operation.args);
    case 'arithmetic': {
      const [first, ...rest] = operation.operands.map(evaluateOperation) as [ReadValues, ...ReadValues[]];
      const { operators } = operation;
      return (packet) => {
        let values = first(packet);
        for (let i = 0; i < rest.length; i++)
          values = combined(values, (rest[i] as ReadValues)(packet), operators[i] as ArithmeticOperator);
        return values;
      };
    }
  }
}

function mapped(values: readonly Value[], map: (value: Value) => Value | null): readonly Value[] {
  if (values.length === 0) return none;
  const made: Value[] = [];
  for (const value of values) {
    const each = map(value);
    if (each !== null) made.push(each);
  }
  return made;
}

/** The stretches one after the other; a stretch that is not all there is left out, and where none is no byte is left. */
function cut(bytes: Uint8Array, ranges: readonly Range[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { first, length, last } of ranges) {
    const start = first < 0 ? bytes.length + first : first;
    const end =
      last !== null ? (last < 0 ? bytes.length + last : last) + 1 : length !== null ? start + length : bytes.length;
    if (start >= 0 && end <= bytes.length && end > start) parts.push(bytes.subarray(start, end));
  }
  if (parts.length <= 1) return parts[0] ?? noBytes;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function combined(lefts: readonly Value[], rights: readonly Value[], operator: ArithmeticOperator): readonly Value[] {
  const made: Value[] = [];
  for (const left of lefts) {
    for (const right of rights) {
      const value = operator === '&' ? conjunction(left, right) : reckon(left, right, operator);
      if (value !== null && made.push(value) >= mostValues) return made;
    }
  }
  return made;
}

function conjunction(left: Value, right: Value): Value | null {
  if (left instanceof Uint8Array || right instanceof Uint8Array) {
    const [one, other] = [bytesOfValue(left), bytesOfValue(right)];
    const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
    return shorter.map((octet, i) => octet & (longer[i] as number));
  }
  const both = BigInt(left as number) & BigInt(right as number);
  return plain(both);
}

/** Null where the divisor is zero. */
function reckon(left: Value, right: Value, operator: ArithmeticOperator): Value | null {
  if (typeof left === 'bigint' || typeof right === 'bigint') {
    const [one, other] = [BigInt(left as bigint), BigInt(right as bigint)];
    if (other === 0n && (operator === '/' || operator === '%')) return null;
    return plain(calculate(one, other, operator));
  }
  const [one, other] = [left as number, right as number];
  if (other === 0 && (operator === '/' || operator === '%')) return null;
  const areWhole = Number.isInteger(one) && Number.isInteger(other);
  const value = calculate(one, other, operator);
  if (!areWhole) return value;
  // A product beyond 2^53 would lose its last digits.
  return Number.isSafeInteger(Math.trunc(value)) ? Math.trunc(value) : reckon(BigInt(one), BigInt(other), operator);
}

function calculate<N extends number | bigint>(one: N, other: N, operator: ArithmeticOperator): N {
  const [left, right] = [one as number, other as number];
  switch (operator) {
    case '+':
      return (left + right) as N;
    case '-':
      return (left - right) as N;
    case '*':
      return (left * right) as N;
    case '/':
      return (left / right) as N;
    default:
      return (left % right) as N;
  }
}

const plain = (value: bigint): Value =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(value) : value;

function evaluateCall(name: FunctionName, args: readonly Operation[]): ReadValues {
  const reads = args.map(evaluateOperation);
  const [read] = reads as [ReadValues];
  const [{ type }] = args as [Operation];
  switch (name) {
    case 'upper':
      return (packet) =>
        mapped(read(packet), (value) => (value as string).replace(/[a-z]+/g, (part) => part.toUpperCase()));
    case 'lower':
      return (packet) =>
        mapped(read(packet), (value) => (value as string).replace(/[A-Z]+/g, (part) => part.toLowerCase()));
    case 'string':
      return (packet) => mapped(read(packet), (value) => textOf(value, type));
    case 'len':
      return (packet) => mapped(read(packet), (value) => lengthOf(value, args[0] as Operation));
    case 'count':
      return (packet) => {
        const { length } = read(packet);
        return length === 0 ? none : [length];
      };
    case 'abs':
      return (packet) => mapped(read(packet), (value) => ((value as number) < 0 ? -(value as number) : value));
    default: {
      const sign = name === 'max' ? 1 : -1;
      return (packet) =>
        extreme(
          reads.flatMap((each) => each(packet)),
          sign,
        );
    }
  }
}

function extreme(values: readonly Value[], sign: number): readonly Value[] {
  if (values.length === 0) return none;
  return [values.reduce((best, value) => (compareValues(value, best) * sign > 0 ? value : best))];
}

function textOf(value: Value, type: Operation['type']): string {
  switch (type) {
    case 'ipv4':
      return ipv4Text(value as number);
    case 'ipv6':
      return ipv6Text(value as Uint8Array);
    case 'ether':
      return ethernetText(value as Uint8Array);
    default:
      return value instanceof Uint8Array
        ? Array.from(value, (octet) => octet.toString(16).padStart(2, '0')).join(':')
        : String(value);
  }
}

const widths: Readonly<Record<string, number>> = {
  boolean: 8,
  float: 4,
  double: 8,
  'absolute-time': 16,
  'relative-time': 16,
  framenum: 4,
};

/** Bytes of the value: of a number as many as its type is wide. */
function lengthOf(value: Value, operation: Operation): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'string') return bytesOfValue(value).length;
  const type = operation.kind === 'field' ? operation.field.type : 'ipv4';
  const bits = /\d+$/.exec(type);
  return widths[type] ?? (type === 'ipv4' || bits === null ? 4 : Math.ceil(Number(bits[0]) / 8));
}
