/**
 * What came of some tests.
 * @typedef {{ passed: number, failed: string[], skipped: { name: string, why: string }[] }} Tally
 */

/** @returns {Tally} of a check that is one whole */
export const single = (name, passed) => ({ passed: passed ? 1 : 0, failed: passed ? [] : [name], skipped: [] });

/** @param {readonly Tally[]} tallies @returns {Tally} */
export const sum = (tallies) => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  failed: tallies.flatMap(({ failed }) => failed),
  skipped: tallies.flatMap(({ skipped }) => skipped),
});

/** @param {Tally} tally */
export function summaryLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed.length} failed`;
  return skipped.length === 0 ? line : `${line}, ${skipped.length} skipped`;
}
