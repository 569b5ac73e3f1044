import { errorAbout, found, loadSegment, noteError } from '../host';
import { allocate } from '../memory';
import { noRow } from '../rows';
import { Direction } from './direction';
import { PassingSegment, segmentBytes } from './passing-segment';
import { Resend } from './resend';
import { mostUndecided } from './resend-list';
import { judgeResend } from './resend-verdict';

const mostRowsAhead: i32 = 64;
/** Segments that the other side lays out at once. */
export const mostStaged: i32 = 256;

/** Segments of the connection that is judged, in their order. */
export const stagedAt: usize = memory.data(mostStaged * 64, 64);
/** Segments from elsewhere, loaded one by one: see `Slot`. */
export const slotsAt: usize = memory.data(3 * 64, 64);

/** An earlier segment, another to hold beside it, and one from further on. */
enum Slot {
  earlier,
  reference,
  ahead,
}

/** A segment on its way past the capture point, and all that it is judged by. */
@unmanaged
export class Passage {
  client: Direction;
  server: Direction;
  segment: PassingSegment;
  /** The segment's direction, and the other. */
  way: Direction;
  back: Direction;
  /** Behind the last of the segments that are laid out. */
  private stagedEnd: usize;
  private lastRow: i32;
  /** Segments so far. */
  count: i32;
  /** ICMP errors about its segments, so far. */
  private errors: i32;
  /** The next that is free. */
  next: usize;
  /** Before this segment, its sender had data to acknowledge. */
  owedAcknowledgment: bool;

  /** Begins with a connection. */
  begin(lastRow: i32): void {
    this.client.clear();
    this.server.clear();
    this.count = 0;
    this.errors = 0;
    this.lastRow = lastRow;
  }

  /** Stands before the first of `count` segments that are laid out. */
  stage(count: i32): void {
    this.stagedEnd = stagedAt + <usize>count * segmentBytes;
  }

  goTo(index: i32): void {
    const segment = changetype<PassingSegment>(stagedAt + <usize>index * segmentBytes);
    const fromServer = segment.fromServer;
    this.segment = segment;
    this.way = fromServer ? this.server : this.client;
    this.back = fromServer ? this.client : this.server;
  }

  /** Looks ahead to learn how both ends number their packets, where too few have passed to know. */
  settleHabits(): void {
    const client = this.client.habit;
    const server = this.server.habit;
    if (client.isKnown && server.isKnown) return;
    let segment = this.segment;
    for (let i = 1; i < mostRowsAhead && !(client.isSettled && server.isSettled); i++) {
      if (segment.row == this.lastRow) break;
      segment = this.behind(segment);
      if (segment.isSegment) (segment.fromServer ? server : client).take(segment);
    }
    client.isSettled = true;
    server.isSettled = true;
  }

  /** The segment behind one of those that are laid out, or behind the one that came from there. */
  private behind(segment: PassingSegment): PassingSegment {
    const next = changetype<usize>(segment) + segmentBytes;
    const isStaged = changetype<usize>(segment) >= stagedAt && next < this.stagedEnd;
    return isStaged && next > stagedAt ? changetype<PassingSegment>(next) : loadInto(Slot.ahead, segment.nextRow);
  }

  /** The row is an ICMP error about a segment of the connection. */
  noteError(): void {
    this.errors++;
    noteError(this.segment.row);
  }

  /** Row of the ICMP error that quotes a segment; `noRow` where none has come since. */
  errorAbout(row: i32): i32 {
    return this.errors == 0 || row == noRow ? noRow : errorAbout(row);
  }

  /** An earlier segment, valid until the next is asked for. */
  earlier(row: i32): PassingSegment {
    return loadInto(Slot.earlier, row);
  }

  /** The same, to hold beside an earlier one. */
  reference(row: i32): PassingSegment {
    return loadInto(Slot.reference, row);
  }

  /** From here to the one end and back, and to the other and back; NaN where it is not known. */
  get loop(): f64 {
    return this.way.turnaround.shortest + this.back.turnaround.shortest;
  }

  /** Lets a resend of this direction wait for evidence. */
  keep(resend: Resend): void {
    const resends = this.way.resends;
    resends.add(resend);
    if (resends.length > mostUndecided) this.decide(this.way, this.back, mostUndecided >> 1);
  }

  /** Judges all resends but the last `kept`. */
  decide(way: Direction, back: Direction, kept: i32): void {
    const resends = way.resends;
    const count = resends.length - kept;
    for (let i = 0; i < count; i++) {
      const resend = resends.at(i);
      if (!resend.isCopy) judgeResend(resend, way, back);
    }
    resends.dropFirst(count);
  }
}

function loadInto(slot: Slot, row: i32): PassingSegment {
  const place = slotsAt + <usize>slot * segmentBytes;
  loadSegment(row, place);
  return changetype<PassingSegment>(place);
}

/** Says what was made of the present segment. */
export function findPresent(passage: Passage, verdict: i32, cause: i32, originalRow: i32): void {
  found(passage.segment.row, verdict, cause, originalRow, noRow, noRow);
}

/** Those that are free. */
let free: usize = 0;

export function newPassage(): usize {
  if (free != 0) {
    const place = free;
    free = changetype<Passage>(place).next;
    return place;
  }
  const place = allocate(offsetof<Passage>());
  const passage = changetype<Passage>(place);
  passage.client = changetype<Direction>(allocate(offsetof<Direction>()));
  passage.server = changetype<Direction>(allocate(offsetof<Direction>()));
  passage.client.begin();
  passage.server.begin();
  return place;
}

export function freePassage(place: usize): void {
  changetype<Passage>(place).next = free;
  free = place;
}
