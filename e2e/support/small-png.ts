import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Pixels from the upper left, each a color 0xRRGGBB. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly colors: Uint32Array;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const TRUE_COLOR = 2;
const PALETTE = 3;
const TRUE_COLOR_AND_ALPHA = 6;
const MOST_COLORS = 256;
/** A color of that many pixels is one of the theme's, and stays what it is; rarer ones are tones at the edges of letters. */
const SURFACE_PIXELS = 400;

/** Tones further apart than that many steps of 255 are told apart in a shadow. */
const MOST_DISTANCE = 6;

/**
 * Writes a window's picture with a palette, in a quarter of the bytes. Surfaces keep their colors; where there are more than 256,
 * tones at the edges of letters give way to one a few steps of 255 away. A picture that needs more, with a shadow say, stays exact.
 *
 * @param png - opaque, 8 bits a sample, not interlaced, as Chromium writes it
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, colors } = read(png);
  const found = paletteOf(colors);
  const { palette, places } = found ?? { palette: [], places: null };
  const size = places ? 1 : 3;
  // Rows without filters, each behind a 0: flat pictures pack best so (PNG, third edition, section 12.7).
  const rows = Buffer.alloc(height * (1 + width * size));
  colors.forEach((color, at) => {
    rows.writeUIntBE(places?.get(color) ?? color, at * size + Math.floor(at / width) + 1, size);
  });
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, places ? PALETTE : TRUE_COLOR, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const entries = Buffer.alloc(palette.length * 3);
  palette.forEach((color, at) => {
    entries.writeUIntBE(color, at * 3, 3);
  });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...(places ? [chunk('PLTE', entries)] : []),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The colors that are kept, the commonest first, and which of them each color becomes; null where too many differ too much. */
function paletteOf(colors: Uint32Array): { palette: number[]; places: Map<number, number> } | null {
  const pixels = new Map<number, number>();
  for (const color of colors) pixels.set(color, (pixels.get(color) ?? 0) + 1);
  const ranked = [...pixels].sort(([, one], [, other]) => other - one);
  for (let tolerance = 0; tolerance <= MOST_DISTANCE; tolerance++) {
    const palette: number[] = [];
    const places = new Map<number, number>();
    for (const [color, count] of ranked) {
      const near = count < SURFACE_PIXELS ? nearestOf(palette, color) : -1;
      const isNear = near !== -1 && distance(palette[near] as number, color) <= tolerance;
      places.set(color, isNear ? near : palette.push(color) - 1);
    }
    if (palette.length <= MOST_COLORS) return { palette, places };
  }
  return null;
}

/** @returns a place in the palette; -1 while it is empty */
function nearestOf(palette: readonly number[], color: number): number {
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  palette.forEach((kept, at) => {
    const away = distance(kept, color);
    if (away < least) [nearest, least] = [at, away];
  });
  return nearest;
}

/** The largest difference of red, green or blue. */
const distance = (one: number, other: number): number =>
  Math.max(
    Math.abs((one >> 16) - (other >> 16)),
    Math.abs(((one >> 8) & 255) - ((other >> 8) & 255)),
    Math.abs((one & 255) - (other & 255)),
  );

function read(png: Buffer): Pixels {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const kind = png[25];
  if (png[24] !== 8 || (kind !== TRUE_COLOR && kind !== TRUE_COLOR_AND_ALPHA) || png[28] !== 0) {
    throw new Error('Only PNG with 8 bits a sample in true color, not interlaced, is understood.');
  }
  const channels = kind === TRUE_COLOR ? 3 : 4;
  const packed: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const isData = png.toString('latin1', at + 4, at + 8) === 'IDAT';
    if (isData) packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const bytes = unfiltered(inflateSync(Buffer.concat(packed)), width * channels, channels);
  const colors = Uint32Array.from({ length: width * height }, (_, at) => bytes.readUIntBE(at * channels, 3));
  return { width, height, colors };
}

/** Takes back the filter of each row: section 9.2. */
function unfiltered(data: Buffer, stride: number, channels: number): Buffer {
  const rows = data.length / (stride + 1);
  const out = Buffer.alloc(rows * stride);
  for (let y = 0; y < rows; y++) {
    const filter = data[y * (stride + 1)] as number;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < channels ? 0 : (out[at - channels] as number);
      const above = y === 0 ? 0 : (out[at - stride] as number);
      const corner = y === 0 || x < channels ? 0 : (out[at - stride - channels] as number);
      out[at] = (data[y * (stride + 1) + 1 + x] as number) + predicted(filter, left, above, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return paeth(left + above - corner, [left, above, corner]);
    default:
      return 0;
  }
}

/** Paeth's choice; the first of equals. */
const paeth = (guess: number, choices: readonly number[]): number =>
  choices.reduce((best, each) => (Math.abs(guess - each) < Math.abs(guess - best) ? each : best));

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(8 + named.length);
  out.writeUInt32BE(data.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), 4 + named.length);
  return out;
}
