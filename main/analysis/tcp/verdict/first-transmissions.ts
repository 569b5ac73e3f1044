import { isBefore } from '../sequence-number';
import { noRow } from '../unacknowledged';
import type { Passage } from './passage';
import { Resend } from './resend';
import { shortestTimeout } from './timeout';
import { isNextTo } from './turnaround';

/** The round trip is known from few segments, which may have been slow. */
const shareOfLoop = 0.9;

/** A counter of this connection alone skips without a gap, other than by what is told of here, once in so many packets at most. */
const packetsPerSkip = 50;
const mostUnseen = 32;

/** Bytes of data of an Ethernet frame at most, and of the smallest packets that IPv6 splits into (RFC 8200 §5). */
const longestOnEthernet = 1460;
const shortestFull = 1220;

/** Takes in a segment above all that had passed here: a first transmission, but for a few that only look like one. */
export function takeNew(passage: Passage, left: number, right: number, isTimed: boolean): void {
  const { segment, way } = passage;
  if (repeatsUnseen(passage, left)) {
    const resend = new Resend(segment, left, right);
    resend.wasSeen = false;
    way.unseenOriginals++;
    passage.keep(resend);
    way.turnaround.cancel();
  } else {
    if (isTimed) way.turnaround.begin(right, segment.time);
    if (segment.isSyn && segment.acknowledges) answerRepeatedSyn(passage, left, right);
  }
  way.spans.append(left, right, segment.row);
  way.raiseTop(right, segment.row);
}

/**
 * A tail that was lost before the capture point leaves no gap: what is sent again looks new. Where the sender counts its
 * packets, the numbers skip more than the gap in the data accounts for, after a silence that only a timer ends
 * (RFC 6298 §5, RFC 8985 §7.2).
 */
function repeatsUnseen(passage: Passage, left: number): boolean {
  const { segment, way, back } = passage;
  if (way.missingBefore === 0 && way.unseenAhead === 0) return false;
  if (!way.habit.countsEach || way.topRow === noRow || segment.identification === 0) return false;
  // Address translators and emulators count for all connections; they have no clock for timestamps either.
  if (!segment.hasTimestamps) return false;
  const { loop } = passage;
  const before = passage.earlier(way.topRow);
  const silence = segment.time - before.time;
  if (way.missingBefore === 0) {
    // The rest of a flight that was lost follows at the pace of its acknowledgments.
    if (!(silence < 2 * loop)) return false;
    way.unseenAhead--;
    return true;
  }
  way.unseenAhead = 0;
  // Nothing gets lost between a sender and a capture next to it.
  if (isNextTo(back.turnaround, way.turnaround)) return false;
  const size = Math.max(1, Math.min(before.taken, segment.taken));
  const unexplained = way.missingBefore - Math.ceil((left - way.top) / size) - (packetsOf(before.taken) - 1);
  if (unexplained < 1) return false;
  // A missing packet may have been an acknowledgment of the other end's data, or a resend of something older.
  if (passage.owedAcknowledgment || way.acknowledged < way.top) return false;
  const wasTimed = silence > (loop > 0 ? 2 * loop * shareOfLoop : shortestTimeout);
  if (!wasTimed || unexplained > mostUnseen) way.strangeSkips++;
  // A counter that skips for no reason counts something else as well.
  if (!wasTimed || way.strangeSkips * packetsPerSkip > way.packets) return false;
  way.unseenAhead = unexplained - 1;
  return true;
}

/** Packets that a captured segment may have been: network cards split and join what is longer than an Ethernet frame. */
const packetsOf = (bytes: number): number => (bytes > longestOnEthernet ? Math.ceil(bytes / shortestFull) : 1);

/**
 * A SYN,ACK that echoes an earlier SYN than the latest: the answer to that SYN was sent before, and did not come here. It may
 * yet be that answer, if it comes sooner than one to the latest SYN can.
 */
function answerRepeatedSyn(passage: Passage, left: number, right: number): void {
  const { segment, back } = passage;
  const syn = back.resends.at(-1);
  if (syn === undefined || !syn.isSyn || !segment.hasTimestamps) return;
  if (!isBefore(segment.timestampEcho, syn.timestampValue)) return;
  const resend = new Resend(segment, left, right);
  resend.wasSeen = false;
  resend.sinceRepeatedSyn = segment.time - syn.time;
  passage.keep(resend);
}
