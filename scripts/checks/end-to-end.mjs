import { readFileSync } from 'node:fs';
import { run, tool } from '../setup/run.mjs';

/** Runs the specs that drive the built app. @returns {Promise<import('./tally.mjs').Tally>} */
export async function runEndToEnd(reportFile) {
  const command = tool('@playwright/test', 'playwright', 'test', '--reporter=list,json');
  const code = await run(command, { env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile } });
  try {
    return tallySpecs(JSON.parse(readFileSync(reportFile, 'utf8')), code);
  } catch {
    return { passed: 0, failed: ['end to end: Playwright ended without a report'], skipped: [] };
  }
}

/** @param report Playwright's JSON report */
export function tallySpecs(report, code) {
  const tally = { passed: 0, failed: [], skipped: [] };
  for (const { name, test } of report.suites.flatMap((suite) => testsIn(suite, []))) {
    if (test.status === 'expected' || test.status === 'flaky') tally.passed += 1;
    else if (test.status === 'skipped') tally.skipped.push({ name, why: reason(test) });
    else tally.failed.push(name);
  }
  for (const error of report.errors ?? []) tally.failed.push(`end to end: ${firstLine(error.message)}`);
  if (code !== 0 && tally.failed.length === 0)
    tally.failed.push('end to end: Playwright reports an error outside of any test');
  return tally;
}

function testsIn(suite, titles) {
  const path = [...titles, suite.title];
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({ name: [test.projectName, ...path, spec.title].filter(Boolean).join(' › '), test })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsIn(inner, path))];
}

function reason({ annotations }) {
  return annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? 'a test before it failed';
}

const firstLine = (text) => (text ?? '').split('\n')[0];
