import type { FlowShape, FlowSubject } from '../../../preload/contract/flow';
import { formatCount } from '../../format/quantity';
import { copyText } from '../../state/copying';
import { saveFile, saveText } from '../../state/file-saving';
import { attempt, tell } from '../../state/notices';
import { type Frame, frameOf } from './frame';
import { type LadderPart, ladderSvg, ladderText } from './ladder-document';
import type { LadderState } from './use-ladder';

/** A ladder, and from where on it is written out where it is too long to be written whole. */
interface WrittenLadder {
  readonly ladder: LadderState;
  readonly names: readonly string[];
  readonly spacing: number;
  readonly from: () => number;
}

/** Pictures and texts longer than this help nobody. PNG: no browser draws a taller one. */
const MOST_STEPS = { svg: 4_000, png: 600, txt: 100_000 } as const;
const WIDTH = 1000;

export type LadderFormat = keyof typeof MOST_STEPS;

async function partOf({ ladder, names, from }: WrittenLadder, format: LadderFormat): Promise<LadderPart> {
  const { shape, pages } = ladder;
  if (!shape || !pages) throw new Error('The ladder is not here yet. Wait a moment and try again.');
  const most = MOST_STEPS[format];
  const isWhole = shape.height <= most;
  const top = isWhole ? 0 : Math.max(0, Math.min(Math.floor(from()), shape.height - most));
  const bottom = Math.min(shape.height, top + most);
  const part = await pages.all(top, bottom);
  if (!isWhole) {
    const share = `${formatCount(part.lines.length)} of ${formatCount(shape.lines)} lines`;
    tell(`The ladder is long: ${share} were written, from the one at the top of the panel on.`);
  }
  return { shape, names, top, bottom, ...part };
}

const frameFor = ({ ladder, spacing }: WrittenLadder, shape: FlowShape): Frame =>
  frameOf(shape, {
    width: WIDTH,
    spacing: Math.max(16, spacing),
    isEven: ladder.request.spacing === 'even',
    left: null,
  });

/** The rules of the ladder's own classes with their colors written out, so that the picture stands by itself. */
function writtenStyle(): string {
  const root = getComputedStyle(document.documentElement);
  const rules: string[] = [];
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule instanceof CSSStyleRule && /^\.lad-/.test(rule.selectorText)) rules.push(rule.cssText);
    }
  }
  const values = (css: string): string =>
    css.replace(/var\((--[\w-]+)\)/g, (_, name: string) => root.getPropertyValue(name).trim());
  return values(values(rules.join('\n')));
}

const background = (): string => getComputedStyle(document.documentElement).getPropertyValue('--bg').trim();

async function svgOf(what: WrittenLadder, format: 'svg' | 'png'): Promise<string> {
  const part = await partOf(what, format);
  return ladderSvg(part, frameFor(what, part.shape), writtenStyle(), background());
}

async function pngOf(what: WrittenLadder): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([await svgOf(what, 'png')], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    // Twice as fine as the screen, as far as the largest canvas goes.
    const scale = Math.min(2, 16_000 / image.height);
    canvas.width = image.width * scale;
    canvas.height = image.height * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    if (!blob) throw new Error('The picture is too large for this browser. Save it as SVG.');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function nameOf(subject: FlowSubject): string {
  switch (subject.kind) {
    case 'tcp':
    case 'udp':
      return `flow-${subject.kind}-${subject.stream}`;
    case 'host':
      return `flow-${subject.address.replace(/[^\w.-]/g, '-')}`;
    case 'view':
      return 'flow';
  }
}

export function saveLadder(what: WrittenLadder, format: LadderFormat): void {
  attempt('The ladder could not be saved', async () => {
    const name = `${nameOf(what.ladder.request.subject)}.${format}`;
    if (format === 'png') saveFile(name, await pngOf(what));
    else if (format === 'svg') saveFile(name, new Blob([await svgOf(what, 'svg')], { type: 'image/svg+xml' }));
    else saveText(name, ladderText(await partOf(what, 'txt')));
  });
}

export function copyLadder(what: WrittenLadder): void {
  attempt('The ladder could not be copied', async () => copyText(ladderText(await partOf(what, 'txt')), 'Ladder'));
}

/** Prints the picture alone: the window is hidden from the printer while it does. */
export function printLadder(what: WrittenLadder): void {
  attempt('The ladder could not be printed', async () => {
    const picture = new DOMParser().parseFromString(await svgOf(what, 'svg'), 'image/svg+xml').documentElement;
    const sheet = document.createElement('div');
    sheet.className = 'flow-print';
    sheet.append(document.importNode(picture, true));
    document.body.append(sheet);
    document.body.classList.add('is-printing-flow');
    window.addEventListener(
      'afterprint',
      () => {
        sheet.remove();
        document.body.classList.remove('is-printing-flow');
      },
      { once: true },
    );
    window.print();
  });
}
