import { grown } from '../grown-array';

/** Round-trip times in nanoseconds, gathered one by one. */
export class RoundTrips {
  private samples = new Float64Array(16);
  private size = 0;

  add(nanoseconds: number): void {
    if (this.size === this.samples.length) this.samples = grown(this.samples);
    this.samples[this.size++] = nanoseconds;
  }

  /** Minimum, median and maximum in seconds; null without a sample. */
  summary(): { minimum: number; median: number; maximum: number } | null {
    if (this.size === 0) return null;
    const sorted = this.samples.subarray(0, this.size).sort();
    const middle = sorted.length >>> 1;
    const median =
      sorted.length % 2 === 1
        ? (sorted[middle] as number)
        : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
    return {
      minimum: (sorted[0] as number) / 1e9,
      median: median / 1e9,
      maximum: (sorted[sorted.length - 1] as number) / 1e9,
    };
  }
}
