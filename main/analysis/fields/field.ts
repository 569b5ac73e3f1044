/** How a field's value is held and shown. Names follow the display-filter reference (FT_UINT8 is 'uint8' and so on). */
export type FieldType =
  | 'none'
  | 'protocol'
  | 'boolean'
  | 'uint8'
  | 'uint16'
  | 'uint24'
  | 'uint32'
  | 'uint40'
  | 'uint48'
  | 'uint56'
  | 'uint64'
  | 'int8'
  | 'int16'
  | 'int24'
  | 'int32'
  | 'int64'
  | 'float'
  | 'double'
  | 'framenum'
  | 'string'
  | 'bytes'
  | 'ether'
  | 'eui64'
  | 'ipv4'
  | 'ipv6'
  | 'guid'
  | 'oid'
  | 'absolute-time'
  | 'relative-time';

/** How a number is written: decimal, hexadecimal, or one with the other in parentheses. `fields` prints the first of the two. */
export type NumberBase = 'dec' | 'hex' | 'oct' | 'dec-hex' | 'hex-dec';

/**
 * What a field holds.
 * - numbers up to 32 bits (and uint40..uint56), framenum, float, double: `number`
 * - uint64, int64, absolute-time and relative-time (nanoseconds): `bigint`
 * - boolean: `boolean`; ipv4: `number` (unsigned 32 bit); string, oid: `string`
 * - bytes, ether, eui64, ipv6, guid: `Uint8Array`
 * - none, protocol: `null`
 */
export type FieldValue = number | bigint | boolean | string | Uint8Array | null;

/** Number to name, for values that have names. */
export type Enumeration = Readonly<Record<number, string>>;

/** One field that a dissector can yield, declared once in that dissector's file. */
export interface Field {
  /** Display-filter name: `tcp.flags.reset`. */
  readonly name: string;
  /** What the field tree shows before the value: `Reset`. */
  readonly label: string;
  readonly type: FieldType;
  /** One line of help for completion and the help page. */
  readonly help: string;
  readonly base: NumberBase;
  readonly values: Enumeration | null;
  /** Unit that follows a number in the tree: `bytes`, `seconds`. */
  readonly unit: string;
  /** The bits of the number that the field covers, for `0... .... = ` pictures; 0 where it covers all. */
  readonly mask: number;
  /** Derived from elsewhere than the bytes it points at: shown in square brackets. */
  readonly generated: boolean;
  /** What `fields` prints for bytes of which there are none, and for the epoch where it means that no time was set. */
  readonly empty: string;
  /** Not shown in the tree, but there for filters (`ip.addr`, `tcp.port`). */
  readonly hidden: boolean;
}

export interface FieldOptions {
  readonly base?: NumberBase;
  readonly values?: Enumeration;
  readonly unit?: string;
  readonly mask?: number;
  readonly generated?: boolean;
  readonly empty?: string;
  readonly hidden?: boolean;
}

/** Declares a field: `field('ip.ttl', 'uint8', 'Time to Live', 'Routers left before the packet is dropped')`. */
export function field(name: string, type: FieldType, label: string, help = '', options: FieldOptions = {}): Field {
  return {
    name,
    type,
    label,
    help,
    base: options.base ?? 'dec',
    values: options.values ?? null,
    unit: options.unit ?? '',
    mask: options.mask ?? 0,
    generated: options.generated ?? false,
    empty: options.empty ?? (type === 'absolute-time' ? '' : '<MISSING>'),
    hidden: options.hidden ?? false,
  };
}
