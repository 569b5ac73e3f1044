import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { captureFacts } from '../../main/worker/filter-facts';
import { corpus } from './captures';
import { filterGroups } from './filter-list';
import { dissectedFilterAnswer, ownFilterAnswer } from './filter-own';
import { type FilterAnswer, tsharkFilterAnswer } from './filter-tshark';

const folder = corpus();
const hasTshark = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;
const groups = filterGroups();
const askedAtOnce = 2;

test('the list has at least 300 filters over at least 40 captures', () => {
  expect(new Set(groups.flatMap(({ filters }) => filters.map(({ text }) => text))).size).toBeGreaterThanOrEqual(300);
  expect(new Set(groups.flatMap(({ captures }) => captures)).size).toBeGreaterThanOrEqual(40);
});

interface Question {
  readonly capture: string;
  readonly text: string;
  readonly difference: string;
  readonly own: FilterAnswer;
}

const absent = folder === null ? 'no folder of captures (CAPTURE_CORPUS)' : hasTshark ? '' : 'tshark is not installed';

test.skipIf(absent !== '')(
  `every filter of the list is answered as by tshark -Y ${absent && `(${absent})`}`,
  async () => {
    const questions = await allQuestions(folder as string);
    const wrong: string[] = [];
    const agreed = new Set(questions.filter(({ difference }) => difference !== '').map(({ text }) => text));
    await eachOf(questions, async ({ capture, text, difference, own }) => {
      const theirs = await tsharkFilterAnswer(join(folder as string, capture), text);
      if (theirs === own) return;
      agreed.delete(text);
      if (difference === '') wrong.push(`${capture}: ${text}: tshark ${shown(theirs)}, Wirestate ${shown(own)}`);
    });
    expect(wrong).toEqual([]);
    expect([...agreed], 'listed as different, but the same').toEqual([]);
  },
  600_000,
);

test.skipIf(folder === null)(
  `columns decide as dissecting does ${folder === null ? '(no folder of captures)' : ''}`,
  async () => {
    const wrong: string[] = [];
    for (const { captures, filters } of groups) {
      for (const capture of captures) {
        if (!existsSync(join(folder as string, capture))) continue;
        const analysis = await opened(join(folder as string, capture));
        const facts = captureFacts(analysis);
        for (const { text } of filters) {
          const own = await ownFilterAnswer(analysis, facts, text);
          if (own !== 'refused' && own !== dissectedFilterAnswer(analysis, text)) wrong.push(`${capture}: ${text}`);
        }
        await analysis.close();
      }
    }
    expect(wrong).toEqual([]);
  },
  300_000,
);

async function allQuestions(root: string): Promise<Question[]> {
  const questions: Question[] = [];
  for (const { captures, filters } of groups) {
    for (const capture of captures) {
      if (!existsSync(join(root, capture))) {
        console.log(`${capture} is not in the folder of captures: its filters are not compared`);
        continue;
      }
      const analysis = await opened(join(root, capture));
      const facts = captureFacts(analysis);
      for (const { text, difference } of filters)
        questions.push({ capture, text, difference, own: await ownFilterAnswer(analysis, facts, text) });
      await analysis.close();
    }
  }
  return questions;
}

async function opened(path: string): Promise<CaptureAnalysis> {
  const analysis = await CaptureAnalysis.open(path);
  await analysis.load();
  return analysis;
}

async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) await work(items[next++] as Item);
  };
  await Promise.all(Array.from({ length: askedAtOnce }, worker));
}

const shown = (answer: FilterAnswer): string => (answer.length > 80 ? `${answer.slice(0, 80)}…` : answer || 'none');
