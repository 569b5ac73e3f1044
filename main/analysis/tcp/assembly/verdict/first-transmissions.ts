import { noRow } from '../rows';
import { isBefore } from '../sequence-number';
import { Passage } from './passage';
import { newResend } from './resend';
import { shortestTimeout } from './timeout';
import { isNextTo } from './turnaround';

/** The round trip is known from few segments, which may have been slow. */
const shareOfLoop: f64 = 0.9;

/** A counter of this connection alone skips without a gap, other than by what is told of here, once in so many packets at most. */
const packetsPerSkip: i32 = 50;
const mostUnseen: i32 = 32;

/** Bytes of data of an Ethernet frame at most, and of the smallest packets that IPv6 splits into (RFC 8200 §5). */
const longestOnEthernet: i32 = 1460;
const shortestFull: i32 = 1220;

/** Takes in a segment above all that had passed here: a first transmission, but for a few that only look like one. */
export function takeNew(passage: Passage, left: f64, right: f64, isTimed: bool): void {
  const segment = passage.segment;
  const way = passage.way;
  if (repeatsUnseen(passage, left)) {
    const resend = newResend(segment, left, right);
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
function repeatsUnseen(passage: Passage, left: f64): bool {
  const segment = passage.segment;
  const way = passage.way;
  if (way.missingBefore == 0 && way.unseenAhead == 0) return false;
  if (!way.habit.countsEach || way.topRow == noRow || segment.identification == 0) return false;
  // Address translators and emulators count for all connections; they have no clock for timestamps either.
  if (!segment.hasTimestamps) return false;
  const loop = passage.loop;
  const before = passage.earlier(way.topRow);
  const silence = segment.time - before.time;
  if (way.missingBefore == 0) {
    // The rest of a flight that was lost follows at the pace of its acknowledgments.
    if (!(silence < 2 * loop)) return false;
    way.unseenAhead--;
    return true;
  }
  way.unseenAhead = 0;
  // Nothing gets lost between a sender and a capture next to it.
  if (isNextTo(passage.back.turnaround, way.turnaround)) return false;
  const size = max(1, min(before.taken, segment.taken));
  const inGap = <i32>(<i64>Math.ceil((left - way.top) / <f64>size));
  const unexplained = way.missingBefore - inGap - (packetsOf(before.taken) - 1);
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
function packetsOf(bytes: i32): i32 {
  return bytes > longestOnEthernet ? (bytes + shortestFull - 1) / shortestFull : 1;
}

/**
 * A SYN,ACK that echoes an earlier SYN than the latest: the answer to that SYN was sent before, and did not come here. It may
 * yet be that answer, if it comes sooner than one to the latest SYN can.
 */
function answerRepeatedSyn(passage: Passage, left: f64, right: f64): void {
  const segment = passage.segment;
  const resends = passage.back.resends;
  if (resends.length == 0) return;
  const syn = resends.at(resends.length - 1);
  if (!syn.isSyn || !segment.hasTimestamps) return;
  if (!isBefore(segment.timestampEcho, syn.timestampValue)) return;
  const resend = newResend(segment, left, right);
  resend.wasSeen = false;
  resend.sinceRepeatedSyn = segment.time - syn.time;
  passage.keep(resend);
}
