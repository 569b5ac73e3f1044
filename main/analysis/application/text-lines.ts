const lineFeed = 10;
const carriageReturn = 13;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Where a line's text ends, and where the next line begins. */
export interface Line {
  readonly start: number;
  /** Offset behind the text, before CR LF or LF. */
  readonly textEnd: number;
  /** Offset of the next line. */
  readonly next: number;
  /** Whether the line's end was found; false where the bytes stop first. */
  readonly isWhole: boolean;
}

/** Finds the line that begins at `start`. Bare LF ends a line too, as most receivers have it (RFC 9112 §2.2). */
export function lineAt(bytes: Uint8Array, start: number, end: number): Line {
  let at = start;
  while (at < end && bytes[at] !== lineFeed) at++;
  if (at >= end) return { start, textEnd: end, next: end, isWhole: false };
  const textEnd = at > start && bytes[at - 1] === carriageReturn ? at - 1 : at;
  return { start, textEnd, next: at + 1, isWhole: true };
}

/** Text in UTF-8; a byte that is none becomes U+FFFD. */
export const textAt = (bytes: Uint8Array, start: number, end: number): string =>
  decoder.decode(bytes.subarray(start, end));

/** Whether the bytes are the ASCII text `text`, letters compared exactly. */
export function startsWith(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (start + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Whether all bytes are printable ASCII or white space; looks at no more than `most` of them. */
export function isPlainText(bytes: Uint8Array, start: number, end: number, most = 64): boolean {
  const stop = Math.min(end, start + most);
  for (let at = start; at < stop; at++) {
    const byte = bytes[at] as number;
    if (byte > 126 || (byte < 32 && byte !== lineFeed && byte !== carriageReturn && byte !== 9)) return false;
  }
  return stop > start;
}

/** Offset of the first `byte` in the range, or -1. */
export function indexOfByte(bytes: Uint8Array, byte: number, start: number, end: number): number {
  for (let at = start; at < end; at++) if (bytes[at] === byte) return at;
  return -1;
}

/** Shortens text for one line of a list. */
export const shorten = (text: string, most = 160): string => (text.length > most ? `${text.slice(0, most)}…` : text);
