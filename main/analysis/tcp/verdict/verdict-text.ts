import { noRow } from '../unacknowledged';
import type { Finding } from './finding';
import { causeTexts, VerdictCause } from './verdict-code';

/** The cause in words: `wirestate.verdict.reason`. */
export function reasonText({ cause }: Finding, depth: number): string {
  if (cause !== VerdictCause.overtaken || depth === 0) return causeTexts[cause] as string;
  return depth === 1 ? 'overtaken by one segment sent later' : `overtaken by ${depth} segments sent later`;
}

type Sentence = (original: string, proof: string) => string;

/** What shows it, by cause. `original` and `proof` name frames, or say that there is none. */
const sentences: Readonly<Record<number, Sentence>> = {
  [VerdictCause.repairedBySack]: (original, proof) =>
    `SACK blocks reported data behind ${original} and not the segment itself; ${proof} is the first to acknowledge it.`,
  [VerdictCause.repairedByDuplicateAcknowledgments]: (original, proof) =>
    `Duplicate ACKs asked for the data of ${original}; ${proof} is the first to acknowledge it.`,
  [VerdictCause.repairedByTailProbe]: (original, proof) =>
    `Nothing was heard of the last segment, ${original}, and later nothing says it came twice; ${proof} acknowledges it.`,
  [VerdictCause.repairedByTimeout]: (original, proof) =>
    `Nothing was heard of ${original} before its timeout, and later nothing says it came twice; ${proof} acknowledges it.`,
  [VerdictCause.resendLost]: (original, proof) =>
    `${capitalized(original)} had been sent again before, without an answer; ${proof} is the first to acknowledge it.`,
  [VerdictCause.originalNotCaptured]: () =>
    'It was sent later than segments behind it that had passed here, and its own bytes had not.',
  [VerdictCause.acknowledgmentLost]: (original, proof) => `${capitalized(proof)} shows that ${original} had arrived.`,
  [VerdictCause.acknowledgmentUnderWay]: (original, proof) =>
    `${capitalized(proof)} acknowledges ${original} and passed here just before the resend.`,
  [VerdictCause.delayed]: (original, proof) =>
    `${capitalized(proof)} came too soon to answer the resend, or echoes an earlier timestamp: it answers ${original}.`,
  [VerdictCause.reordered]: (original, proof) =>
    `A gap had been reported, then ${proof} acknowledged ${original} and not the resend.`,
  [VerdictCause.overtookOriginal]: (_, proof) => `Its original came later, as ${proof}.`,
  [VerdictCause.reportedTwice]: (_, proof) => `${capitalized(proof)} carries a DSACK of its bytes.`,
  [VerdictCause.heldBehindGap]: (original, proof) =>
    `${capitalized(proof)} acknowledges it together with what filled the gap before it: ${original} had been there.`,
  [VerdictCause.arrivedHere]: (original) =>
    `${capitalized(original)} passed here, next to the receiver, and no gap was reported.`,
  [VerdictCause.overtaken]: (original) =>
    `${capitalized(original)} was sent later, by its timestamp, acknowledgment or IP identification, or by the time a resend takes.`,
  [VerdictCause.overtakenByResend]: (original) => `It was sent before its resend, ${original}.`,
  [VerdictCause.duplicatedByNetwork]: (original) => `Not a bit that its sender wrote differs from ${original}.`,
  [VerdictCause.capturedTwice]: (original) =>
    `Not a bit that its sender wrote differs from ${original}: another time to live or interface, or no time between them.`,
  [VerdictCause.droppedOnTheWay]: (original, proof) =>
    `${capitalized(proof)} quotes ${original}, which it could not pass on.`,
  [VerdictCause.refused]: (original, proof) => `${capitalized(proof)} resets what ${original} asked for.`,
};

/** What the verdict rests on, in a sentence. */
export function evidenceText({ cause, originalRow, proofRow }: Finding): string {
  return sentences[cause]?.(frameText(originalRow, 'the original'), frameText(proofRow, 'no segment captured')) ?? '';
}

const frameText = (row: number, otherwise: string): string => (row === noRow ? otherwise : `frame ${row + 1}`);
const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
