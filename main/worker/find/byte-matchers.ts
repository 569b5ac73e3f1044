import type { FindSpot, FoundBytes } from '../../../preload/contract/find';
import { latin1Text } from '../../analysis/filter/literals/byte-string';
import type { Pattern } from '../../analysis/filter/literals/pattern';
import type { ByteNeedle } from '../../analysis/find/byte-needle';
import type { CaptureAnalysis } from '../capture-analysis';
import { mostStretches, type PacketMatcher } from './packet-matcher';

/** What the captured bytes of a frame tell: they stay as they are. */
const ofBytes = { isProvisional: false, asksAnnotations: false, forget: () => {} } as const;

/** Packets whose captured bytes hold one of several runs of bytes. */
export function needleMatcher(analysis: CaptureAnalysis, needles: readonly ByteNeedle[]): PacketMatcher {
  return {
    ...ofBytes,
    matches: (row) => {
      const bytes = analysis.frameView(row);
      return needles.some((needle) => needle.indexIn(bytes) >= 0);
    },
    spot: (row) => {
      const bytes = analysis.frameView(row);
      return spotOf(needles.flatMap((needle) => occurrences(needle, bytes)));
    },
  };
}

/** Packets in whose captured bytes a regular expression finds something. */
export function bytePatternMatcher(analysis: CaptureAnalysis, pattern: Pattern): PacketMatcher {
  return {
    ...ofBytes,
    matches: (row) => pattern.test(latin1Text(analysis.frameView(row))),
    spot: (row) => {
      const text = latin1Text(analysis.frameView(row));
      const found: FoundBytes[] = [];
      for (let from = 0; found.length < mostStretches && from <= text.length; ) {
        const match = pattern.find(text, from);
        if (match === null) break;
        const [start, end] = match;
        found.push({ source: 0, start, length: end - start });
        from = Math.max(end, start + 1);
      }
      return spotOf(found);
    },
  };
}

function occurrences(needle: ByteNeedle, bytes: Uint8Array): FoundBytes[] {
  const found: FoundBytes[] = [];
  for (let at = needle.indexIn(bytes); at >= 0 && found.length < mostStretches; ) {
    found.push({ source: 0, start: at, length: needle.length });
    at = needle.indexIn(bytes, at + needle.length);
  }
  return found;
}

function spotOf(bytes: readonly FoundBytes[]): FindSpot | null {
  if (bytes.length === 0) return null;
  return { path: null, bytes: [...bytes].sort((one, other) => one.start - other.start).slice(0, mostStretches) };
}
