import { Zip, ZipPassThrough } from 'fflate';
import type { Frame } from '../frame';
import { heightOf, type Look, stepsIn, svgBeginning, svgEnding, svgOfBlock } from './ladder-svg';
import { blocksOf, type WrittenPart } from './written-part';

/** Browsers draw no larger pictures, in pixels. */
const MOST_PIXELS = 16_000;
/** Twice as fine as the screen. */
const SCALE = 2;
export const MOST_PAGES = 60;

/** Steps of a page at full resolution. */
export const stepsOfPage = (frame: Frame): number => Math.max(1, stepsIn(MOST_PIXELS / SCALE, frame));

/** @throws Error saying what to do, where there are too many hosts beside each other */
function scaleFor(frame: Frame): number {
  if (frame.sheetWidth > MOST_PIXELS) {
    throw new Error('So many hosts are too wide for a PNG. Save the ladder as SVG, or filter for fewer hosts.');
  }
  return Math.min(SCALE, MOST_PIXELS / frame.sheetWidth);
}

/** The pictures of a part, a page each. */
export async function* pngPages(part: WrittenPart, frame: Frame, look: Look, job: string): AsyncGenerator<Blob> {
  const scale = scaleFor(frame);
  const steps = stepsOfPage(frame);
  for (let top = part.top; top < part.bottom; top += steps) {
    const page = { ...part, top, bottom: Math.min(part.bottom, top + steps) };
    const pieces = [svgBeginning(page, frame, look)];
    for await (const block of blocksOf(page, job)) pieces.push(svgOfBlock(block, page, frame));
    yield await pictureOf([...pieces, svgEnding(page, frame, look)], frame, heightOf(page.bottom - top, frame), scale);
  }
}

async function pictureOf(svg: string[], frame: Frame, height: number, scale: number): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob(svg, { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = frame.sheetWidth * scale;
    canvas.height = height * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    // The memory of a canvas is given back when it has no pixels, not when it is forgotten.
    canvas.width = 0;
    if (!blob) throw new Error('The picture is too large for this browser. Save it as SVG.');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Pages in one archive, numbered; pictures are compressed already. */
export async function archiveOf(name: string, pages: AsyncIterable<Blob>): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((fault, chunk) => {
    if (fault) throw fault;
    parts.push(new Uint8Array(chunk));
  });
  let number = 0;
  for await (const page of pages) {
    const file = new ZipPassThrough(`${name}-${String(++number).padStart(2, '0')}.png`);
    zip.add(file);
    file.push(new Uint8Array(await page.arrayBuffer()), true);
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}
