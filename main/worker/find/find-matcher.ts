import type { FindQuery } from '../../../preload/contract/find';
import { FilterError } from '../../analysis/filter/filter-error';
import { latin1OfText } from '../../analysis/filter/literals/byte-string';
import { compilePattern, type Pattern, PatternError } from '../../analysis/filter/literals/pattern';
import { ByteNeedle } from '../../analysis/find/byte-needle';
import { encodings, readHex } from '../../analysis/find/written-bytes';
import type { Annotations } from '../annotations';
import type { CaptureAnalysis } from '../capture-analysis';
import type { FilterShelf } from '../filter-shelf';
import { bytePatternMatcher, needleMatcher } from './byte-matchers';
import type { PacketMatcher } from './packet-matcher';
import { fieldMatcher, infoMatcher, type TextTest } from './text-matchers';

/** Longest text that is looked for as it stands. */
const longest = 10_000;

/** What a search works on. */
export interface Findable {
  readonly analysis: CaptureAnalysis;
  readonly annotations: Annotations;
  readonly filters: FilterShelf;
}

/**
 * Tells which packets match a query.
 * @param selected number of the packet whose values `${field}` stands for; 0 for none
 * @throws FilterError saying what is wrong, and what would be right
 */
export function findMatcher(
  query: FindQuery,
  { analysis, annotations, filters }: Findable,
  selected: number,
): PacketMatcher {
  const { kind, text, place, caseSensitive, width } = query;
  if (kind === 'filter') return filters.matcher(text, selected > 0 ? selected : undefined);
  if (text === '') throw new FilterError('write what is to be found', 0, 0);
  if (kind === 'hex') return needleMatcher(analysis, [new ByteNeedle(readHex(text), true)]);
  if (text.length > longest && kind === 'text')
    throw new FilterError(`the text is longer than ${longest} characters`, longest, text.length);
  if (place === 'bytes')
    return kind === 'text'
      ? needleMatcher(
          analysis,
          encodings(text, width).map((bytes) => new ByteNeedle(bytes, caseSensitive)),
        )
      : bytePatternMatcher(analysis, patternOf(text, caseSensitive));
  const passes = kind === 'text' ? textTest(text, caseSensitive) : patternTest(patternOf(text, caseSensitive));
  return place === 'info' ? infoMatcher(analysis, annotations, passes) : fieldMatcher(analysis, passes);
}

function textTest(text: string, caseSensitive: boolean): TextTest {
  if (caseSensitive) return (shown) => shown.includes(text);
  const wanted = text.toLowerCase();
  return (shown) => shown.toLowerCase().includes(wanted);
}

const patternTest =
  (pattern: Pattern): TextTest =>
  (shown) =>
    pattern.test(latin1OfText(shown));

function patternOf(text: string, caseSensitive: boolean): Pattern {
  try {
    return compilePattern(latin1OfText(text), caseSensitive);
  } catch (error) {
    if (error instanceof PatternError) throw new FilterError(error.message, 0, text.length);
    throw error;
  }
}
