import type { FlowChange, FlowLine } from '../../../../preload/contract/flow';
import { sinceStartText, spanText, wholeLabel } from '../line-label';
import type { WrittenPart } from './written-part';

/** Widths of the columns before the arrow: numbers, times, times since the line before. */
export type TextWidths = readonly [number: number, time: number, pause: number];

const HEADING = ['No.', 'Time', 'Since previous', 'Segment'];

/** Widths in which every line of a part has room, by its last line and how many packets there are. */
export function widthsFor(last: FlowLine | undefined): TextWidths {
  const number = last?.kind === 'run' ? last.last : (last?.packet ?? 0);
  const digits = String(number).length;
  return [2 * digits + 1, sinceStartText(last?.sinceStart ?? 0).length + 1, (HEADING[2] as string).length];
}

export const textHeading = (widths: TextWidths): string => row(HEADING, widths);

/** A ladder's line as one of text: number, time, time since the line before, the arrow, what it says, which states it brings. */
export function textLine(line: FlowLine, { names, shape }: WrittenPart, widths: TextWidths): string {
  if (line.kind === 'pause') return row(['', '', '', `--- ${wholeLabel(line)} ---`], widths);
  const from = line.from < 0 ? 'router' : (names[line.from] ?? '');
  const through = line.kind === 'run' ? `${line.packet}-${line.last}` : line.packet > 0 ? String(line.packet) : '-';
  const isBroken = line.kind === 'lost' || (line.kind === 'segment' && line.fate !== 'arrived');
  const isOfMany = shape.nodes.some(({ port }) => port < 0);
  const connection = isOfMany && line.stream >= 0 ? `conn ${line.stream}  ` : '';
  const said = `${from} ${isBroken ? '--x' : '-->'} ${names[line.to] ?? ''}  ${connection}${wholeLabel(line)}`;
  const changes = line.kind === 'segment' ? changesText(line.changes, names) : '';
  const since = line.packet > 0 ? `+${spanText(line.sincePrevious)}`.replace('+−', '−') : '';
  return row([through, sinceStartText(line.sinceStart), since, said + changes], widths);
}

const changesText = (changes: readonly FlowChange[], names: readonly string[]): string =>
  changes.length === 0 ? '' : `  [${changes.map(({ node, state }) => `${names[node] ?? ''} ${state}`).join(', ')}]`;

function row(cells: readonly string[], widths: TextWidths): string {
  return `${cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')}\n`;
}
