import { AnalysisFlag } from '../constants';
import { sackPermitted } from '../host';
import { noRow } from '../rows';
import { acknowledge } from './acknowledgment';
import { copiedRow, noteCopy } from './copies';
import { takeNew } from './first-transmissions';
import { Passage } from './passage';
import { takeRepeated } from './repeated-transmissions';

/** Nobody asks sooner whether the other end is still there. */
const shortestKeepAlive: f64 = 1_000_000_000;
/** Every so many segments their time is looked at, to learn round trips. */
const timedSegments: i32 = 8;
const alwaysTimed: i32 = 16;

/** Begins with a connection, to be judged piece by piece. */
export function beginJudging(passage: Passage, lastRow: i32): void {
  passage.begin(lastRow);
}

/**
 * Judges the next segments, which are laid out, each at the logarithm of their number.
 * @param isEnd they are the last of the connection
 */
export function judge(passage: Passage, count: i32, isEnd: bool): void {
  passage.stage(count);
  for (let i = 0; i < count; i++) {
    passage.goTo(i);
    take(passage, passage.count % timedSegments == 0 || passage.count < alwaysTimed);
    passage.count++;
  }
  if (!isEnd) return;
  passage.decide(passage.client, passage.server, 0);
  passage.decide(passage.server, passage.client, 0);
}

function take(passage: Passage, isTimed: bool): void {
  const segment = passage.segment;
  const way = passage.way;
  const back = passage.back;
  if (!segment.isSegment) {
    passage.noteError();
    return;
  }
  way.habit.take(segment);
  const countsOn = way.countPacket(segment.identification);
  const copied = countsOn ? noRow : copiedRow(passage);
  if (copied != noRow) {
    noteCopy(passage, copied);
    return;
  }
  way.recent.add(segment.row, segment.identification);
  passage.owedAcknowledgment = back.acknowledged < back.top;
  if (segment.acknowledges) acknowledge(passage);
  if (segment.isSyn) learnSack(passage);
  if (segment.taken > 0 && !segment.isReset && !isProbe(passage)) transmit(passage, isTimed);
  way.lastRow = segment.row;
  back.answeredSent = back.sent;
  back.answeredPackets = way.packets;
}

function transmit(passage: Passage, isTimed: bool): void {
  const segment = passage.segment;
  const way = passage.way;
  if (!way.hasStarted) {
    way.start(segment.sequence);
    noteFirstTimestamp(passage);
  }
  way.sent++;
  if (isTimed && segment.hasTimestamps) way.turnaround.beginEcho(segment);
  const left = way.position(segment.sequence);
  const right = left + <f64>segment.taken;
  if (left >= way.top) takeNew(passage, left, right, isTimed);
  else takeRepeated(passage, left, right);
}

function noteFirstTimestamp(passage: Passage): void {
  const segment = passage.segment;
  if (!segment.hasTimestamps) return;
  passage.way.firstTimestamp = segment.timestampValue;
  passage.way.firstTimestampAt = segment.time;
}

/** Both SYNs must permit SACK (RFC 2018 §2); the SYN,ACK does only where the SYN did. */
function learnSack(passage: Passage): void {
  const segment = passage.segment;
  if (!segment.acknowledges) return;
  const isPermitted = sackPermitted(segment.row);
  passage.way.sackPermitted = isPermitted;
  passage.back.sackPermitted = isPermitted;
}

/** Keep-alives repeat a byte that was acknowledged, window probes offer one that is not meant to be taken (RFC 9293 §3.8). */
function isProbe(passage: Passage): bool {
  const segment = passage.segment;
  const way = passage.way;
  if (segment.taken != 1 || segment.length != 1 || !way.hasStarted) return false;
  if (segment.analysis & AnalysisFlag.zeroWindowProbe) return true;
  const left = way.position(segment.sequence);
  if (left != way.top - 1) return false;
  const spans = way.spans;
  // A byte that had been sent by itself may be sent again by itself.
  if (!spans.seek(left) || spans.left != left) return true;
  if (way.acknowledged <= left) return false;
  return segment.time - passage.earlier(spans.last).time > shortestKeepAlive;
}
