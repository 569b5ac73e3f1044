import type { ColumnId, PacketRow } from '../../preload/contract/packets';
import { formatRowTime } from './time';
import { visibleText } from './visible-text';

type TimeOptions = Parameters<typeof formatRowTime>[1];

/**
 * What a column shows of a row.
 *
 * @param custom - place of the column among the custom ones; only for `field:` columns
 */
export function cellText(row: PacketRow, column: ColumnId, custom: number, time: TimeOptions): string {
  switch (column) {
    case 'number':
      return String(row.number);
    case 'time':
      return row.timeReference && time.format === 'since-start' ? '*REF*' : formatRowTime(row, time);
    case 'source':
      return visibleText(row.source);
    case 'destination':
      return visibleText(row.destination);
    case 'protocol':
      return visibleText(row.protocol);
    case 'length':
      return String(row.length);
    case 'flags':
      return row.flags;
    case 'stream':
      return row.stream < 0 ? '' : String(row.stream);
    case 'info':
      return visibleText(row.badge ? `[${row.badge}] ${row.info}` : row.info);
    default:
      return visibleText(row.custom[custom] ?? '');
  }
}

function table(columns: readonly ColumnId[], rows: readonly PacketRow[], time: TimeOptions): string[][] {
  const customs = columns.filter((column) => column.startsWith('field:'));
  return rows.map((row) => columns.map((column) => cellText(row, column, customs.indexOf(column), time)));
}

/** Columns padded to line up, two spaces apart, as in a terminal. */
export function rowAsText(
  headings: readonly string[],
  columns: readonly ColumnId[],
  rows: readonly PacketRow[],
  time: TimeOptions,
): string {
  const lines = [[...headings], ...table(columns, rows, time)];
  const widths = headings.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A quoted cell; one that a spreadsheet would take for a formula is held off with an apostrophe (CSV injection). */
const csvCell = (text: string) => `"${(isFormula(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** A number is none, as the time before a reference. */
const isFormula = (text: string) => /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text));

/** RFC 4180, every cell quoted. */
export const csvTable = (lines: readonly (readonly string[])[]): string =>
  lines.map((line) => line.map(csvCell).join(',')).join('\r\n');

/** The rows of the packet list as CSV. */
export function rowAsCsv(
  headings: readonly string[],
  columns: readonly ColumnId[],
  rows: readonly PacketRow[],
  time: TimeOptions,
): string {
  return csvTable([[...headings], ...table(columns, rows, time)]);
}
