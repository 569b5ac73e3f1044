import { Verdict, VerdictCause } from '../constants';
import { noRow } from '../rows';
import { findPresent, Passage } from './passage';
import { newResend } from './resend';
import { looksTheSame } from './sending-order';

/** Nanoseconds: a copy that comes sooner was made by the capturing machine or its mirror port. */
const soonestNetworkCopy: f64 = 50_000;

/** Row of the captured packet of which this one is a copy, by its IP identification; `noRow` for none. */
export function copiedRow(passage: Passage): i32 {
  const segment = passage.segment;
  const way = passage.way;
  passage.settleHabits();
  if (!way.habit.varies) return noRow;
  const recent = way.recent;
  for (let back = 1; back <= recent.size; back++) {
    if (recent.identification(back) != segment.identification) continue;
    const row = recent.row(back);
    if (looksTheSame(segment, passage.earlier(row))) return row;
  }
  return noRow;
}

/** The very same transmission is seen once more. */
export function noteCopy(passage: Passage, copiedRow: i32): void {
  const segment = passage.segment;
  const way = passage.way;
  way.copiesSeen++;
  const first = passage.earlier(copiedRow);
  // A router between two capture points takes one off the time to live (RFC 1812 §5.3.1).
  const isRouted = segment.timeToLive != first.timeToLive || segment.interface != first.interface;
  const isCapturedTwice = isRouted || segment.time - first.time < soonestNetworkCopy;
  const cause = isCapturedTwice ? VerdictCause.capturedTwice : VerdictCause.duplicatedByNetwork;
  findPresent(passage, Verdict.duplicatePacket, cause, copiedRow);
  if (segment.taken == 0 || !way.hasStarted) return;
  const left = way.position(segment.sequence);
  const copy = newResend(segment, left, left + <f64>segment.taken);
  copy.isCopy = true;
  passage.keep(copy);
}
