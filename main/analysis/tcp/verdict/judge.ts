import { AnalysisFlag } from '../analysis-flag';
import type { ConnectionTracker } from '../tracker';
import { noRow } from '../unacknowledged';
import { acknowledge } from './acknowledgment';
import { copiedRow, noteCopy } from './copies';
import { takeNew } from './first-transmissions';
import { Passage } from './passage';
import { takeRepeated } from './repeated-transmissions';
import type { Finding } from './resend';

/** Nobody asks sooner whether the other end is still there. */
const shortestKeepAlive = 1_000_000_000;
/** Every so many segments their time is looked up, to learn round trips: each look costs a way to memory. */
const timedSegments = 8;
const alwaysTimed = 16;

/** Judges the segments of connections, one connection after the other. Its memory serves for all. */
export class ConnectionJudge {
  private readonly passage: Passage;
  /** The row that is judged next, and the last of the connection. */
  private row = noRow;
  private lastRow = noRow;
  private count = 0;

  /** @param found is told of every segment that has a verdict, not in order, and at times once more with a better one */
  constructor({ store, options, quoted }: ConnectionTracker, found: (finding: Finding) => void) {
    this.passage = new Passage(store, options, quoted, found);
  }

  /** How many of the connection's segments were judged. */
  get judgedSegments(): number {
    return this.count;
  }

  /** Begins with a connection, to be judged piece by piece. */
  begin(firstRow: number, lastRow: number): void {
    this.passage.begin(firstRow, lastRow);
    this.row = firstRow;
    this.lastRow = lastRow;
    this.count = 0;
  }

  /** Judges so many segments at most, in the order of capture, each at the logarithm of their number. @returns false where that was the last */
  advance(most: number): boolean {
    const { passage, lastRow } = this;
    const { client, server, segment } = passage;
    const until = this.count + most;
    let { row, count } = this;
    for (; count < until; row = segment.nextRow) {
      passage.goTo(row);
      take(passage, count % timedSegments === 0 || count < alwaysTimed);
      count++;
      if (row !== lastRow) continue;
      passage.decide(client, server, 0);
      passage.decide(server, client, 0);
      this.count = count;
      return false;
    }
    this.row = row;
    this.count = count;
    return true;
  }
}

function take(passage: Passage, isTimed: boolean): void {
  const { segment, way, back } = passage;
  if (!segment.isSegment) {
    passage.noteError();
    return;
  }
  const identification = segment.identification;
  way.habit.take(segment, identification);
  const countsOn = way.countPacket(identification);
  const copied = countsOn ? noRow : copiedRow(passage);
  if (copied !== noRow) {
    noteCopy(passage, copied);
    return;
  }
  way.recent.add(segment.row, identification);
  passage.owedAcknowledgment = back.acknowledged < back.top;
  if (segment.acknowledges) acknowledge(passage);
  if (segment.isSyn) learnSack(passage);
  if (segment.taken > 0 && !segment.isReset && !isProbe(passage)) transmit(passage, isTimed);
  way.lastRow = segment.row;
  back.answeredSent = back.sent;
  back.answeredPackets = way.packets;
}

function transmit(passage: Passage, isTimed: boolean): void {
  const { segment, way } = passage;
  const { sequence, taken } = segment;
  if (!way.hasStarted) {
    way.start(sequence);
    noteFirstTimestamp(passage);
  }
  way.sent++;
  if (isTimed && segment.hasTimestamps) way.turnaround.beginEcho(segment);
  const left = way.position(sequence);
  if (left >= way.top) takeNew(passage, left, left + taken, isTimed);
  else takeRepeated(passage, left, left + taken);
}

function noteFirstTimestamp({ segment, way }: Passage): void {
  if (!segment.hasTimestamps) return;
  way.firstTimestamp = segment.timestampValue;
  way.firstTimestampAt = segment.time;
}

/** Both SYNs must permit SACK (RFC 2018 §2); the SYN,ACK does only where the SYN did. */
function learnSack({ segment, way, back, options }: Passage): void {
  if (!segment.acknowledges) return;
  way.sackPermitted = options.sackPermitted(segment.row);
  back.sackPermitted = way.sackPermitted;
}

/** Keep-alives repeat a byte that was acknowledged, window probes offer one that is not meant to be taken (RFC 9293 §3.8). */
function isProbe(passage: Passage): boolean {
  const { segment, way } = passage;
  if (segment.taken !== 1 || segment.length !== 1 || !way.hasStarted) return false;
  if (segment.analysis & AnalysisFlag.zeroWindowProbe) return true;
  const left = way.position(segment.sequence);
  if (left !== way.top - 1) return false;
  const { spans } = way;
  // A byte that had been sent by itself may be sent again by itself.
  if (!spans.seek(left) || spans.left !== left) return true;
  if (way.acknowledged <= left) return false;
  return segment.time - passage.earlier(spans.last).time > shortestKeepAlive;
}
