import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { CaptureId } from '../../preload/contract/capture';
import { sentenceOf } from './bridge';
import { isGrowing, useCapture } from './capture';
import { withJob } from './jobs';
import { useOpenPanels } from './workspace';

/** A list that the worker holds and gives by ranges. */
export interface HeldList {
  readonly id: number;
  readonly rows: number;
  /** Entries in all, found or not. */
  readonly total: number;
}

export interface RangeListState<Request, List extends HeldList> {
  /** What is asked for; the list shown may still be of the request before. */
  readonly request: Request;
  readonly list: List | null;
  readonly isWorking: boolean;
  readonly fault: string | null;
}

interface RangeListOptions<Request, List extends HeldList> {
  /** Only while this panel is seen is anything asked of the worker. */
  readonly panel: string;
  /** Of the work, for its progress bar: `Sorting connections`. */
  readonly title: string;
  readonly first: Request;
  readonly make: (capture: CaptureId, request: Request, job: string) => Promise<List>;
}

/** A list of a capture that grows is made anew this often. */
const REFRESH_MILLISECONDS = 1000;

/** The shown list of a panel, kept up with the capture while the panel is seen. */
export class RangeList<Request, List extends HeldList> {
  readonly use: UseBoundStore<StoreApi<RangeListState<Request, List>>>;
  readonly #options: RangeListOptions<Request, List>;
  #isStale = true;
  #isBusy = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #made = 0;

  constructor(options: RangeListOptions<Request, List>) {
    this.#options = options;
    this.use = create<RangeListState<Request, List>>(() => ({
      request: options.first,
      list: null,
      isWorking: false,
      fault: null,
    }));
  }

  /** Asks for another order, other words, another kind; what is not named stays. */
  change(changes: Partial<Request>): void {
    this.use.setState({ request: { ...this.use.getState().request, ...changes } });
    this.#isStale = true;
    void this.#catchUp();
  }

  /** What the list was made of has changed. */
  refresh(): void {
    this.#isStale = true;
    void this.#catchUp();
  }

  /** To be called once, at the start of the window. */
  listen(): void {
    useCapture.subscribe(({ capture }, { capture: before }) => {
      if (capture?.id !== before?.id) this.use.setState({ list: null, isWorking: false, fault: null });
      const isOther = capture?.id !== before?.id || capture?.revision !== before?.revision;
      // What was noted of connections makes the file longer without a packet.
      const isAsLong = capture?.packets === before?.packets && capture?.bytesRead === before?.bytesRead;
      if (!isOther && isAsLong && capture?.phase === before?.phase) return;
      this.#isStale = true;
      if (isOther || (capture && !isGrowing(capture))) void this.#catchUp();
      else this.#catchUpSoon();
    });
    useOpenPanels.subscribe(() => void this.#catchUp());
  }

  /** In bounded steps: the rows on screen do not change more often than an eye follows. */
  #catchUpSoon(): void {
    if (this.#timer !== null) return;
    const rest = Math.max(0, this.#made + REFRESH_MILLISECONDS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#catchUp();
    }, rest);
  }

  async #catchUp(): Promise<void> {
    const isSeen = useOpenPanels.getState().seen.includes(this.#options.panel);
    if (!this.#isStale || this.#isBusy || !isSeen) return;
    this.#isBusy = true;
    try {
      while (this.#isStale) {
        const capture = useCapture.getState().capture;
        if (!capture) return;
        this.#isStale = false;
        await this.#make(capture.id);
      }
    } finally {
      this.#isBusy = false;
      this.#made = performance.now();
    }
  }

  async #make(capture: CaptureId): Promise<void> {
    const { request } = this.use.getState();
    this.use.setState({ isWorking: true });
    let next: Partial<RangeListState<Request, List>>;
    try {
      const list = await withJob(this.#options.title, (job) => this.#options.make(capture, request, job));
      next = { list, fault: null };
    } catch (problem) {
      next = { fault: sentenceOf(problem) };
    }
    const isCurrent = useCapture.getState().capture?.id === capture;
    this.use.setState(isCurrent ? { ...next, isWorking: false } : { isWorking: false });
  }
}
