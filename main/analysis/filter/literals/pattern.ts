import { RE2JS, RE2JSException } from 're2js';

/** Longest pattern; the automaton grows with it. */
const longest = 20_000;

export interface Pattern {
  test(text: string): boolean;
  /** The first match that begins at or after `from`: where it begins, and where it ends. */
  find(text: string, from: number): readonly [start: number, end: number] | null;
}

/** Why a pattern is refused, in words. */
export class PatternError extends Error {}

/**
 * A Perl-compatible regular expression, one character a byte, in any case unless it says `(?-i)` or `caseSensitive` is given, over a
 * text of one byte a character. Matching takes time in proportion to the text, whatever the pattern; what cannot be matched so
 * (backreferences, look-ahead) is refused.
 */
export function compilePattern(written: string, caseSensitive = false): Pattern {
  if (written.length > longest) throw new PatternError(`the pattern is longer than ${longest} characters`);
  const pattern = translated(written);
  try {
    const compiled = RE2JS.compile(
      pattern,
      (caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE) | (/\(\?<[=!]/.test(pattern) ? RE2JS.LOOKBEHINDS : 0),
    );
    return {
      test: (text) => compiled.test(text),
      find: (text, from) => {
        const matcher = compiled.matcher(text);
        return matcher.find(from) ? [matcher.start(), matcher.end()] : null;
      },
    };
  } catch (error) {
    if (error instanceof RE2JSException || error instanceof Error)
      throw new PatternError(reason(written, error.message));
    throw error;
  }
}

/** What Perl writes differently: `$` lets a last line feed stand behind it, `\h` is a space or tab, `\R` a line's end. */
function translated(pattern: string): string {
  let text = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] as string;
    if (character === '\\') {
      const next = pattern[++at] ?? '';
      text += perlEscape(next, inClass);
    } else if (character === '$' && !inClass && !pattern.includes('(?m') && !pattern.includes('m)'))
      text += '(?:\\n?\\z)';
    else text += character;
    if (character === '[' && !inClass) inClass = true;
    else if (character === ']' && pattern[at - 1] !== '[') inClass = false;
  }
  return text;
}

function perlEscape(letter: string, inClass: boolean): string {
  switch (letter) {
    case 'h':
      return inClass ? ' \\t' : '[ \\t]';
    case 'R':
      return inClass ? '\\R' : '(?:\\r\\n|[\\n\\v\\f\\r])';
    case 'Z':
      return '(?:\\n?\\z)';
    case 'e':
      return '\\x1b';
    // Perl's \s has the vertical tab.
    case 's':
      return inClass ? '\\s\\v' : '[\\s\\v]';
    default:
      return `\\${letter}`;
  }
}

function reason(written: string, message: string): string {
  if (/\(\?[=!]/.test(written)) return 'look-ahead cannot be matched in bounded time and is not supported';
  if (/\\[1-9kg]/.test(written)) return 'backreferences cannot be matched in bounded time and are not supported';
  return `the pattern is no regular expression: ${message.replace(/^error parsing regexp: /, '')}`;
}
