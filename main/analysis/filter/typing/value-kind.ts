import type { Field, FieldType } from '../../fields/field';

/** What a field's values are to the filter language; fields of one kind can be compared with one another. */
export type ValueKind =
  | 'label'
  | 'boolean'
  | 'integer'
  | 'float'
  | 'string'
  | 'bytes'
  | 'protocol'
  | 'ether'
  | 'eui64'
  | 'guid'
  | 'oid'
  | 'ipv4'
  | 'ipv6'
  | 'time'
  | 'duration';

const kinds: Partial<Record<FieldType, ValueKind>> = {
  none: 'label',
  protocol: 'protocol',
  boolean: 'boolean',
  float: 'float',
  double: 'float',
  string: 'string',
  bytes: 'bytes',
  ether: 'ether',
  eui64: 'eui64',
  guid: 'guid',
  oid: 'oid',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
  'absolute-time': 'time',
  'relative-time': 'duration',
};

/** Times since the epoch (`frame.time_epoch`) are seconds, not dates, in the filter language. */
export function kindOf(field: Field): ValueKind {
  if (field.type === 'absolute-time' && field.name.endsWith('_epoch')) return 'duration';
  return kinds[field.type] ?? 'integer';
}

const sizes: Readonly<Record<string, readonly [bits: number, signed: boolean]>> = {
  uint8: [8, false],
  uint16: [16, false],
  uint24: [24, false],
  uint32: [32, false],
  uint40: [40, false],
  uint48: [48, false],
  uint56: [56, false],
  uint64: [64, false],
  framenum: [32, false],
  int8: [8, true],
  int16: [16, true],
  int24: [24, true],
  int32: [32, true],
  int64: [64, true],
};

/** Smallest and largest number that a field of the type holds. */
export function integerBounds(type: FieldType): { least: bigint; most: bigint } {
  const [bits, signed] = sizes[type] ?? [64, false];
  const size = 1n << BigInt(bits);
  return signed ? { least: -size / 2n, most: size / 2n - 1n } : { least: 0n, most: size - 1n };
}

/** What the user is told that a field is: `a whole number of 16 bits`. */
export function kindName(kind: ValueKind, type?: FieldType): string {
  switch (kind) {
    case 'label':
      return 'a label without a value';
    case 'boolean':
      return 'true or false';
    case 'integer': {
      const size = type ? sizes[type] : undefined;
      return size ? `a ${size[1] ? 'signed ' : ''}whole number of ${size[0]} bits` : 'a whole number';
    }
    case 'float':
      return 'a number';
    case 'string':
      return 'a text';
    case 'bytes':
      return 'a run of bytes';
    case 'protocol':
      return 'a protocol';
    case 'ether':
      return 'an Ethernet address';
    case 'eui64':
      return 'an EUI-64 address';
    case 'guid':
      return 'a GUID';
    case 'oid':
      return 'an object identifier';
    case 'ipv4':
      return 'an IPv4 address';
    case 'ipv6':
      return 'an IPv6 address';
    case 'time':
      return 'a date and time';
    case 'duration':
      return 'a time in seconds';
  }
}

/** Kinds that a slice can be taken of. */
export const sliceable: ReadonlySet<ValueKind> = new Set([
  'string',
  'bytes',
  'protocol',
  'ether',
  'eui64',
  'guid',
  'oid',
  'ipv4',
  'ipv6',
]);
