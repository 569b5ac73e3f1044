import type { JobId } from '../../../preload/contract/capture';
import type { FilterFault } from '../../../preload/contract/filters';
import type {
  FindHit,
  FindOverview,
  FindQuery,
  FindRequest,
  FindSpot,
  FindState,
} from '../../../preload/contract/find';
import { FilterError } from '../../analysis/filter/filter-error';
import { JobCancelled, type Jobs } from '../jobs';
import type { RowList } from '../views';
import { type Findable, findMatcher } from './find-matcher';
import { PacketSearch } from './packet-search';

const reportMilliseconds = 100;

/** The search of an open capture; there is one at a time. */
export class FindSession {
  private search: PacketSearch | null = null;
  private job: JobId = '';
  private last = 0;
  private isStopped = false;

  /**
   * @param findable asked anew at each search: a capture that is read again is another
   * @param list the list of a view; throws where it is gone
   */
  constructor(
    private readonly findable: () => Findable,
    private readonly list: (view: number) => RowList,
    private readonly jobs: Jobs,
    private readonly tell: (state: FindState) => void,
  ) {}

  /** What the contract's `find` methods call, the capture's id left out. */
  readonly methods = {
    'find.check': (query: FindQuery) => this.check(query),
    'find.start': (request: FindRequest) => this.start(request),
    'find.step': (id: number, packet: number, direction: 'next' | 'previous') => this.step(id, packet, direction),
    'find.overview': (id: number, stretches: number, packet: number): FindOverview | null =>
      this.search?.id === id ? this.search.overview(stretches, packet - 1) : null,
    'find.spot': (id: number, packet: number): FindSpot | null =>
      this.search?.id === id ? this.search.spot(packet - 1) : null,
    'find.end': (id: number) => {
      if (this.search?.id === id) this.end();
    },
  } as const;

  /** Ends the search: the capture is read again, or another one begins. */
  end(): void {
    this.search?.giveUp();
    this.search = null;
    this.jobs.cancel(this.job);
  }

  /** Goes on with rows that have come since. A search that the user stopped stays stopped. */
  grown(): void {
    if (this.search !== null && !this.isStopped) void this.work(this.search);
  }

  /** Everything is loaded, or means something else by another rule. */
  reconsider(): void {
    this.search?.reconsider();
    this.grown();
  }

  /** The user marked packets, or wrote comments. */
  annotated(rows: readonly number[]): void {
    if (!this.search?.asksAnnotations) return;
    this.search.recheck(rows);
    this.grown();
  }

  private check(query: FindQuery): FilterFault | null {
    try {
      findMatcher(query, this.findable(), 0);
      return null;
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      const { message, start, end } = error;
      return { message, start, end };
    }
  }

  private start({ query, view, packet, job }: FindRequest): FindState {
    const list = this.list(view);
    const matcher = findMatcher(query, this.findable(), packet);
    this.end();
    this.job = job;
    const search = new PacketSearch(++this.last, list, matcher, packet === 0 ? 0 : list.positionOf(packet - 1));
    this.search = search;
    void this.work(search);
    return search.state;
  }

  private step(id: number, packet: number, direction: 'next' | 'previous'): Promise<FindHit | null> | null {
    const { search } = this;
    if (search?.id !== id) return null;
    const hit = search.nextFrom(packet - 1, direction === 'next' ? 1 : -1);
    if (search.isAwaited) void this.work(search);
    return hit;
  }

  private async work(search: PacketSearch): Promise<void> {
    if (search.state.running) return;
    this.isStopped = false;
    const timer = setInterval(() => this.report(search), reportMilliseconds);
    try {
      await this.jobs.run(this.job, 'Finding', (job) => search.run(job));
    } catch (error) {
      if (!(error instanceof JobCancelled)) throw error;
      if (this.search === search) this.isStopped = true;
    } finally {
      clearInterval(timer);
      this.report(search);
    }
  }

  private report(search: PacketSearch): void {
    if (this.search === search) this.tell(search.state);
  }
}
