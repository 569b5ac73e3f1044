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
  const text = valueText(field, value);
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
  for (let bit = width - 1; bit >= 0; bit--) {
    const covered = Math.floor(mask / 2 ** bit) % 2 === 1;
    picture += covered ? (Math.floor(bits / 2 ** bit) % 2).toString() : '.';
    if (bit % 4 === 0 && bit > 0) picture += ' ';
  }
  return picture;
}
