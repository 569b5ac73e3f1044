import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { CaptureOpenError } from '../../main/files/open-capture';
import { Agreement, compareAnswers } from './agreement';
import { capturesUnder, corpus } from './captures';
import { connectionFields, headerFields } from './fields';
import { knownDifferences, reasonFor } from './known-differences';
import { ownAnswers } from './own-answers';
import { tsharkAnswers } from './tshark-answers';

const folder = corpus();
const hasTshark = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;
const fields = [...headerFields, ...connectionFields];
const agreements = fields.map((field) => new Agreement(field));
const agreementOn = (field: string): Agreement => agreements[fields.indexOf(field as never)] as Agreement;
/** Captures that only one of the two reads, with the reason that the other gives. */
const refusedByTshark: string[] = [];
const refusedByUs: string[] = [];

async function compare(capture: string): Promise<void> {
  const theirs = await tsharkAnswers(capture, fields);
  const own = await ownAnswers(capture, fields).catch((error: Error) => {
    if (!(error instanceof CaptureOpenError)) throw new Error(`${capture}: ${error.stack}`);
    if (theirs.size > 0) refusedByUs.push(error.message);
    return null;
  });
  if (own === null) return;
  if (theirs.size === 0 && own.size > 0) refusedByTshark.push(capture);
  else compareAnswers(agreements, capture, theirs, own);
}

async function compareAll(): Promise<void> {
  const captures = capturesUnder(folder as string);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < captures.length) await compare(captures[next++] as string);
  };
  await Promise.all([work(), work()]);
}

describe.skipIf(folder === null || !hasTshark)('agreement with tshark (needs tshark and CAPTURE_CORPUS)', () => {
  beforeAll(compareAll, 900_000);

  test('no capture that tshark reads is refused', () => {
    expect(refusedByUs).toEqual([]);
    console.log(`read though tshark refuses their link type: ${refusedByTshark.length} captures`);
  });

  test.each(headerFields)('%s agrees in 999 of 1000 packets', (field) => {
    const agreement = agreementOn(field);
    console.log(agreement.toString());
    expect(agreement.share).toBeGreaterThanOrEqual(0.999);
  });

  test.each(connectionFields)(
    '%s agrees in 999 of 1000 packets, and in 99 of 100 of those where either shows it',
    (field) => {
      const agreement = agreementOn(field);
      console.log(agreement.toString());
      const { differences, compared, present } = agreement;
      // What is listed with its reason is set aside: single captures in which tshark's decoders take connections apart.
      const unlisted = differences.filter((each) => reasonFor(each) === undefined).length;
      expect(unlisted / compared).toBeLessThanOrEqual(0.001);
      expect(unlisted / Math.max(1, present)).toBeLessThanOrEqual(0.01);
    },
  );

  test('every difference that remains has its reason in known-differences.ts', () => {
    const unexplained = agreements.flatMap(({ differences }) =>
      differences.filter((each) => reasonFor(each) === undefined),
    );
    const lines = unexplained.map(
      ({ capture, frame, field, tshark, own }) => `${capture} #${frame} ${field}: tshark ${tshark}, Wirestate ${own}`,
    );
    expect(lines).toEqual([]);
  });

  test('every reason is still needed', () => {
    const differences = agreements.flatMap((agreement) => agreement.differences);
    const used = new Set(differences.map(reasonFor));
    expect(knownDifferences.map(({ reason }) => reason).filter((reason) => !used.has(reason))).toEqual([]);
  });
});
