import { noRow } from '../unacknowledged';
import type { Passage } from './passage';
import { Resend } from './resend';
import { looksTheSame } from './sending-order';
import { Verdict, VerdictCause } from './verdict-code';

/** Nanoseconds: a copy that comes sooner was made by the capturing machine or its mirror port. */
const soonestNetworkCopy = 50_000;

/** Row of the captured packet of which this one is a copy, by its IP identification; `noRow` for none. */
export function copiedRow(passage: Passage): number {
  const { segment, way } = passage;
  passage.settleHabits();
  if (!way.habit.varies) return noRow;
  const { recent } = way;
  for (let back = 1; back <= recent.size; back++) {
    if (recent.identification(back) !== segment.identification) continue;
    const row = recent.row(back);
    if (looksTheSame(segment, passage.earlier(row))) return row;
  }
  return noRow;
}

/** The very same transmission is seen once more. */
export function noteCopy(passage: Passage, copiedRow: number): void {
  const { segment, way } = passage;
  way.copiesSeen++;
  const first = passage.earlier(copiedRow);
  // A router between two capture points takes one off the time to live (RFC 1812 §5.3.1).
  const isRouted = segment.timeToLive !== first.timeToLive || segment.interface !== first.interface;
  const isCapturedTwice = isRouted || segment.time - first.time < soonestNetworkCopy;
  passage.found({
    row: segment.row,
    verdict: Verdict.duplicatePacket,
    cause: isCapturedTwice ? VerdictCause.capturedTwice : VerdictCause.duplicatedByNetwork,
    originalRow: copiedRow,
    previousRow: noRow,
    proofRow: noRow,
  });
  if (segment.taken === 0 || !way.hasStarted) return;
  const left = way.position(segment.sequence);
  const copy = new Resend(segment, left, left + segment.taken);
  copy.isCopy = true;
  passage.keep(copy);
}
