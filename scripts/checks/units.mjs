import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../setup/folders.mjs';
import { run, tool } from '../setup/run.mjs';

const skipReporter = fileURLToPath(new URL('./vitest-skips.mjs', import.meta.url));

/** Runs the tests that stand beside the code. @returns {Promise<import('./tally.mjs').Tally>} */
export async function runUnits(reportFile, skipsFile) {
  const reporters = ['dot', 'json', skipReporter].map((name) => `--reporter=${name}`);
  const command = tool('vitest', 'vitest', 'run', '--maxWorkers=2', ...reporters, `--outputFile.json=${reportFile}`);
  const code = await run(command, { env: { ...process.env, WIRESTATE_SKIPS: skipsFile } });
  const report = read(reportFile);
  if (report === null) return { passed: 0, failed: ['unit tests: vitest ended without a report'], skipped: [] };
  return tallyUnits(report, read(skipsFile) ?? [], code);
}

/**
 * @param report vitest's JSON report
 * @param {readonly { name: string, why: string }[]} skips the skipped tests with their reasons, which that report leaves out
 */
export function tallyUnits(report, skips, code) {
  const failed = report.testResults.flatMap(({ name: file, status, message, assertionResults }) => {
    const here = relative(root, file);
    const tests = assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `${here}: ${test.fullName}`);
    // A file that cannot even be loaded has no tests to fail.
    return status === 'failed' && tests.length === 0 ? [`${here}: ${message.split('\n')[0]}`] : tests;
  });
  if (code !== 0 && failed.length === 0) failed.push('unit tests: vitest reports an error outside of any test');
  return { passed: report.numPassedTests, failed, skipped: [...skips] };
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
