import { describe, expect, it } from 'vitest';
import { tallySpecs } from './end-to-end.mjs';
import { single, sum, summaryLine } from './tally.mjs';
import { tallyUnits } from './units.mjs';

describe('the last line', () => {
  it('adds up the runners, and names skips only where there are some', () => {
    const units = { passed: 5, failed: ['a'], skipped: [] };
    expect(summaryLine(sum([single('types', true), single('lint', false), units]))).toBe('6 passed, 2 failed');
    expect(summaryLine({ passed: 1, failed: [], skipped: [{ name: 'x', why: 'y' }] })).toBe(
      '1 passed, 0 failed, 1 skipped',
    );
  });
});

describe('a report of unit tests', () => {
  const file = (status: string, assertionResults: object[], message = '') => ({
    name: '/x/a.test.ts',
    status,
    message,
    assertionResults,
  });

  it('counts a file that cannot be loaded as a failure', () => {
    const report = { numPassedTests: 3, testResults: [file('failed', [], 'Cannot find module\nstack')] };
    expect(tallyUnits(report, [], 1).failed).toEqual([expect.stringMatching(/a\.test\.ts: Cannot find module$/)]);
  });

  it('counts an error outside of any test as a failure', () => {
    const report = { numPassedTests: 3, testResults: [file('passed', [{ status: 'passed', fullName: 'a' }])] };
    expect(tallyUnits(report, [], 0)).toMatchObject({ passed: 3, failed: [] });
    expect(tallyUnits(report, [], 1).failed).toHaveLength(1);
  });
});

describe('a report of specs', () => {
  const spec = (title: string, status: string, annotations: object[] = []) => ({
    title,
    tests: [{ status, annotations }],
  });
  const report = {
    errors: [],
    suites: [
      {
        title: 'a.spec.ts',
        specs: [spec('works', 'expected'), spec('fails', 'unexpected')],
        suites: [{ title: 'inner', specs: [spec('waits', 'skipped', [{ type: 'skip', description: 'no binary' }])] }],
      },
    ],
  };

  it('names failures and skips by their whole path, with the reason', () => {
    expect(tallySpecs(report, 1)).toEqual({
      passed: 1,
      failed: ['a.spec.ts › fails'],
      skipped: [{ name: 'a.spec.ts › inner › waits', why: 'no binary' }],
    });
  });

  it('counts a run that found no spec as a failure', () => {
    expect(tallySpecs({ suites: [], errors: [{ message: 'No tests found\n' }] }, 1).failed).toEqual([
      'end to end: No tests found',
    ]);
    expect(tallySpecs({ suites: [], errors: [] }, 1).failed).toHaveLength(1);
  });
});
