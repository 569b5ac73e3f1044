import type { Dissection } from '../dissection';
import { field } from '../fields/field';

/** The fields of our own verdict on a segment, beside Wireshark's `tcp.analysis.*`. */
export const verdictFields = {
  verdict: field(
    'wirestate.verdict',
    'string',
    'Verdict',
    'By all evidence of the capture: retransmission, spurious-retransmission, out-of-order or duplicate-packet',
    { generated: true },
  ),
  reason: field('wirestate.verdict.reason', 'string', 'Reason', 'Why the verdict is what it is', { generated: true }),
  evidence: field('wirestate.verdict.evidence', 'string', 'Evidence', 'The segments that show it', { generated: true }),
  original: field(
    'wirestate.verdict.original',
    'framenum',
    'Original',
    'The frame that is repeated or, for a late segment, the first that overtook it',
    { generated: true },
  ),
  delay: field('wirestate.verdict.delay', 'relative-time', 'Delay', 'Time since that frame', { generated: true }),
} as const;

/** Adds the verdict on the segment where there is one. */
export function addVerdict(dissection: Dissection): void {
  const fact = dissection.quoted ? null : (dissection.context.verdicts?.at(dissection.frame.number - 1) ?? null);
  if (fact === null) return;
  const node = dissection.group(verdictFields.verdict, 0, 0, fact.verdict);
  node.text = () => `Verdict: ${fact.verdict}, ${fact.reason}`;
  dissection.add(verdictFields.reason, 0, 0, fact.reason);
  dissection.add(verdictFields.evidence, 0, 0, fact.evidence);
  if (fact.originalFrame !== null) dissection.add(verdictFields.original, 0, 0, fact.originalFrame);
  if (fact.delay !== null) dissection.add(verdictFields.delay, 0, 0, BigInt(Math.round(fact.delay)));
  dissection.end();
}
