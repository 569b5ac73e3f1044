import type { SeriesWish, Traffic, TrafficRequest, TrafficSeries } from '../../../preload/contract/graphs';
import type { CaptureAnalysis } from '../capture-analysis';
import type { FilterShelf } from '../filter-shelf';
import { type Jobs, unwatched } from '../jobs';
import { CaptureClock } from './capture-clock';
import { PatientWork } from './patient-work';
import { planSeries, type SeriesFault, SeriesSource } from './series-source';
import { Intervals, measureSeries } from './traffic';

const mostSources = 24;
const mostPixels = 8192;

/** Answers for series over the whole capture, and keeps what their filters found. */
export class TrafficGraphs {
  /** The one used last is the last. */
  private readonly sources = new Map<string, SeriesSource>();
  private readonly work: PatientWork;

  constructor(
    private readonly analysis: CaptureAnalysis,
    jobs: Jobs,
    private readonly shelf: () => FilterShelf,
  ) {
    this.work = new PatientWork(jobs);
  }

  async traffic(request: TrafficRequest): Promise<Traffic> {
    const sources = request.series.map((wish) => this.source(wish));
    await this.advance(sources, request.job);
    const clock = new CaptureClock(this.analysis);
    const columns = Math.min(mostPixels, request.columns);
    const intervals = new Intervals(request.x ?? clock.extent, request.interval, columns);
    const series: TrafficSeries[] = [];
    const resting = unwatched();
    for (const [i, source] of sources.entries()) {
      const wish = request.series[i] as SeriesWish;
      series.push(
        source instanceof SeriesSource
          ? await measureSeries(source, wish, clock, intervals, columns, resting)
          : faulty(source),
      );
    }
    return {
      origin: clock.origin,
      extent: clock.extent,
      interval: intervals.seconds,
      series,
      total: this.analysis.store.count,
      complete: sources.every((source) => !(source instanceof SeriesSource) || source.isComplete),
    };
  }

  /** The packets of a wish and its values, as far as they are known. */
  private source(wish: SeriesWish): SeriesSource | SeriesFault {
    const plan = planSeries(this.analysis, this.shelf(), wish);
    if ('message' in plan) return plan;
    const key = SeriesSource.key(wish);
    const known = this.sources.get(key);
    const isUsable = known !== undefined && !(known.isStale && known.isComplete);
    const source = isUsable ? known : new SeriesSource(this.analysis, this.shelf(), plan);
    this.keep(key, source);
    return source;
  }

  /** Lets filters go on for a while; they do so by themselves until they are done or stopped. */
  private async advance(sources: readonly (SeriesSource | SeriesFault)[], job: string): Promise<void> {
    const waiting = sources.filter((each): each is SeriesSource => each instanceof SeriesSource && !each.isComplete);
    if (waiting.length === 0) return;
    await this.work.advance(job, 'Filtering for the graph', async (each) => {
      for (const source of waiting) await source.advance(each);
    });
  }

  private keep(key: string, source: SeriesSource): void {
    this.sources.delete(key);
    this.sources.set(key, source);
    for (const oldest of this.sources.keys()) {
      if (this.sources.size <= mostSources) return;
      this.sources.delete(oldest);
    }
  }
}

const none = new Float64Array(0);

const faulty = (fault: SeriesFault): TrafficSeries => ({
  x: none,
  y: none,
  packet: new Uint32Array(0),
  packets: 0,
  isTime: false,
  fault,
  done: 0,
});
