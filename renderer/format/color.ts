/** Oklch: lightness 0 to 1, chroma 0 (gray) to about 0.37, hue in degrees. https://www.w3.org/TR/css-color-4/#ok-lab */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

type Triple = readonly [number, number, number];

/** Red, green and blue from 0 to 1. */
const channels = (hex: string): Triple => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
};

const hexOf = (rgb: Triple): string =>
  `#${rgb
    .map((part) =>
      Math.round(Math.min(1, Math.max(0, part)) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const gamma = (part: number) => (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055);

const times = (rows: readonly Triple[], [a, b, c]: Triple): Triple =>
  rows.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;

/** The matrices of CSS Color 4, section 18: sample code for color conversions. */
const toCone: readonly Triple[] = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const toLab: readonly Triple[] = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];
const fromLab: readonly Triple[] = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
];
const fromCone: readonly Triple[] = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
];

/** @param hex - `#rrggbb` */
export function oklchOf(hex: string): Oklch {
  const cone = times(toCone, channels(hex).map(linear) as unknown as Triple).map(Math.cbrt) as unknown as Triple;
  const [lightness, a, b] = times(toLab, cone);
  const hue = (Math.atan2(b, a) * 180) / Math.PI;
  return { lightness, chroma: Math.hypot(a, b), hue: (hue + 360) % 360 };
}

function rgbOf({ lightness, chroma, hue }: Oklch): Triple {
  const angle = (hue * Math.PI) / 180;
  const cone = times(fromLab, [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]);
  return times(fromCone, cone.map((part) => part ** 3) as unknown as Triple).map(gamma) as unknown as Triple;
}

const isShown = (rgb: Triple) => rgb.every((part) => part >= -0.001 && part <= 1.001);

/** The color as a screen can show it: what is too strong for its lightness loses chroma, and keeps its hue. */
export function hexOfOklch(color: Oklch): string {
  let chroma = color.chroma;
  while (chroma > 0 && !isShown(rgbOf({ ...color, chroma }))) chroma -= 0.004;
  return hexOf(rgbOf({ ...color, chroma: Math.max(0, chroma) }));
}

/** @param share - how much of `over` there is in it, 0 to 1 */
export function mixed(under: string, over: string, share: number): string {
  const [below, above] = [channels(under), channels(over)];
  return hexOf(below.map((part, i) => part * (1 - share) + (above[i] as number) * share) as unknown as Triple);
}

const luminance = (hex: string): number => {
  const [red, green, blue] = channels(hex).map(linear) as unknown as Triple;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Contrast ratio of WCAG 2.2, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The color nearest in lightness to `ink` that reads on `back`: of at least that contrast, as WCAG AA asks of small text. */
export function readableOn(ink: string, back: string, least = 4.5): string {
  if (contrast(ink, back) >= least) return ink;
  const color = oklchOf(ink);
  const towards = luminance(back) < 0.18 ? 1 : 0;
  for (let step = 1; step <= 50; step += 1) {
    const lightness = color.lightness + ((towards - color.lightness) * step) / 50;
    const nearer = hexOfOklch({ ...color, lightness });
    if (contrast(nearer, back) >= least) return nearer;
  }
  return towards === 1 ? '#ffffff' : '#000000';
}
