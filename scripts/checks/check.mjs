import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../setup/build.mjs';
import { installDependencies } from '../setup/dependencies.mjs';
import { root } from '../setup/folders.mjs';
import { run, tool } from '../setup/run.mjs';
import { runEndToEnd } from './end-to-end.mjs';
import { installPrograms } from './programs.mjs';
import { single, sum, summaryLine } from './tally.mjs';
import { runUnits } from './units.mjs';

const reports = join(root, 'test-results', 'reports');

/** @returns {Promise<number>} the exit code */
export async function check() {
  await installDependencies();
  const missing = await installPrograms();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const stages = [
    ['types', async () => single('types', (await run(tool('typescript', 'tsc', '-b'))) === 0)],
    ['lint', async () => single('lint', (await run(tool('@biomejs/biome', 'biome', 'check'))) === 0)],
    ['unit tests', () => runUnits(join(reports, 'units.json'), join(reports, 'units-skipped.json'))],
    ['build', async () => single('build', await build())],
    ['end to end', () => runEndToEnd(join(reports, 'end-to-end.json'))],
  ];
  const tallies = [];
  for (const [name, stage] of stages) {
    console.log(`\n${name}`);
    tallies.push(await stage());
  }
  return report(sum(tallies), missing);
}

function report(total, missing) {
  for (const { name, purpose } of missing) console.log(`not installed: ${name} (${purpose})`);
  for (const { name, why } of total.skipped) console.log(`skipped: ${name} (${why})`);
  for (const name of total.failed) console.log(`failed: ${name}`);
  console.log(`\n${summaryLine(total)}`);
  return total.failed.length === 0 ? 0 : 1;
}
