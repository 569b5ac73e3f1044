import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SharedTexts } from './shared-texts';

const byUnits = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const pause = async (): Promise<void> => {};

describe('shared texts', () => {
  it('have a number each, the same for the same text', () => {
    const texts = new SharedTexts();
    expect(['b', 'a', 'b', '', 'a'].map((text) => texts.number(text))).toEqual([0, 1, 0, 2, 1]);
  });

  it('are put in order, those that compare equal as they came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.stringMatching(/^[ab]{0,12}$/), { maxLength: 60 }), async (words) => {
        const texts = new SharedTexts();
        const distinct = [...new Set(words)];
        for (const word of words) texts.number(word);
        const places = await texts.places((one, other) => one.length - other.length, pause);
        const sorted = distinct.toSorted((one, other) => one.length - other.length);
        expect(distinct.map((_, number) => places[number])).toEqual(distinct.map((word) => sorted.indexOf(word)));
      }),
    );
  });

  it('are put in order over many runs, and pause in between', async () => {
    const texts = new SharedTexts();
    const words = Array.from({ length: 10_001 }, (_, i) => ((i * 7919) % 10_001).toString(36));
    for (const word of words) texts.number(word);
    let pauses = 0;
    const places = await texts.places(byUnits, async () => {
      pauses++;
    });
    const sorted = words.toSorted(byUnits);
    expect(words.map((_, number) => sorted[places[number] as number])).toEqual(words);
    expect(pauses).toBeGreaterThan(10);
  });
});
