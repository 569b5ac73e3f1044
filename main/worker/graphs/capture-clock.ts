import type { Timestamp } from '../../../preload/contract/capture';
import type { Stretch } from '../../../preload/contract/graphs';
import type { Chunk } from '../../analysis/store/chunk';
import { RowFlag } from '../../analysis/store/schema';
import type { CaptureAnalysis } from '../capture-analysis';

/** Times of a capture counted from its first packet. */
export class CaptureClock {
  /** Null where no packet has a time. */
  readonly origin: Timestamp | null;
  /** Seconds; packets need not come in the order of their times. */
  readonly extent: Stretch;

  constructor(readonly analysis: CaptureAnalysis) {
    const { store, totals } = analysis;
    const first = { seconds: store.count > 0 ? store.get('seconds', 0) : Number.NaN, nanoseconds: 0 };
    if (store.count > 0) first.nanoseconds = store.get('nanoseconds', 0);
    // The first packet of a pcapng file may be one without a time.
    this.origin =
      Number.isFinite(first.seconds) && store.has(0, RowFlag.hasTime)
        ? first
        : totals.earliest && { ...totals.earliest };
    const { earliest, latest } = totals;
    this.extent =
      earliest && latest ? { from: this.secondsOf(earliest), to: this.secondsOf(latest) } : { from: 0, to: 0 };
  }

  /** Nanoseconds since the first packet, exact up to 104 days; NaN for a packet without a time. */
  nanosecondsAt({ seconds, nanoseconds, rowFlags }: Chunk, at: number): number {
    const { origin } = this;
    if (origin === null || ((rowFlags[at] as number) & RowFlag.hasTime) === 0) return Number.NaN;
    return ((seconds[at] as number) - origin.seconds) * 1e9 + ((nanoseconds[at] as number) - origin.nanoseconds);
  }

  private secondsOf({ seconds, nanoseconds }: Timestamp): number {
    const origin = this.origin as Timestamp;
    return ((seconds - origin.seconds) * 1e9 + (nanoseconds - origin.nanoseconds)) / 1e9;
  }
}
