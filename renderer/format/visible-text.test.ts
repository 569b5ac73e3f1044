import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text';

describe('visibleText', () => {
  it('leaves what can be seen as it is', () => {
    expect(visibleText('GET /<b>"größe"</b> 日本 😀 שלום')).toBe('GET /<b>"größe"</b> 日本 😀 שלום');
  });

  it('shows control characters as escapes, as every font has them', () => {
    expect(visibleText('a\r\n\t\u0000\u001b[31m\u007f')).toBe('a\\r\\n\\t\\x00\\x1b[31m\\x7f');
  });

  it('shows C1 controls as escapes', () => {
    expect(visibleText('\u0085\u009b')).toBe('\\x85\\x9b');
  });

  it('shows direction marks, so that no name reads backwards', () => {
    expect(visibleText('exe\u202egpj.txt\u2066\u200f')).toBe('exe\\u{202e}gpj.txt\\u{2066}\\u{200f}');
  });

  it('shows zero-width characters and byte order marks', () => {
    expect(visibleText('pay\u200bpal\ufeff\u00ad')).toBe('pay\\u{200b}pal\\u{feff}\\u{ad}');
  });

  it('shows lone surrogates as replacement characters and keeps pairs', () => {
    expect(visibleText('\ud83d\ude00 \ud83d \ude00')).toBe('😀 \ufffd \ufffd');
  });

  it('shows tag characters', () => {
    expect(visibleText('\u{e0041}')).toBe('\\u{e0041}');
  });

  it('shows characters that have no glyph: joiners, fillers, controls of music', () => {
    expect(visibleText('a\u034fb\u3164c\u115f\uffa0\u{1d173}')).toBe(
      'a\\u{34f}b\\u{3164}c\\u{115f}\\u{ffa0}\\u{1d173}',
    );
  });
});
