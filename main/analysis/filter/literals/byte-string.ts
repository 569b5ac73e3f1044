/**
 * Bytes as the filter language writes them: `08:00`, `08-00`, `8.0`, `0800.45ff`, `0800`, `0xff`; null where the text is none.
 * Pairs of digits may be left without separators, a last digit may stand alone, and `.` and `-` allow single digits.
 */
export function readBytes(text: string): Uint8Array | null {
  if (/^0x[0-9a-fA-F]{2}$/.test(text)) return Uint8Array.of(Number(text));
  if (text.includes(':')) return /^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})*$/.test(text) ? fromGroups(text.split(':')) : null;
  if (!/^[0-9a-fA-F]+([.-][0-9a-fA-F]+)*$/.test(text)) return null;
  const groups = text.split(/[.-]/);
  const isUneven = groups.length > 1 && groups.some((group) => group.length > 2 && group.length % 2 === 1);
  return isUneven ? null : fromGroups(groups);
}

function fromGroups(groups: readonly string[]): Uint8Array {
  const octets: number[] = [];
  for (const group of groups)
    for (let at = 0; at < group.length; at += 2) octets.push(Number.parseInt(group.slice(at, at + 2), 16));
  return Uint8Array.from(octets);
}

/** Bytes of UTF-8 as text. */
export const textOfBytes = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The bytes of a text of one character a byte. */
export function bytesOfText(text: string): Uint8Array {
  const octets = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    octets[i] = text.charCodeAt(i);
  }
  return octets;
}

const stride = 8192;

/** One character a byte: what regular expressions run over. */
export function latin1Text(bytes: Uint8Array): string {
  if (bytes.length <= stride) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  let text = '';
  for (let at = 0; at < bytes.length; at += stride)
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + stride) as unknown as number[]);
  return text;
}

/** A text as the regular expressions see it: a byte a character. */
export function latin1OfText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  return /^[\u0000-\u007f]*$/.test(text) ? text : latin1Text(new TextEncoder().encode(text));
}
