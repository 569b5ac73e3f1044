/**
 * Shapes that the arguments of a call must have. A window is not trusted to keep to the contract's types: whatever runs in it
 * can send any value that survives cloning.
 */
export type Shape = (value: unknown) => boolean;

export const text =
  (longest: number): Shape =>
  (value) =>
    typeof value === 'string' && value.length <= longest && !value.includes('\0');

/** A whole number from `least` to `most`. */
export const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER): Shape =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

export const flag: Shape = (value) => typeof value === 'boolean';

export const finite: Shape = (value) => typeof value === 'number' && Number.isFinite(value);

export const oneOf =
  (...allowed: readonly unknown[]): Shape =>
  (value) =>
    allowed.includes(value);

export const nullable =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);

export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value) =>
    shapes.some((shape) => shape(value));

export const list =
  (shape: Shape, longest: number): Shape =>
  (value) => {
    if (!Array.isArray(value) || value.length > longest) return false;
    // Not every(): that passes over the holes of a sparse list.
    for (const item of value) if (!shape(item)) return false;
    return true;
  };

/** Exactly these keys. */
export const record =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isPlain(value) &&
    Object.keys(value).every((key) => Object.hasOwn(shapes, key)) &&
    Object.entries(shapes).every(([key, shape]) => shape(value[key]));

/** Any of these keys, and no other. */
export const partial =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isPlain(value) && Object.entries(value).every(([key, given]) => Object.hasOwn(shapes, key) && shapes[key](given));

/** Any key, each with a value of this shape. */
export const dictionary =
  (shape: Shape, most: number): Shape =>
  (value) =>
    isPlain(value) &&
    Object.keys(value).length <= most &&
    Object.entries(value).every(([key, given]) => key !== '__proto__' && key.length <= 200 && shape(given));

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  // Objects that came from another realm (a test's, a vm's) have that realm's Object.prototype, whose own prototype is null.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
