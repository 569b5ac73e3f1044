import { FilterError } from '../filter-error';
import type { Operand } from '../syntax/expression';
import type { FunctionName, Operation } from './typed-test';
import type { ValueKind } from './value-kind';

/** What a function takes, and what it gives. */
interface FunctionRule {
  /** How many arguments, at most; several where it takes any number. */
  readonly most: number;
  readonly takes: (type: ValueKind, isField: boolean) => boolean;
  /** The sort of argument in words. */
  readonly wants: string;
  readonly gives: (type: ValueKind) => ValueKind;
}

const countable: ReadonlySet<ValueKind> = new Set(['integer', 'float', 'duration']);
const printable: ReadonlySet<ValueKind> = new Set([
  'integer',
  'ether',
  'eui64',
  'guid',
  'oid',
  'ipv4',
  'ipv6',
  'float',
]);
const unordered: ReadonlySet<ValueKind> = new Set(['label', 'protocol']);
const text = (): ValueKind => 'string';
const number = (): ValueKind => 'integer';
const same = (type: ValueKind): ValueKind => type;

export const functions: Readonly<Record<FunctionName, FunctionRule>> = {
  upper: { most: 1, takes: (type, isField) => isField && type === 'string', wants: 'a text field', gives: text },
  lower: { most: 1, takes: (type, isField) => isField && type === 'string', wants: 'a text field', gives: text },
  len: { most: 1, takes: (_, isField) => isField, wants: 'a field', gives: number },
  count: { most: 1, takes: (_, isField) => isField, wants: 'a field', gives: number },
  string: {
    most: 1,
    takes: (type, isField) => isField && printable.has(type),
    wants: 'a number or address field',
    gives: text,
  },
  max: {
    most: Number.POSITIVE_INFINITY,
    takes: (type) => !unordered.has(type),
    wants: 'values that have an order',
    gives: same,
  },
  min: {
    most: Number.POSITIVE_INFINITY,
    takes: (type) => !unordered.has(type),
    wants: 'values that have an order',
    gives: same,
  },
  abs: { most: 1, takes: (type) => countable.has(type), wants: 'a number', gives: same },
};

type Call = Extract<Operand, { kind: 'call' }>;

/** The rule of the function that is called. @throws FilterError where there is none, or not as many arguments */
export function functionNamed({ name, nameEnd, args, start, end }: Call): FunctionName {
  if (!Object.hasOwn(functions, name))
    throw new FilterError(
      `there is no function ${name}; there are ${Object.keys(functions).join(', ')}`,
      start,
      nameEnd,
    );
  const { most } = functions[name as FunctionName];
  if (args.length === 0) throw new FilterError(`${name}() needs an argument`, start, end);
  if (args.length > most)
    throw new FilterError(`${name}() takes ${most} argument, and ${args.length} are given`, start, end);
  return name as FunctionName;
}

/** @throws FilterError where the function does not take what it is given */
export function checkArgument(name: FunctionName, argument: Operation, place: Operand): void {
  const { takes, wants } = functions[name];
  if (!takes(argument.type, argument.kind === 'field'))
    throw new FilterError(`${name}() takes ${wants}`, place.start, place.end);
}
