/**
 * Text of a capture made safe to read. Control characters, direction marks and invisible characters would change how the
 * rest of a line looks, so each is replaced by a visible stand-in and the order of what was captured stays as it was.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters that are replaced
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|\u17b4|\u17b5|[\u180b-\u180f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udc7f]|\ud834[\udd73-\udd7a]/g;

const NAMED: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r' };

function standIn(found: string): string {
  const code = found.codePointAt(0) ?? 0;
  if (code < 0xa0) return NAMED[code] ?? `\\x${code.toString(16).padStart(2, '0')}`;
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `\\u{${code.toString(16)}}`;
}

/** @returns the text with every character that is not seen, or that moves others, replaced by one that is seen. */
export function visibleText(text: string): string {
  return text.replace(UNSAFE, standIn);
}
