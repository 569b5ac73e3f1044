import type { FieldNode } from './field-node';
import { literalText } from './literal-text';
import { valueText } from './value-text';

const longest = 240;

/** A line of the field tree: `Time to Live: 64`, `.... .1.. = Reset: Set`, `[Time since first frame: 1.2 seconds]`. */
export function lineText(node: FieldNode): string {
  const { field } = node;
  const own = node.text === null ? labelled(node) : literalText(node.text());
  const noted = node.note === '' ? own : `${own} ${literalText(node.note)}`;
  return field.generated ? `[${noted}]` : noted;
}

function labelled(node: FieldNode): string {
  const { field, value } = node;
  if (field.type === 'protocol' || field.type === 'none') return field.label;
  const picture = field.mask === 0 ? '' : `${bitPicture(field.mask, value, node.length)} = `;
  return `${picture}${field.label}: ${worded(node)}`;
}

/** The value with its name and unit. */
function worded(node: FieldNode): string {
  const { field, value } = node;
  if (field.type === 'boolean') return value ? 'Set' : 'Not set';
  // A payload of many bytes is not written out to be cut.
  const isLong = field.type === 'bytes' && value instanceof Uint8Array && value.length > longest;
  const text = valueText(field, isLong ? value.subarray(0, longest) : value);
  const shortened = text.length > longest ? `${text.slice(0, longest)}…` : text;
  const name = typeof value === 'number' && field.values !== null ? field.values[value] : undefined;
  if (name !== undefined) return `${name} (${shortened})`;
  if (field.base === 'dec-hex' || field.base === 'hex-dec') return `${shortened} (${otherBase(node)})`;
  const secondsUnit = field.type === 'relative-time' ? ' seconds' : '';
  return `${shortened}${secondsUnit}${field.unit === '' ? '' : ` ${field.unit}`}`;
}

const otherBase = ({ field, value }: FieldNode): string =>
  field.base === 'dec-hex' ? `0x${Number(value).toString(16)}` : String(value);

/** `.... .1..`: which bits of how many bytes the value is, and what they are. */
function bitPicture(mask: number, value: FieldNode['value'], length: number): string {
  const width = Math.max(8, length * 8);
  const lowest = Math.log2(mask & -mask);
  const bits = typeof value === 'boolean' ? (value ? mask : 0) : Number(value ?? 0) * 2 ** lowest;
  let picture = '';
  for (let nibble = width / 4 - 1; nibble >= 0; nibble--) {
    const place = 2 ** (nibble * 4);
    picture += nibblePicture(Math.floor(mask / place) % 16, Math.floor(bits / place) % 16);
    if (nibble > 0) picture += ' ';
  }
  return picture;
}

function nibblePicture(mask: number, bits: number): string {
  if (mask === 0) return '....';
  let picture = '';
  for (let bit = 8; bit > 0; bit >>= 1) picture += (mask & bit) === 0 ? '.' : (bits & bit) === 0 ? '0' : '1';
  return picture;
}
