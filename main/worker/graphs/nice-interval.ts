/** The least of 1, 2, 5, 10, 20, … times a power of ten that is not below `least`; 0 for what is no length. */
export function niceInterval(least: number): number {
  if (!(least > 0) || !Number.isFinite(least)) return 0;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-12)) ?? 10;
  // 0.1 and its like are no sums of powers of two: what is meant is the number as it is written.
  return Number((factor * power).toPrecision(3));
}
