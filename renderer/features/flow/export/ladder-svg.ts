import type { FlowLine } from '../../../../preload/contract/flow';
import { drawLanes } from '../draw-lanes';
import { crossesOthers, drawArrow, drawLine, labelled } from '../draw-line';
import { drawLinks } from '../draw-links';
import { type Frame, frameOf, laneOf } from '../frame';
import { line as lineShape, type Shape, text } from '../shape';
import { lettersOver, shortName } from '../short-name';
import type { LineBlock, WrittenPart } from './written-part';

const HEAD = 34;
const WIDTH = 1000;
const LEAST_SPACING = 16;

/** The colors and rules that a picture is drawn with. */
export interface Look {
  /** Rules for the classes of the shapes, colors written out. */
  readonly style: string;
  readonly background: string;
}

/** How a ladder is drawn where no window limits it. */
export const frameFor = ({ shape, request }: Pick<WrittenPart, 'shape' | 'request'>, spacing: number): Frame =>
  frameOf(shape, {
    width: WIDTH,
    spacing: Math.max(LEAST_SPACING, spacing),
    isEven: request.spacing === 'even',
    left: null,
  });

/** Height of a picture of so many steps, in pixels. */
export const heightOf = (steps: number, { spacing }: Frame): number => Math.ceil(HEAD + (steps + 1) * spacing);

/** Steps that fit into a picture of a height. */
export const stepsIn = (height: number, { spacing }: Frame): number => Math.floor((height - HEAD) / spacing) - 1;

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

/** How a picture of a part begins: all but its lines, of which any number may follow. */
export function svgBeginning(part: WrittenPart, frame: Frame, { style, background }: Look): string {
  const { shape, title, top, bottom } = part;
  const height = heightOf(bottom - top, frame);
  const width = Math.ceil(frame.sheetWidth);
  const wires = shape.nodes.map((_, node) =>
    lineShape(laneOf(frame, node), HEAD, laneOf(frame, node), height, 'lad-wire'),
  );
  const kind = `${frame.isOfHosts ? ' is-of-hosts' : ''}${part.request.spacing === 'time' ? ' is-timed' : ''}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="lad-picture${kind}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style.replace(/[<&]/g, '')}</style>`,
    `<rect width="100%" height="100%" fill="${escaped(background)}"/>`,
    ...wires.map(written),
    '',
  ].join('\n');
}

/** How it ends: the names stand above what comes in from parts before. */
export function svgEnding({ names }: WrittenPart, frame: Frame, { background }: Look): string {
  const heads = names.map((name, node) => {
    const role = frame.isOfHosts ? '' : node === 0 ? 'lad-client' : 'lad-server';
    return text(laneOf(frame, node), 20, 'middle', `lad-label lad-flags ${role}`, [
      { text: shortName(name, lettersOver(frame)), style: '' },
    ]);
  });
  const behind = `<rect width="100%" height="${HEAD - 4}" fill="${escaped(background)}"/>`;
  return `${[behind, ...heads.map(written), '</svg>'].join('\n')}\n`;
}

/** The lines of a block, where they stand in the picture of a part. */
export function svgOfBlock({ lines, lanes }: LineBlock, { top, bottom }: WrittenPart, frame: Frame): string {
  const origin = HEAD + frame.spacing / 2 - top * frame.spacing;
  const shown = labelled(lines, frame);
  const still = drawLanes(lanes, frame, origin).flatMap(({ shapes }) => shapes.map(written));
  const moved = (line: FlowLine, shapes: readonly Shape[]) =>
    `<g transform="translate(0 ${origin + line.top * frame.spacing})">${shapes.map(written).join('')}</g>`;
  const drawn = lines.map((line) => {
    return moved(line, drawLine(line, frame, { hasLabel: shown.has(line), isArrowApart: crossesOthers(line) }));
  });
  const below = lines.filter(crossesOthers).map((line) => moved(line, drawArrow(line, frame)));
  const links = lines.flatMap((line) => drawLinks(line, frame, origin, bottom)).map(written);
  return `${(frame.isOfHosts ? [...below, ...still, ...drawn, ...links] : [...below, ...drawn, ...still, ...links]).join('\n')}\n`;
}
