import type { Frame } from '../frame';
import { type Look, stepsIn, svgBeginning, svgEnding, svgOfBlock } from './ladder-svg';
import { blocksOf, type WrittenPart } from './written-part';
import './print.css';

export const MOST_SHEETS = 100;
/** Height of a sheet of paper by its width, less than its margins and title leave both of A4 and of Letter. */
const UPRIGHT = 1.3;
const LANDSCAPE = 0.62;
/** Wider ladders are printed landscape. */
const WIDE = 1400;

const isWide = (frame: Frame): boolean => frame.sheetWidth > WIDE;

/** Steps of a sheet of paper. */
export const stepsOfSheet = (frame: Frame): number =>
  Math.max(4, stepsIn(frame.sheetWidth * (isWide(frame) ? LANDSCAPE : UPRIGHT), frame));

/** Prints a part alone, a sheet after the other, each with its heads: the window is hidden from the printer while it does. */
export async function printPart(part: WrittenPart, frame: Frame, look: Look, job: string): Promise<void> {
  const steps = stepsOfSheet(frame);
  const sheets = Math.ceil((part.bottom - part.top) / steps);
  const paper = document.createElement('div');
  paper.className = isWide(frame) ? 'flow-print is-landscape' : 'flow-print';
  for (let sheet = 0; sheet < sheets; sheet++) {
    const top = part.top + sheet * steps;
    const page = { ...part, top, bottom: Math.min(part.bottom, top + steps) };
    const pieces = [svgBeginning(page, frame, look)];
    for await (const block of blocksOf(page, job)) pieces.push(svgOfBlock(block, page, frame));
    paper.append(
      sheetOf([...pieces, svgEnding(page, frame, look)].join(''), `${part.title}, sheet ${sheet + 1} of ${sheets}`),
    );
  }
  document.body.append(paper);
  document.body.classList.add('is-printing-flow');
  const clear = () => {
    paper.remove();
    document.body.classList.remove('is-printing-flow');
  };
  window.addEventListener('afterprint', clear, { once: true });
  window.print();
}

function sheetOf(svg: string, title: string): HTMLElement {
  const sheet = document.createElement('section');
  const heading = document.createElement('p');
  heading.textContent = title;
  const picture = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  sheet.append(heading, document.importNode(picture, true));
  return sheet;
}
