import type { Field } from '../../fields/field';
import { FilterError } from '../filter-error';
import { readIpv4, readIpv6 } from '../literals/addresses';
import { bytesOfText, readBytes, textOfBytes } from '../literals/byte-string';
import { readFloat, readInteger } from '../literals/numbers';
import { readDuration, readTime } from '../literals/times';
import type { Operand, Place } from '../syntax/expression';
import type { Value } from './typed-test';
import { integerBounds, kindName, type ValueKind } from './value-kind';

/** What a literal is compared with. */
export interface Against {
  readonly kind: ValueKind;
  /** Gives the names and bounds of its values; null where it is no field's own value. */
  readonly field: Field | null;
  /** Any number of bytes will do, as on the right of `contains`. */
  readonly anyLength: boolean;
}

type Literal = Extract<Operand, { kind: 'word' | 'string' | 'character' }>;

/** The value that a literal has beside what it is compared with. @throws FilterError where it can have none */
export function literalValue(literal: Literal, against: Against): Value {
  switch (against.kind) {
    case 'integer':
      return integerValue(literal, against);
    case 'boolean':
      return booleanValue(literal, against);
    case 'string':
      return literal.kind === 'character' ? String.fromCharCode(literal.code) : plainText(literal);
    case 'bytes':
    case 'protocol':
      return bytesValue(literal, against);
    case 'label':
      throw mismatch(literal, against);
    default:
      return unquotedValue(literal, against);
  }
}

function integerValue(literal: Literal, against: Against): Value {
  if (literal.kind === 'word' && literal.forced === 'bytes') throw mismatch(literal, against);
  const { field } = against;
  if (literal.kind === 'character') return literal.code;
  const number = literal.kind === 'word' ? readInteger(literal.text) : null;
  if (number !== null) return inBounds(number, literal, field);
  const named = valueNamed(field, plainText(literal));
  if (named !== null) return named;
  const hasNames = field?.values != null && Object.keys(field.values).length > 0;
  if (hasNames)
    throw refuse(literal, `${quoted(literal.text)} is neither a number nor the name of a value of ${field?.name}`);
  throw mismatch(literal, against);
}

function inBounds(number: bigint, place: Place, field: Field | null): Value {
  if (field) {
    const { most } = integerBounds(field.type);
    if (number > most) throw refuse(place, `${number} is too large for ${field.name}, which holds at most ${most}`);
  } else if (number >= 1n << 64n) throw refuse(place, `${number} does not fit 64 bits`);
  return number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : number;
}

/** The text as a field's value has it. */
const plainText = ({ kind, text }: Literal): string => (kind === 'string' ? textOfBytes(bytesOfText(text)) : text);

/** The number that has the name, in any case. */
function valueNamed(field: Field | null, name: string): number | null {
  if (field?.values == null) return null;
  const wanted = name.toLowerCase();
  for (const [value, each] of Object.entries(field.values)) if (each.toLowerCase() === wanted) return Number(value);
  return null;
}

const truths: Readonly<Record<string, number>> = { True: 1, TRUE: 1, False: 0, FALSE: 0 };

function booleanValue(literal: Literal, against: Against): Value {
  if (literal.kind === 'character') return literal.code === 0 ? 0 : 1;
  if (literal.kind === 'word') {
    const number = readInteger(literal.text);
    if (number !== null) return number === 0n ? 0 : 1;
    const truth = truths[literal.text];
    if (truth !== undefined) return truth;
  }
  const shown = literal.text.toLowerCase();
  if (shown === 'set') return 1;
  if (shown === 'not set') return 0;
  throw refuse(literal, `${subject(against)} is true or false: write 1, 0, True or False`);
}

function bytesValue(literal: Literal, against: Against): Value {
  if (literal.kind === 'character') return Uint8Array.of(literal.code);
  if (literal.kind === 'string') return bytesOfText(literal.text);
  const bytes = readBytes(literal.text);
  if (bytes) return bytes;
  throw refuse(
    literal,
    `${quoted(literal.text)} is no run of bytes, which ${subject(against)} is compared with: write 47:45:54 or "GET"`,
  );
}

/** Kinds that only an unquoted word, or for times a quoted one, can be. */
function unquotedValue(literal: Literal, against: Against): Value {
  if (literal.kind === 'character' && against.kind === 'float') return literal.code;
  if (literal.kind === 'character') throw mismatch(literal, against);
  const { text } = literal;
  if (literal.kind === 'word' && literal.forced === 'bytes' && against.kind !== 'ether')
    throw mismatch(literal, against);
  if (against.kind === 'time') {
    const time = readTime(text);
    if (time !== null) return time;
    throw refuse(
      literal,
      `${quoted(text)} is no date and time: write "2015-12-01 15:49:48.5", with UTC or +01:00 behind it where it is not local, or "Dec 1, 2015 15:49:48.5"`,
    );
  }
  if (literal.kind === 'string' && against.kind !== 'oid') throw mismatch(literal, against);
  const value = unquotedReaders[against.kind]?.(text, against) ?? null;
  if (value !== null) return value;
  throw refuse(
    literal,
    `${quoted(text)} is not ${kindName(against.kind)}, which ${subject(against)} is${examples[against.kind] ?? ''}`,
  );
}

const unquotedReaders: Partial<Record<ValueKind, (text: string, against: Against) => Value | null>> = {
  float: readFloat,
  duration: readDuration,
  oid: (text) => (/^\d+(\.\d+)*$/.test(text) ? text : null),
  guid: (text) =>
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? readBytes(text.replaceAll('-', '')) : null,
  ether: (text, { anyLength }) => sized(readBytes(text), 6, anyLength),
  eui64: (text, { anyLength }) => sized(readBytes(text), 8, anyLength),
  ipv4: (text) => {
    const found = readIpv4(text);
    return found === null ? null : found.prefix === 32 ? found.address : found;
  },
  ipv6: (text) => {
    const found = readIpv6(text);
    return found === null ? null : found.prefix === 128 ? found.address : found;
  },
};

const examples: Partial<Record<ValueKind, string>> = {
  ipv4: ': write 192.168.1.1 or 192.168.0.0/16',
  ipv6: ': write 2001:db8::1 or 2001:db8::/32',
  ether: ': write 00:00:5e:00:53:01',
  duration: ': write 1.5',
};

const sized = (bytes: Uint8Array | null, length: number, anyLength: boolean): Uint8Array | null =>
  bytes !== null && (anyLength || bytes.length === length) ? bytes : null;

const subject = ({ field, kind }: Against): string => field?.name ?? `the left side (${kindName(kind)})`;

const refuse = (place: Place, message: string): FilterError => new FilterError(message, place.start, place.end);

function mismatch(literal: Literal, against: Against): FilterError {
  const { field, kind } = against;
  const what = kindName(kind, field?.type);
  const given = literal.kind === 'string' ? `the text ${quoted(literal.text)}` : quoted(literal.text);
  return refuse(literal, `${subject(against)} is ${what}, and ${given} is not`);
}

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
