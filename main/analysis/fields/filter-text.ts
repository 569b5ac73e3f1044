import type { Field, FieldValue } from './field';
import { valueText } from './value-text';

/** The display filter that says that the field has this value; empty where it cannot be compared. */
export function filterText(field: Field, value: FieldValue): string {
  switch (field.type) {
    case 'none':
    case 'protocol':
      return field.name;
    case 'string':
      return `${field.name} == ${quoted(value as string)}`;
    case 'bytes':
      return (value as Uint8Array).length === 0 ? field.name : `${field.name} == ${colonHex(value as Uint8Array)}`;
    case 'absolute-time':
      // Of an _epoch field it is a number of seconds.
      return field.name.endsWith('_epoch')
        ? `${field.name} == ${valueText(field, value)}`
        : `${field.name} == "${valueText(field, value)}"`;
    default:
      return `${field.name} == ${valueText(field, value)}`;
  }
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/[^\u0020-\u007e]/gu, escaped)}"`;
}

function escaped(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (octet) => `\\x${octet.toString(16).padStart(2, '0')}`).join('');
}

function colonHex(bytes: Uint8Array): string {
  const text = Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join(':');
  // A single byte needs the colon to be told from a number or a name.
  return bytes.length === 1 ? `:${text}` : text;
}
