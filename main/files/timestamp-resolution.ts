import type { CaptureInterface, CaptureTime } from './capture-interface';
import type { PacketRecord } from './packet-record';

/** if_tsresol when an interface has none: microseconds (draft-ietf-opsawg-pcapng §4.2). */
export const MICROSECONDS = 6;
export const NANOSECONDS = 9;

const TWO_TO_32 = 4294967296;

/** Ticks in a second for an if_tsresol byte: bit 7 chooses base 2 over base 10, the rest is the negative exponent. */
export function ticksPerSecond(resolution: number): bigint {
  const exponent = BigInt(resolution & 0x7f);
  return resolution & 0x80 ? 2n ** exponent : 10n ** exponent;
}

/**
 * Turns 64-bit tick counts into seconds and nanoseconds. Resolutions that divide a nanosecond evenly (10^-0 to 10^-9 and
 * 2^-0 to 2^-9) go through ordinary numbers, all others through BigInt; what is finer than a nanosecond is cut off.
 */
export class TickClock {
  private readonly perSecond: number;
  /** Nanoseconds in a tick; 0 when that is not a whole number. */
  private readonly nanosecondsPerTick: number;
  private readonly perSecondExact: bigint;
  private readonly offsetSeconds: number;

  constructor(resolution: number, offsetSeconds: number) {
    this.perSecondExact = ticksPerSecond(resolution);
    this.perSecond = Number(this.perSecondExact);
    this.nanosecondsPerTick =
      1_000_000_000n % this.perSecondExact === 0n ? Number(1_000_000_000n / this.perSecondExact) : 0;
    this.offsetSeconds = offsetSeconds;
  }

  /** Sets the record's time from the two halves of a tick count, each an unsigned 32-bit number. */
  stamp(record: PacketRecord, high: number, low: number): void {
    if (this.nanosecondsPerTick === 0) {
      this.stampExactly(record, high, low);
      return;
    }
    // Long division in base 2^16: no step goes above 10^9 * 2^16, far inside what a double holds exactly.
    const divisor = this.perSecond;
    const highest = Math.floor(high / divisor);
    const second = (high - highest * divisor) * 65536 + (low >>> 16);
    const middle = Math.floor(second / divisor);
    const third = (second - middle * divisor) * 65536 + (low & 0xffff);
    const lowest = Math.floor(third / divisor);
    record.seconds = highest * TWO_TO_32 + middle * 65536 + lowest + this.offsetSeconds;
    record.nanoseconds = (third - lowest * divisor) * this.nanosecondsPerTick;
  }

  private stampExactly(record: PacketRecord, high: number, low: number): void {
    const ticks = (BigInt(high) << 32n) | BigInt(low);
    const seconds = ticks / this.perSecondExact;
    const rest = ticks - seconds * this.perSecondExact;
    record.seconds = Number(seconds) + this.offsetSeconds;
    record.nanoseconds = Number((rest * 1_000_000_000n) / this.perSecondExact);
  }
}

/** The resolution an interface's packets are written with: microseconds where those are exact, else nanoseconds. */
export function writtenResolution(described: CaptureInterface): number {
  return described.timestampResolution <= MICROSECONDS ? MICROSECONDS : NANOSECONDS;
}

/** The tick count that `TickClock` turns into this time again, for an interface written with `writtenResolution`. */
export function exactTicks(time: CaptureTime, described: CaptureInterface): { high: number; low: number } {
  const perSecond = writtenResolution(described) === MICROSECONDS ? 1_000_000 : 1_000_000_000;
  const seconds = Math.max(0, time.seconds - described.offsetSeconds);
  const fraction = Math.floor(time.nanoseconds / (1_000_000_000 / perSecond));
  // Multiplied in two halves of the seconds, so that each product is exact in a double.
  const upper = Math.floor(seconds / 65536);
  const upperTicks = upper * perSecond;
  const lowerTicks = (seconds - upper * 65536) * perSecond + fraction;
  const upperHigh = Math.floor(upperTicks / 65536);
  const rest = (upperTicks - upperHigh * 65536) * 65536 + lowerTicks;
  const carried = Math.floor(rest / TWO_TO_32);
  return { high: Math.min(upperHigh + carried, TWO_TO_32 - 1), low: rest - carried * TWO_TO_32 };
}
