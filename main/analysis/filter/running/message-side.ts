import type { FieldUse } from '../typing/typed-test';

/** Fields that only one side of an HTTP exchange can have: a response begins with its version (RFC 9112 §4), a request does not. */
export type MessageSide = 'request' | 'response';

/** The side that all fields of a filter are of; null where they are of both or neither. */
export function messageSide(uses: readonly FieldUse[]): MessageSide | null {
  for (const side of ['request', 'response'] as const) {
    const names = new RegExp(`^http\\.${side}(\\.|$)`);
    if (uses.length > 0 && uses.every(({ field }) => names.test(field.name))) return side;
  }
  return null;
}

/** How many bytes of a message tell its side. */
export const sideBytes = 5;

/** Whether a message with this beginning can have fields of the side. */
export function isOfSide(bytes: Uint8Array, start: number, side: MessageSide): boolean {
  if (start + sideBytes > bytes.length) return true;
  for (let i = 0; i < sideBytes; i++) if (bytes[start + i] !== 'HTTP/'.charCodeAt(i)) return side === 'request';
  return side === 'response';
}
