import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingRequirement } from './requirements';
import { runScenario } from './run';
import type { Truth } from './truth';

const missing = missingRequirement();

test.skipIf(missing)(
  `a scripted loss between two real hosts becomes a truth table${missing ? ` (${missing})` : ''}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirestate-lab-'));
    try {
      const summary = await runScenario('one-loss', 1, folder);
      expect(summary.doubts).toEqual([]);
      for (const side of ['sender', 'receiver']) {
        const truth: Truth[] = JSON.parse(readFileSync(join(folder, `truth-${side}.json`), 'utf8'));
        expect(truth.filter(({ verdict }) => verdict === 'retransmission').length).toBeGreaterThanOrEqual(1);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
