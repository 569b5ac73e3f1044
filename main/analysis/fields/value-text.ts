import { ethernetText, ipv4Text, ipv6Text } from '../network/address-text';
import type { Field, FieldValue } from './field';
import { literalText } from './literal-text';

const widths: Readonly<Record<string, number>> = {
  uint8: 2,
  uint16: 4,
  uint24: 6,
  uint32: 8,
  uint40: 10,
  uint48: 12,
  uint56: 14,
  uint64: 16,
  boolean: 1,
};

/** A field's value as `tshark -T fields` prints it: no unit, no name of the value, hexadecimal where the field's base is. */
export function valueText(field: Field, value: FieldValue): string {
  switch (field.type) {
    case 'none':
      return '1';
    case 'protocol':
      return field.name;
    case 'boolean':
      return value ? '1' : '0';
    case 'ipv4':
      return ipv4Text(value as number);
    case 'ipv6':
      return ipv6Text(value as Uint8Array);
    case 'ether':
      return ethernetText(value as Uint8Array);
    case 'eui64':
      return hexText(value as Uint8Array, ':');
    case 'guid':
      return guidText(value as Uint8Array);
    case 'bytes':
      return (value as Uint8Array).length > 0 ? hexText(value as Uint8Array) : field.empty;
    case 'absolute-time':
      return field.name.endsWith('_epoch') ? secondsText(value as bigint) : dateText(value as bigint);
    case 'relative-time':
      return secondsText(value as bigint);
    case 'float':
    case 'double':
      return String(value);
    case 'string':
    case 'oid':
      return literalText(value as string);
    default:
      return numberText(field, value as number | bigint);
  }
}

function numberText(field: Field, value: number | bigint): string {
  switch (field.base) {
    case 'hex':
    case 'hex-dec':
      return `0x${value.toString(16).padStart(hexDigits(field), '0')}`;
    case 'oct':
      return value.toString(8);
    default:
      return value.toString();
  }
}

/** Digits of the field's whole width. */
const hexDigits = (field: Field): number => widths[field.type] ?? 8;

const twoDigits: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

function hexText(bytes: Uint8Array, separator = ''): string {
  let text = '';
  for (let at = 0; at < bytes.length; at++) text += (at > 0 ? separator : '') + twoDigits[bytes[at] as number];
  return text;
}

function guidText(bytes: Uint8Array): string {
  const hex = hexText(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Nanoseconds as seconds with nine digits. */
export function secondsText(nanoseconds: bigint): string {
  const magnitude = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = (magnitude % 1_000_000_000n).toString().padStart(9, '0');
  return `${nanoseconds < 0n ? '-' : ''}${magnitude / 1_000_000_000n}.${fraction}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Nanoseconds since the epoch as `Dec  1, 2015 15:49:48.000000000 UTC`. */
export function dateText(nanoseconds: bigint): string {
  const seconds = nanoseconds >= 0n ? nanoseconds / 1_000_000_000n : (nanoseconds - 999_999_999n) / 1_000_000_000n;
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return secondsText(nanoseconds);
  const fraction = (nanoseconds - seconds * 1_000_000_000n).toString().padStart(9, '0');
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const clock = date.toISOString().slice(-13, -5);
  return `${months[date.getUTCMonth()]} ${day}, ${date.getUTCFullYear()} ${clock}.${fraction} UTC`;
}
