import type { StreamLine, StreamMark, StreamPage, StreamPiece, StreamSpan } from '../../../preload/contract/stream';
import type { CaptureAnalysis } from '../capture-analysis';
import type { FoundMatches } from './find/found-matches';
import type { FollowedContent } from './followed-content';
import { turnOf } from './followed-stream';
import type { LineIndex } from './line-index';
import type { WalkedLine } from './line-walker';

/** Marks of one page: a hostile capture can have thousands on every byte. */
const mostMarks = 5000;

/** Lines with their bytes in one piece of memory, and what is to be known of those. */
export function linePage(
  analysis: CaptureAnalysis,
  content: FollowedContent,
  index: LineIndex,
  start: number,
  walked: readonly WalkedLine[],
  found: FoundMatches | null,
): StreamPage {
  const size = walked.reduce((sum, line) => sum + (line.kind === 'data' ? line.to - line.from : 0), 0);
  const bytes = new Uint8Array(size);
  const pieces: StreamPiece[] = [];
  const marks: StreamMark[] = [];
  const matches: StreamSpan[] = [];
  let filled = 0;
  const lines = walked.map((line): StreamLine => {
    const from = filled;
    if (line.kind === 'data') {
      bytes.set(content.read(line.from, line.to), filled);
      filled += line.to - line.from;
      pieces.push(...content.pieces(line.from, line.to));
      if (marks.length < mostMarks) marks.push(...content.marks(line.from, line.to).slice(0, mostMarks));
      matches.push(...(found?.within(line.from, line.to) ?? []));
    }
    return described(analysis, line, from, filled);
  });
  return { start, lines, bytes, pieces, marks, matches, extent: index.extent };
}

function described(analysis: CaptureAnalysis, line: WalkedLine, from: number, to: number): StreamLine {
  const { kind, block, indent, text } = line;
  return {
    kind,
    sender: block.sender,
    at: line.from,
    length: line.to - line.from,
    offset: block.offset + line.from - block.start,
    from,
    to,
    indent,
    text,
    turn: kind === 'turn' ? turnOf(analysis, block) : null,
  };
}
