import { memo } from 'react';
import { asciiByte, hexByte } from '../../format/bytes';

/** Offsets in the data source; `end` is the first byte after. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

interface ByteRowProps {
  readonly bytes: Uint8Array;
  readonly row: number;
  readonly lineBytes: number;
  readonly top: number;
  readonly selected: ByteSpan;
  readonly hovered: ByteSpan;
  /** Stretches that a search found. */
  readonly found: readonly ByteSpan[];
  readonly cursor: number | null;
}

const touches = (span: ByteSpan, { row, lineBytes }: ByteRowProps) =>
  span.end > row * lineBytes && span.start < (row + 1) * lineBytes;

function classAt(at: number, { selected, hovered, found, cursor }: ByteRowProps): string | undefined {
  const names: string[] = [];
  if (at >= selected.start && at < selected.end) names.push('is-selected');
  if (at >= hovered.start && at < hovered.end) names.push('is-hovered');
  if (found.some(({ start, end }) => at >= start && at < end)) names.push('is-found');
  if (at === cursor) names.push('is-cursor');
  return names.length > 0 ? names.join(' ') : undefined;
}

function Row(props: ByteRowProps) {
  const { bytes, row, lineBytes, top } = props;
  const start = row * lineBytes;
  const offsets = Array.from({ length: Math.min(lineBytes, bytes.length - start) }, (_, index) => start + index);
  return (
    <div className="byte-row" style={{ transform: `translateY(${top}px)` }}>
      <span className="byte-offset">{start.toString(16).padStart(4, '0')}</span>
      <span className="byte-hex" style={{ width: `${lineBytes * 3 + 1}ch` }}>
        {offsets.map((at) => (
          <span key={at} data-at={at} className={classAt(at, props)}>
            {hexByte(bytes[at] ?? 0)}
          </span>
        ))}
      </span>
      <span className="byte-text">
        {offsets.map((at) => (
          <span key={at} data-at={at} className={classAt(at, props)}>
            {asciiByte(bytes[at] ?? 0)}
          </span>
        ))}
      </span>
    </div>
  );
}

/** A line of bytes. Drawn anew only when the light on them changes. */
export const ByteRow = memo(Row, (before, after) => {
  if (before.bytes !== after.bytes || before.row !== after.row || before.top !== after.top) return false;
  if (before.lineBytes !== after.lineBytes) return false;
  const same = (a: ByteSpan, b: ByteSpan) => a === b || !(touches(a, before) || touches(b, before));
  const cursorHere = (at: number | null) =>
    at !== null && Math.floor(at / before.lineBytes) === before.row ? at : null;
  return (
    same(before.selected, after.selected) &&
    same(before.hovered, after.hovered) &&
    before.found === after.found &&
    cursorHere(before.cursor) === cursorHere(after.cursor)
  );
});
