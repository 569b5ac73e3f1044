import type { FlowLane, FlowLine, FlowShape } from '../../../preload/contract/flow';
import { drawLanes } from './draw-lanes';
import { drawLine, labelled } from './draw-line';
import { drawLinks } from './draw-links';
import { type Frame, laneOf } from './frame';
import { sinceStartText, spanText, wholeLabel } from './line-label';
import { line as drawn, type Shape, text } from './shape';

/** A part of a ladder, to be written out. */
export interface LadderPart {
  readonly shape: FlowShape;
  readonly names: readonly string[];
  readonly lines: readonly FlowLine[];
  readonly lanes: readonly FlowLane[];
  /** In steps. */
  readonly top: number;
  readonly bottom: number;
}

const HEAD = 34;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// Characters that XML has no way to write are shown like all that cannot be seen.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters that are replaced
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const escaped = (words: string): string =>
  words.replace(UNWRITABLE, '\ufffd').replace(/[&<>"]/g, (character) => escapes[character] as string);

const attributeNames: Readonly<Record<string, string>> = { textAnchor: 'text-anchor' };

function written({ tag, style, place, parts }: Shape): string {
  const attributes = Object.entries(place)
    .map(([name, value]) => ` ${attributeNames[name] ?? name}="${escaped(String(value))}"`)
    .join('');
  const words = parts?.map(({ text: own, style: its }) =>
    its ? `<tspan class="${its}">${escaped(own)}</tspan>` : escaped(own),
  );
  const space = parts ? ' xml:space="preserve"' : '';
  return `<${tag} class="${style}"${attributes}${space}>${words?.join('') ?? ''}</${tag}>`;
}

/**
 * The picture as an SVG document that stands by itself.
 *
 * @param style - rules for the classes of the shapes, colors written out
 * @param background - color behind everything
 */
export function ladderSvg(part: LadderPart, frame: Frame, style: string, background: string): string {
  const { shape, names, lines, lanes, top, bottom } = part;
  const height = HEAD + (bottom - top) * frame.spacing + frame.spacing;
  const origin = HEAD + frame.spacing / 2 - top * frame.spacing;
  const width = frame.sheetWidth;
  const heads = names.map((name, node) => {
    const role = frame.isOfHosts ? '' : node === 0 ? 'lad-client' : 'lad-server';
    return text(laneOf(frame, node), 20, 'middle', `lad-label lad-flags ${role}`, [{ text: name, style: '' }]);
  });
  const wires = shape.nodes.map((_, node) => drawn(laneOf(frame, node), HEAD, laneOf(frame, node), height, 'lad-wire'));
  const still = [...heads, ...wires, ...drawLanes(lanes, frame, origin).flatMap(({ shapes }) => shapes)];
  const shown = labelled(lines, frame);
  const moved = lines.map(
    (line) =>
      `<g transform="translate(0 ${origin + line.top * frame.spacing})">${drawLine(line, frame, {
        hasLabel: shown.has(line),
      })
        .map(written)
        .join('')}</g>`,
  );
  const links = lines.flatMap((line) => drawLinks(line, frame, origin, bottom));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}">`,
    `<style>${style.replace(/[<&]/g, '')}</style>`,
    `<rect width="100%" height="100%" fill="${escaped(background)}"/>`,
    ...still.map(written),
    ...moved,
    ...links.map(written),
    '</svg>',
  ].join('\n');
}

/** The ladder as lines of text: number, time, time since the line before, the arrow, what it says. */
export function ladderText({ names, lines }: LadderPart): string {
  const rows = lines.map((line) => {
    if (line.kind === 'pause') return ['', '', '', `--- ${wholeLabel(line)} ---`];
    const from = line.from < 0 ? 'router' : (names[line.from] ?? '');
    const through = line.kind === 'run' ? `${line.packet}-${line.last}` : line.packet > 0 ? String(line.packet) : '-';
    const arrow = line.kind === 'lost' || (line.kind === 'segment' && line.fate !== 'arrived') ? '--x' : '-->';
    return [
      through,
      sinceStartText(line.sinceStart),
      line.packet > 0 ? `+${spanText(line.sincePrevious)}` : '',
      `${from} ${arrow} ${names[line.to] ?? ''}  ${wholeLabel(line)}`,
    ];
  });
  const heading = ['No.', 'Time', 'Since previous', 'Segment'];
  const widths = [0, 1, 2].map((column) => Math.max(...[heading, ...rows].map((row) => (row[column] ?? '').length)));
  const wide = (row: readonly string[]) =>
    row.map((cell, column) => (column < 3 ? cell.padStart(widths[column] ?? 0) : cell)).join('  ');
  return `${[heading, ...rows].map(wide).join('\n')}\n`;
}
