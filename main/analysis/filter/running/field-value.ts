import type { FieldValue } from '../../fields/field';
import type { Value } from '../typing/typed-test';

/** A field's value as filters hold it; null for one that has none. */
export function fieldValue(value: FieldValue): Value | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value;
}
