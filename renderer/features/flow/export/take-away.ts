import type { FlowSubject } from '../../../../preload/contract/flow';
import { formatCount } from '../../../format/quantity';
import { copyText } from '../../../state/copying';
import { saveFile } from '../../../state/file-saving';
import { withJob } from '../../../state/jobs';
import { tell, warn } from '../../../state/notices';
import { frameFor, type Look, svgBeginning, svgEnding, svgOfBlock } from './ladder-svg';
import { textHeading, textLine, widthsFor } from './ladder-text';
import { archiveOf, MOST_PAGES, pngPages, stepsOfPage } from './png-pages';
import { MOST_SHEETS, printPart, stepsOfSheet } from './print-ladder';
import { blocksOf, type LadderRange, partOf, type ShownLadder, Stopped, type WrittenPart } from './written-part';
import { backgroundOf, type Paper, writtenStyle } from './written-style';

/** No program opens a longer picture with ease. */
const MOST_SVG_STEPS = 40_000;
/** A ladder wider than this, in pixels, is illegible on a sheet of paper. */
const WIDEST_LEGIBLE = 2400;
/** Characters that go to the clipboard. */
const MOST_COPIED = 16 << 20;
/** Text is handed to the browser in pieces of so many characters: it keeps them on the disk. */
const PIECE = 1 << 20;

export type LadderFormat = 'svg' | 'png' | 'txt';

const look = (paper: Paper): Look => ({ style: writtenStyle(paper), background: backgroundOf(paper) });

/** As much of a part as goes into a picture; says what is left out. */
function limited(part: WrittenPart, most: number, what: string): WrittenPart {
  const steps = part.bottom - part.top;
  if (steps <= most) return part;
  const share = `The first ${formatCount(Math.floor(most))} of ${formatCount(Math.ceil(steps))} lines`;
  tell(
    `${share} fit into ${what}; the others are left out. Choose what is on screen for another part, or text for all.`,
  );
  return { ...part, bottom: part.top + most };
}

async function svgOf(whole: WrittenPart, spacing: number, job: string): Promise<Blob> {
  const part = limited(whole, MOST_SVG_STEPS, 'an SVG');
  const frame = frameFor(part, spacing);
  const colors = look('screen');
  const pieces: Blob[] = [new Blob([svgBeginning(part, frame, colors)])];
  for await (const block of blocksOf(part, job)) pieces.push(new Blob([svgOfBlock(block, part, frame)]));
  return new Blob([...pieces, svgEnding(part, frame, colors)], { type: 'image/svg+xml' });
}

async function savePng(whole: WrittenPart, spacing: number, name: string, job: string): Promise<void> {
  const frame = frameFor(whole, spacing);
  const part = limited(whole, MOST_PAGES * stepsOfPage(frame), `${MOST_PAGES} pictures`);
  const pages = pngPages(part, frame, look('screen'), job);
  if (part.bottom - part.top > stepsOfPage(frame)) saveFile(`${name}.zip`, await archiveOf(name, pages));
  else for await (const page of pages) saveFile(`${name}.png`, page);
}

/** All lines of a part as text, in pieces. */
async function* textOf(part: WrittenPart, job: string): AsyncGenerator<string> {
  const end = { ...part, top: Math.max(part.top, Math.floor(part.bottom) - 8) };
  let last: Parameters<typeof widthsFor>[0];
  for await (const { lines } of blocksOf(end, job)) last = lines.findLast(({ packet }) => packet > 0) ?? last;
  const widths = widthsFor(last);
  let piece = textHeading(widths);
  for await (const { lines } of blocksOf(part, job)) {
    for (const line of lines) piece += textLine(line, part, widths);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

async function textBlob(part: WrittenPart, job: string): Promise<Blob> {
  const pieces: Blob[] = [];
  for await (const piece of textOf(part, job)) pieces.push(new Blob([piece]));
  return new Blob(pieces, { type: 'text/plain' });
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

/** Runs what takes a part of the ladder away, with progress; says what went wrong. */
function take(
  shown: ShownLadder,
  range: LadderRange,
  fault: string,
  work: (part: WrittenPart, job: string) => Promise<void>,
): void {
  void withJob(shown.title, async (job) => work(await partOf(shown, range), job)).catch((error: unknown) => {
    if (!(error instanceof Stopped)) warn(fault, error);
  });
}

export function saveLadder(shown: ShownLadder, range: LadderRange, format: LadderFormat): void {
  const { spacing, request } = shown;
  const name = nameOf(request.subject);
  take(shown, range, 'The ladder was not saved', async (part, job) => {
    if (format === 'png') await savePng(part, spacing, name, job);
    else if (format === 'svg') saveFile(`${name}.svg`, await svgOf(part, spacing, job));
    else saveFile(`${name}.txt`, await textBlob(part, job));
  });
}

export function copyLadder(shown: ShownLadder, range: LadderRange): void {
  take(shown, range, 'The ladder was not copied', async (part, job) => {
    let text = '';
    for await (const piece of textOf(part, job)) {
      text += piece;
      if (text.length > MOST_COPIED) throw new Error('That is too much for the clipboard. Save it as text instead.');
    }
    copyText(text, 'Ladder');
  });
}

export function printLadder(shown: ShownLadder, range: LadderRange): void {
  take(shown, range, 'The ladder was not printed', async (whole, job) => {
    const frame = frameFor(whole, shown.spacing);
    const part = limited(whole, MOST_SHEETS * stepsOfSheet(frame), `${MOST_SHEETS} sheets`);
    if (frame.sheetWidth > WIDEST_LEGIBLE) {
      tell(`${part.names.length} hosts are small on paper. Filter for fewer of them to read what each packet says.`);
    }
    await printPart(part, frame, look('paper'), job);
  });
}
