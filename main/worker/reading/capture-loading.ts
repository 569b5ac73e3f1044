import { setImmediate } from 'node:timers/promises';
import type { DissectionContext } from '../../analysis/dissection-context';
import type { Loader } from '../../analysis/loader';
import { Chunk } from '../../analysis/store/chunk';
import { VerdictPass } from '../../analysis/tcp/verdict/verdict-pass';
import { PacketRecord } from '../../files/packet-record';
import type { CaptureAnalysis } from '../capture-analysis';
import type { ReaderBatch } from './reader-messages';
import type { ReadingThread } from './reading-thread';
import { RowReplay } from './row-events';

/** Longest stretch of judging while the other thread is waited for. */
const idleMilliseconds = 2;
/** Longest stretch of reading before the event loop may answer a query. */
const sliceMilliseconds = 15;

/** What is filled. */
type Filled = Pick<CaptureAnalysis, 'file' | 'store' | 'connections' | 'comments' | 'totals'>;

/** Takes in a file's packets, follows their connections and judges them, in slices. */
export class CaptureLoading {
  /** Milliseconds that others have had between slices. */
  givenAway = 0;
  private readonly record = new PacketRecord();
  private readonly replay: RowReplay;
  private readonly verdicts: VerdictPass;

  /** @param thread reads the packets of a large file, until it has come to the file's end */
  constructor(
    private readonly filled: Filled,
    private readonly loader: Loader,
    private readonly fragments: DissectionContext['fragments'],
    private thread: ReadingThread | null,
  ) {
    this.replay = new RowReplay(filled.connections);
    this.verdicts = new VerdictPass(filled.connections);
  }

  /** Reads to the file's present end, letting other work in between. @returns false where `signal` stopped it */
  async run(signal?: AbortSignal, onSlice?: () => void): Promise<boolean> {
    const before = this.filled.store.count;
    const complete = (await this.readBeside(signal, onSlice)) && (await this.readToEnd(signal, onSlice));
    return complete && (await this.judge(before, signal, onSlice));
  }

  private async giveWay(): Promise<void> {
    const began = performance.now();
    await setImmediate();
    this.givenAway += performance.now() - began;
  }

  async stop(): Promise<void> {
    await this.thread?.stop();
  }

  /**
   * Lets another thread read the packets of a large file, and follows their connections behind it. Whatever there is to be said
   * of the file's end is left to `readToEnd`, which goes on where the other thread came to.
   */
  private async readBeside(signal?: AbortSignal, onSlice?: () => void): Promise<boolean> {
    const { thread } = this;
    if (thread === null) return true;
    let offset = 0;
    try {
      for (;;) {
        const batch = await thread.next(signal);
        if (batch === null) return false;
        this.adopt(batch);
        offset = batch.file.offset;
        if (batch.atEnd) return true;
        onSlice?.();
        await this.giveWay();
        if (signal?.aborted) return false;
        if (!thread.isAhead) this.verdicts.slice(idleMilliseconds, 'closed');
      }
    } finally {
      await thread.stop();
      this.thread = null;
      if (offset > 0) await this.filled.file.skipTo(offset);
    }
  }

  private adopt(batch: ReaderBatch): void {
    const { file, store, comments, totals } = this.filled;
    const before = store.count;
    store.addresses.adopt(batch.addresses);
    store.layerChains.adopt(batch.chains);
    file.learn(batch.file);
    for (const [row, texts] of batch.comments) comments.set(row, texts);
    for (const fragment of batch.fragments) this.fragments.add(fragment);
    store.adopt(
      batch.rows,
      batch.chunks.map((memory) => new Chunk(memory)),
    );
    this.replay.run(batch.events, before, batch.rows);
    this.loader.takeOver(batch.dissected);
    Object.assign(totals, batch.totals);
  }

  private async readToEnd(signal?: AbortSignal, onSlice?: () => void): Promise<boolean> {
    do {
      while (this.readSlice()) {
        onSlice?.();
        await this.giveWay();
        if (signal?.aborted) return false;
      }
      onSlice?.();
      if (signal?.aborted) return false;
    } while ((await this.filled.file.fill()) === 'more');
    return true;
  }

  /** Reads for a while. @returns false where the window in memory is used up */
  private readSlice(): boolean {
    const { store, totals } = this.filled;
    const before = store.count;
    const goesOn = this.readRecords();
    this.loader.settle();
    totals.count(store, before, store.count);
    return goesOn;
  }

  private readRecords(): boolean {
    const { record, loader } = this;
    const { file, store, comments } = this.filled;
    const until = performance.now() + sliceMilliseconds;
    do {
      for (let i = 0; i < 4096; i++) {
        if (!file.next(record)) return false;
        const { linkType } = file.interfaces[record.interface] as { linkType: number };
        if (record.comments !== null) comments.set(store.count, record.comments);
        loader.add(record, linkType);
      }
    } while (performance.now() < until);
    return true;
  }

  /** Fills the verdict columns; of a capture that grows, again where that may change anything. */
  private async judge(loadedBefore: number, signal?: AbortSignal, onSlice?: () => void): Promise<boolean> {
    const extent = loadedBefore === 0 || loadedBefore === this.filled.store.count ? 'all' : 'grown';
    while (this.verdicts.slice(sliceMilliseconds, extent)) {
      onSlice?.();
      await this.giveWay();
      if (signal?.aborted) return false;
    }
    return true;
  }
}
