/** What numbers of an axis or a value are of. */
export type Quantity = 'seconds' | 'bytes' | 'bits' | 'bits per second' | 'packets' | 'number';

interface Step {
  readonly size: number;
  readonly symbol: string;
}

const prefixes = (symbol: string): readonly Step[] => [
  { size: 1e12, symbol: `T${symbol}` },
  { size: 1e9, symbol: `G${symbol}` },
  { size: 1e6, symbol: `M${symbol}` },
  { size: 1e3, symbol: `k${symbol}` },
  { size: 1, symbol },
];

const COUNTS: readonly Step[] = [
  { size: 1e9, symbol: 'billion' },
  { size: 1e6, symbol: 'million' },
  { size: 1e3, symbol: 'thousand' },
  { size: 1, symbol: '' },
];

/** SI units of each quantity, the largest first. */
const STEPS: Readonly<Record<Quantity, readonly Step[]>> = {
  seconds: [
    { size: 1, symbol: 's' },
    { size: 1e-3, symbol: 'ms' },
    { size: 1e-6, symbol: 'µs' },
    { size: 1e-9, symbol: 'ns' },
  ],
  bytes: prefixes('B'),
  bits: prefixes('bit'),
  'bits per second': prefixes('bit/s'),
  packets: COUNTS,
  number: COUNTS,
};

function stepFor(quantity: Quantity, magnitude: number): Step {
  const steps = STEPS[quantity];
  return (
    steps.find(({ size }) => magnitude >= size) ??
    (magnitude === 0 && quantity !== 'seconds' ? steps.at(-1) : steps[0])!
  );
}

/** Numbers between two bounds that are round in steps of 1, 2 or 5 times a power of ten; both bounds included where they are. */
export function roundTicks(
  from: number,
  to: number,
  most: number,
): { readonly ticks: number[]; readonly step: number } {
  const span = to - from;
  if (!(span > 0) || most < 1) return { ticks: [from], step: 0 };
  const power = 10 ** Math.floor(Math.log10(span / most));
  const factor = [1, 2, 5, 10].find((each) => span / (each * power) <= most * (1 + 1e-6)) ?? 10;
  const step = factor * power;
  const ticks: number[] = [];
  // Counted in whole steps: sums of 0.1 drift.
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++)
    ticks.push(Number((i * step).toPrecision(15)));
  return { ticks, step };
}

/** Powers of ten between two bounds above 0, at most so many. */
export function powerTicks(from: number, to: number, most: number): number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  // A range within one power of ten has round numbers in it instead.
  if (last - first < 1) return roundTicks(from, to, most).ticks.filter((tick) => tick > 0);
  const every = Math.max(1, Math.ceil((last - first + 1) / most));
  const ticks: number[] = [];
  for (let power = first; power <= last; power += every) ticks.push(Number(`1e${power}`));
  return ticks;
}

export interface AxisText {
  /** `ms`; empty for plain counts. */
  readonly unit: string;
  /** A tick's number in that unit, with as many digits as tell ticks apart. */
  readonly text: (value: number) => string;
}

/** How the numbers of an axis are written: one unit for all ticks, and the digits that their step needs. */
export function axisText(quantity: Quantity, from: number, to: number, step: number): AxisText {
  const { size, symbol } = stepFor(quantity, Math.max(Math.abs(from), Math.abs(to)));
  const digits = step > 0 ? Math.max(0, Math.min(9, -Math.floor(Math.log10(step / size) + 1e-9))) : 0;
  const format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return { unit: symbol, text: (value) => format.format(value / size).replace(/^-(0(\.0*)?)$/, '$1') };
}

const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 9 });
const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** Longer than this, seconds are read as minutes, hours or days. */
const LONGEST_SECONDS = 120;
const LONG_TIMES: readonly Step[] = [
  { size: 86_400, symbol: 'd' },
  { size: 3600, symbol: 'h' },
  { size: 60, symbol: 'min' },
];

/** `12.34 ms`, `1,448 B`, `93.1 Mbit/s`: a value by itself. Bytes and packets below a million are exact. */
export function quantityText(quantity: Quantity, value: number): string {
  if (quantity === 'packets' || quantity === 'number') return exact.format(value);
  if (quantity === 'bytes' && Math.abs(value) < 1e6) return `${exact.format(value)} B`;
  const long = quantity === 'seconds' && Math.abs(value) >= LONGEST_SECONDS;
  const { size, symbol } =
    (long && LONG_TIMES.find((each) => Math.abs(value) >= each.size)) || stepFor(quantity, Math.abs(value));
  return `${threeDigits.format(value / size)} ${symbol}`;
}
