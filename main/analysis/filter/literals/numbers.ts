/** A whole number in decimal, `0x`, `0b`, or octal with a leading 0; null where the text is none. */
export function readInteger(text: string): bigint | null {
  if (/^0[xX][0-9a-fA-F]+$/.test(text) || /^0[bB][01]+$/.test(text)) return BigInt(text.toLowerCase());
  if (/^0[0-7]+$/.test(text)) return BigInt(`0o${text.slice(1)}`);
  return /^(0|[1-9]\d*)$/.test(text) && text.length <= 400 ? BigInt(text) : null;
}

/** A number with or without a fraction; null where the text is none. */
export function readFloat(text: string): number | null {
  if (/^\d+(\.\d*)?([eE][+-]?\d+)?$/.test(text)) return Number(text);
  const whole = readInteger(text);
  return whole === null ? null : Number(whole);
}
