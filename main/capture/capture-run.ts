import type { WrittenPacket } from '../files/capture-writer';
import { backendNamed } from './backends';
import type { CaptureRequest } from './capture-request';
import { CaptureTrail } from './capture-trail';
import { capturedInterface } from './interface-description';
import { isGone } from './interface-list';
import { LaneMerge } from './lane-merge';
import type { CaptureCounters, CaptureReport, StopReason } from './messages';
import { NoteTaker } from './notes/note-taker';
import { sentenceOfStop, stopOfWriteError } from './stop-reasons';
import { tapFilePattern } from './tap-files';
import { atLeast, TapLane, total } from './tap-lane';
import { type TapListeners, TapProcess } from './tap-process';
import type { TapDescription, TapPacket } from './tap-stream';
import { WaitingPackets } from './waiting-packets';

const reportMilliseconds = 250;
const countsMilliseconds = 1_000;
/** Nothing came for so long: nothing is on its way. */
const quietMilliseconds = 100;
/** How much later than it was handed over a packet may come here, and how often those are looked for that wait for others. */
const lateMilliseconds = 50;
/** A stop waits no longer than this for what never ends. */
const patienceMilliseconds = 1_000;

type TakeFromLane = (lane: TapLane, ...packet: TapPacket) => void;

/** One capture from its start to its end, in the capture process. */
export class CaptureRun {
  private readonly trail: CaptureTrail;
  private readonly lanes: TapLane[];
  private readonly started = Date.now();
  /** Null where one interface alone is captured: its packets come in order. */
  private readonly merge: LaneMerge | null;
  /** Null where none waits, or where nobody could take them in: what is written to the standard output is gone. */
  private readonly waiting: WaitingPackets | null;
  private readonly notes: NoteTaker | null;
  private readonly timers: NodeJS.Timeout[] = [];
  private captured = 0;
  private capturedBytes = 0;
  private running = false;
  private ending: { reason: StopReason; detail: string } | null = null;
  /** Packets stamped later than this are no longer taken; milliseconds since the epoch. */
  private until = Number.POSITIVE_INFINITY;
  private lastDelivery = 0;
  private finished = false;
  /** Filled for one packet after another. */
  private readonly packet: { -readonly [Key in keyof WrittenPacket]: WrittenPacket[Key] } = {
    interface: 0,
    originalLength: 0,
    seconds: 0,
    nanoseconds: 0,
  };

  /** @throws where the file cannot be made */
  constructor(
    private readonly request: CaptureRequest,
    private readonly report: (report: CaptureReport) => void,
  ) {
    this.trail = new CaptureTrail(request, (path, removed) => report({ kind: 'file', path, removed }));
    this.lanes = request.taps.map(({ device }) => new TapLane(device));
    const patience = backendNamed(request.backend).collectsMilliseconds + lateMilliseconds;
    this.merge =
      this.lanes.length > 1
        ? new LaneMerge(this.lanes.length, patience, (at, seconds, nanoseconds, originalLength, bytes, start, length) =>
            this.write(this.lanes[at]!, seconds, nanoseconds, originalLength, bytes, start, length),
          )
        : null;
    const { interfaces, section } = this.trail;
    const canWait = this.merge !== null && request.path !== '-';
    this.waiting = canWait ? new WaitingPackets(request.path, section, interfaces) : null;
    this.notes = request.noteProcesses
      ? new NoteTaker(process.platform, (sentence) => report({ kind: 'warning', sentence }))
      : null;
  }

  start(): void {
    const backend = backendNamed(this.request.backend);
    const { request } = this;
    request.taps.forEach((tap, index) => {
      const lane = this.lanes[index]!;
      const files = request.path === '-' ? null : tapFilePattern(request.path, index);
      const listeners: TapListeners = {
        described: (description) => this.describe(lane, description),
        packet: (seconds, nanoseconds, originalLength, bytes, start, length) =>
          this.take(lane, seconds, nanoseconds, originalLength, bytes, start, length),
        delivered: () => this.delivered(),
        ended: (code, words) => this.tapEnded(lane, code, words),
      };
      lane.tap = new TapProcess(tap, backend, listeners, files);
    });
    this.timers.push(setInterval(() => this.tellCounters(), reportMilliseconds));
    this.timers.push(setInterval(() => this.askForCounts(), countsMilliseconds));
    if (this.merge !== null) this.timers.push(setInterval(() => this.releaseMerged(), lateMilliseconds));
  }

  /** Ends the capture with all that was on the wire until now, which may still be on its way to us. */
  stop(reason: StopReason = 'asked', detail = ''): void {
    if (this.ending !== null) return;
    for (const { watch } of this.lanes) watch?.mark();
    this.ending = { reason, detail };
    if (this.running && isOrderly(reason)) this.drain(Date.now());
    else {
      this.until = -1;
      setImmediate(() => this.endTaps());
    }
  }

  /** Waits for what was on the wire at the stop, which may still be on its way through the kernel, the tap and the pipe. */
  private drain(stopped: number): void {
    const { latencyMilliseconds, timestamps } = backendNamed(this.request.backend);
    // A time that was not taken by the kernel does not tell when the packet was on the wire.
    if (timestamps === 'kernel') this.until = stopped;
    const timer = setInterval(() => {
      const now = Date.now();
      const late = now - stopped >= latencyMilliseconds;
      const quiet = now - this.lastDelivery >= quietMilliseconds;
      if ((late && quiet) || now - stopped >= latencyMilliseconds + patienceMilliseconds) this.endTaps();
    }, quietMilliseconds / 2);
    this.timers.push(timer);
  }

  private describe(lane: TapLane, { linkType, snapLength }: TapDescription): void {
    // Each file of a tap says it anew.
    if (lane.described !== null) return;
    const { request } = this;
    const index = this.trail.interfaces.length;
    const tap = request.taps[this.lanes.indexOf(lane)]!;
    lane.described = capturedInterface(index, tap, backendNamed(request.backend), linkType, snapLength);
    this.guarded(() => this.trail.describe(lane.described!));
    lane.watchForLoss(backendNamed(request.backend), tap);
    if (this.running || this.lanes.some(({ described, ended }) => described === null && !ended)) return;
    this.running = true;
    this.notes?.start();
    const { seconds } = request.stop;
    if (seconds !== null) this.timers.push(setTimeout(() => this.stop('seconds'), seconds * 1000));
    const pids = this.lanes.flatMap(({ tap, meter }) => [tap?.pid, meter?.pid]);
    const tapPids = pids.filter((pid) => pid !== undefined);
    this.report({ kind: 'started', path: this.trail.path, tapPids });
  }

  private readonly take: TakeFromLane = (lane, seconds, nanoseconds, originalLength, bytes, start, length) => {
    if (this.until !== Number.POSITIVE_INFINITY) {
      const isLater = seconds * 1000 + nanoseconds / 1_000_000 > this.until;
      lane.sawLater ||= isLater;
      if (isLater) {
        lane.refused++;
        return;
      }
    }
    if (this.merge === null) {
      this.write(lane, seconds, nanoseconds, originalLength, bytes, start, length);
      return;
    }
    this.merge.add(this.lanes.indexOf(lane), seconds, nanoseconds, originalLength, bytes, start, length);
    if (this.waiting === null) return;
    this.setPacket(lane, seconds, nanoseconds, originalLength);
    this.guarded(() => this.waiting?.add(this.packet, bytes.subarray(start, start + length)));
  };

  private readonly write: TakeFromLane = (lane, seconds, nanoseconds, originalLength, bytes, start, length) => {
    // Those that waited for others while it was stopped.
    if (this.until === -1) {
      lane.refused++;
      return;
    }
    const { request } = this;
    this.setPacket(lane, seconds, nanoseconds, originalLength);
    try {
      this.trail.packet(this.packet, bytes.subarray(start, start + length));
    } catch (error) {
      this.writeFailed(error as NodeJS.ErrnoException);
      return;
    }
    this.notes?.ports.look(bytes, start, length, lane.described!.linkType);
    lane.took(seconds * 1000 + nanoseconds / 1_000_000, originalLength, bytes, start, length);
    this.captured++;
    this.capturedBytes += length;
    if (this.captured === request.stop.packets) this.stop('packets');
    else if (request.stop.bytes !== null && this.trail.totalBytes >= request.stop.bytes) this.stop('bytes');
    else if (this.trail.isComplete) this.stop('files');
  };

  private setPacket({ described }: TapLane, seconds: number, nanoseconds: number, originalLength: number): void {
    const { packet } = this;
    packet.interface = described!.index;
    packet.seconds = seconds;
    packet.nanoseconds = nanoseconds;
    packet.originalLength = originalLength;
  }

  /** At the end of each piece of a tap's output, so that what arrived is in the file whatever happens to this process. */
  private delivered(): void {
    this.releaseMerged();
    this.lastDelivery = Date.now();
    if (this.ending !== null && this.until > 0 && this.lanes.every(({ ended, sawLater }) => ended || sawLater)) {
      this.endTaps();
    }
  }

  private releaseMerged(): void {
    this.merge?.release();
    this.guarded(() => {
      this.trail.flush();
      this.waiting?.flush(this.trail.written);
    });
  }

  private endTaps(): void {
    for (const { tap } of this.lanes) tap?.end();
    if (this.lanes.every(({ ended }) => ended)) this.finish();
  }

  private tapEnded(lane: TapLane, code: number | null, words: string): void {
    lane.ended = true;
    this.merge?.ended(this.lanes.indexOf(lane));
    const left = this.lanes.filter(({ ended }) => !ended);
    if (left.length === 0) this.merge?.finish();
    if (this.ending === null) {
      const gone = lane.described !== null && isGone(lane.device, words);
      const said = words === '' ? `it ended with ${code ?? 'a signal'}` : words;
      if (left.length > 0 && this.running) {
        const sentence = gone ? `${lane.device} is gone` : `capturing on ${lane.device} ended (${said})`;
        this.report({ kind: 'warning', sentence: `${sentence}; the other interfaces go on.` });
        return;
      }
      if (gone) this.stop('interface-gone', lane.device);
      // A tap may write to that disk, too.
      else if (/no space left/i.test(said)) this.stop('disk-full');
      else this.stop('backend-failed', said);
    }
    if (left.length === 0) this.finish();
  }

  private tellCounters(): void {
    if (!this.running || this.finished) return;
    this.writeNotes(false);
    this.guarded(() => this.trail.rotateByTime());
    // What comes after the stop is not taken.
    if (this.ending === null) for (const { watch } of this.lanes) watch?.mark();
    this.report({ kind: 'counters', counters: this.counters() });
  }

  private askForCounts(): void {
    for (const { tap, meter } of this.lanes) {
      tap?.askForCounts();
      meter?.ask();
    }
  }

  /** Statistics go to the file when there is something to note, and at the end. */
  private writeNotes(final: boolean): void {
    const comments = this.notes?.take() ?? [];
    if (!final && comments.length === 0) return;
    for (const lane of this.lanes) {
      if (lane.described === null) continue;
      const own = lane.described.index === 0 ? comments : [];
      if (!final && own.length === 0) continue;
      lane.described.statistics = lane.statistics(this.started, own, final);
      this.guarded(() => this.trail.statistics(lane.described!.index));
      // A new file of the ring does not begin with what was noted in the one before.
      lane.described.statistics = null;
    }
  }

  private finish(): void {
    if (this.finished) return;
    this.finished = true;
    this.merge?.finish();
    for (const timer of this.timers) clearTimeout(timer);
    this.notes?.stop();
    for (const { meter } of this.lanes) meter?.end();
    const wasAsked = { reason: 'asked', detail: '' } as const;
    const { reason } = this.ending ?? wasAsked;
    // Others end in the middle of what comes.
    if (isOrderly(reason)) for (const lane of this.lanes) lane.settle();
    if (reason !== 'disk-full' && reason !== 'write-failed') this.writeNotes(true);
    this.trail.close();
    this.waiting?.end();
    // Writing the last of it may have failed.
    const ending = this.ending ?? wasAsked;
    const sentence = sentenceOfStop(ending.reason, ending.detail, this.request);
    const counters = this.counters();
    this.report({ kind: 'stopped', reason: ending.reason, sentence, counters, files: this.trail.files });
  }

  private counters(): CaptureCounters {
    const perInterface = this.lanes.map((lane) => lane.counters());
    return {
      captured: this.captured,
      capturedBytes: this.capturedBytes,
      received: total(perInterface.map(({ received }) => received)),
      droppedByKernel: atLeast(perInterface.map(({ droppedByKernel }) => droppedByKernel)),
      droppedByInterface: atLeast(perInterface.map(({ droppedByInterface }) => droppedByInterface)),
      missing: atLeast(perInterface.map(({ missing }) => missing)),
      fileBytes: this.trail.fileBytes,
      perInterface,
    };
  }

  private guarded(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.writeFailed(error as NodeJS.ErrnoException);
    }
  }

  private writeFailed(error: NodeJS.ErrnoException): void {
    const { reason, detail } = stopOfWriteError(error);
    // What follows cannot be written either.
    this.until = -1;
    this.captured -= this.trail.takeLost();
    if (this.ending === null) this.stop(reason, detail);
    else this.ending = { reason, detail };
  }
}

const isOrderly = (reason: StopReason): boolean => reason === 'asked' || reason === 'seconds';
