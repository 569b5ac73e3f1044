import type { Fragment, FragmentOutcome, FragmentStore } from '../dissection-context';
import { LearntFragments } from './learnt-fragments';
import { PendingDatagram } from './pending-datagram';

/** Bytes of one captured frame; null where they can no longer be had. */
export type FrameBytes = (frame: number) => Uint8Array | null;

export interface FragmentLimits {
  /** Bytes that incomplete datagrams may hold together. */
  readonly pendingBytes: number;
  /** Number of incomplete datagrams. */
  readonly pendingDatagrams: number;
}

const usualLimits: FragmentLimits = { pendingBytes: 64 * 1024 * 1024, pendingDatagrams: 4096 };
/** Counted for each pending fragment beside its bytes, so that a flood of empty ones is bounded too. */
const fragmentOverhead = 128;
const pending: FragmentOutcome = { kind: 'pending' };

/**
 * Puts IP fragments together (RFC 791 §3.2, RFC 8200 §4.5).
 *
 * While loading, frames come once each and in order, and their fragments are kept until a datagram is whole. Afterwards any
 * frame may be read again, any number of times and in any order; it then gets the answer that it got first, or, where a
 * later frame completed its datagram, which one did. No bytes of whole datagrams are kept: they are read again from the
 * frames. Incomplete datagrams have no time limit, as the capture's clock cannot be trusted; the oldest are given up when
 * the limits are reached.
 */
export class FragmentReassembly implements FragmentStore {
  /** Incomplete datagrams given up because the limits were reached. */
  droppedDatagrams = 0;
  private readonly waiting = new Map<string, PendingDatagram>();
  private readonly learnt: LearntFragments;
  private pendingBytes = 0;
  private newestFrame = 0;

  constructor(
    frameBytes: FrameBytes,
    private readonly limits: FragmentLimits = usualLimits,
  ) {
    this.learnt = new LearntFragments(frameBytes);
  }

  add(fragment: Fragment): FragmentOutcome {
    if (fragment.frame <= this.newestFrame) {
      const known = this.learnt.outcome(fragment);
      if (known !== null) return known;
      if (fragment.frame < this.newestFrame) return pending;
    }
    this.newestFrame = fragment.frame;
    return this.take(fragment);
  }

  /** Number of incomplete datagrams. */
  get pendingDatagrams(): number {
    return this.waiting.size;
  }

  /** Bytes held for incomplete datagrams, and for what must be remembered of whole ones. */
  get byteSize(): number {
    return this.pendingBytes + this.learnt.byteSize;
  }

  private take(fragment: Fragment): FragmentOutcome {
    let datagram = this.waiting.get(fragment.key);
    if (datagram === undefined) {
      datagram = new PendingDatagram();
      this.waiting.set(fragment.key, datagram);
    }
    // The newest frame may be read again before the next one comes.
    if (datagram.holds(fragment)) return pending;
    datagram.add(fragment);
    this.pendingBytes += fragment.bytes.length + fragmentOverhead;
    const whole = datagram.assemble();
    if (whole === null) {
      if (datagram.full) this.giveUp(fragment.key, datagram);
      this.keepWithinLimits();
      return pending;
    }
    this.forget(fragment.key, datagram);
    this.learnt.remember(fragment, datagram.pieces, whole.bytes.length);
    return { kind: 'complete', datagram: whole };
  }

  private keepWithinLimits(): void {
    for (const [key, datagram] of this.waiting) {
      if (this.pendingBytes <= this.limits.pendingBytes && this.waiting.size <= this.limits.pendingDatagrams) return;
      this.giveUp(key, datagram);
    }
  }

  private giveUp(key: string, datagram: PendingDatagram): void {
    this.forget(key, datagram);
    this.droppedDatagrams++;
  }

  private forget(key: string, datagram: PendingDatagram): void {
    this.waiting.delete(key);
    this.pendingBytes -= datagram.byteSize + datagram.pieces.length * fragmentOverhead;
  }
}
