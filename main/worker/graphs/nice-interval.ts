const minute = 60;
const hour = 3600;
const day = 86_400;

/** What clocks and calendars are divided into, in seconds. */
const clockIntervals = [
  ...[1, 2, 5, 10, 15, 30].map((each) => each * minute),
  ...[1, 2, 3, 6, 12].map((each) => each * hour),
  ...[1, 2, 7].map((each) => each * day),
];

/**
 * The least interval that reads well and is not below `least` seconds: 1, 2, 5, 10, 20, … times a power of ten, from half a
 * minute on what clocks have, and days from there. 0 for what is no length.
 */
export function niceInterval(least: number): number {
  if (!(least > 0) || !Number.isFinite(least)) return 0;
  if (least <= minute / 2) return roundUp(least);
  const enough = least * (1 - 1e-12);
  return clockIntervals.find((each) => each >= enough) ?? day * roundUp(least / day);
}

function roundUp(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-12)) ?? 10;
  // 0.1 and its like are no sums of powers of two: what is meant is the number as it is written.
  return Number((factor * power).toPrecision(3));
}
