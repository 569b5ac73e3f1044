import type { FlowBlockOfLines, FlowLane, FlowLine } from '../../../preload/contract/flow';

/** Height of a block in steps. */
export const BLOCK = 64;
const mostBlocks = 16;
const mostUnderWay = 3;

type Fetch = (top: number, bottom: number) => Promise<FlowBlockOfLines>;

/** Blocks of a ladder's lines as they are needed: the latest are kept, and the newest wish is fetched first. */
export class LadderPages {
  private readonly blocks = new Map<number, FlowBlockOfLines>();
  private readonly underWay = new Set<number>();
  private wanted: readonly number[] = [];
  private topBefore = 0;
  /** The ladder has become another: nothing more is fetched of this one. */
  private isStale = false;
  /** What is shown where a block is not here yet: the same lines, of a moment ago or a moment later. */
  private readonly makeshift: Map<number, FlowBlockOfLines>;

  /**
   * @param version - of the shape that the lines belong to
   * @param height - of the ladder, in steps
   * @param onNews - called when lines came
   * @param onStale - called when the ladder has become another
   * @param before - of the same ladder when it was shorter, as it is of a connection that goes on
   */
  constructor(
    private readonly version: number,
    private readonly height: number,
    private readonly fetch: Fetch,
    private readonly onNews: () => void,
    private readonly onStale: () => void,
    before: LadderPages | null = null,
  ) {
    this.makeshift = new Map(before ? [...before.makeshift, ...before.blocks] : []);
    forgetOldest(this.makeshift);
  }

  /** Lines and lanes between two places, as far as they are here; the rest is fetched. */
  between(top: number, bottom: number): { readonly lines: readonly FlowLine[]; readonly lanes: readonly FlowLane[] } {
    const lines: FlowLine[] = [];
    const lanes: FlowLane[] = [];
    const missing: number[] = [];
    for (let block = Math.max(0, Math.floor(top / BLOCK)); block * BLOCK < bottom; block++) {
      const here = this.blocks.get(block);
      if (here === undefined) missing.push(block);
      else {
        this.blocks.delete(block);
        this.blocks.set(block, here);
      }
      const found = here ?? this.makeshift.get(block);
      if (found === undefined) continue;
      for (const line of found.lines) if (line.top >= top && line.top < bottom) lines.push(line);
      for (const lane of found.lanes) if (lane.bottom > top && lane.top < bottom) lanes.push(lane);
    }
    this.wanted = [...missing, ...this.ahead(top, bottom)];
    this.fetchWanted();
    return { lines, lanes };
  }

  /** The block that comes next in the direction of scrolling, so that it is here when it is seen. */
  private ahead(top: number, bottom: number): readonly number[] {
    const isDown = top >= this.topBefore;
    this.topBefore = top;
    const next = isDown ? Math.ceil(bottom / BLOCK) : Math.floor(top / BLOCK) - 1;
    return next >= 0 && next * BLOCK < this.height && !this.blocks.has(next) ? [next] : [];
  }

  /** The first line with a packet at or below a place, where it is here. */
  firstFrom(top: number): FlowLine | undefined {
    const from = Math.max(0, top);
    const lines = this.blocks.get(Math.floor(from / BLOCK))?.lines;
    return lines?.find((line) => line.packet > 0 && line.top >= from);
  }

  /** All lines between two places, for copies and files. */
  async all(top: number, bottom: number): Promise<{ lines: FlowLine[]; lanes: FlowLane[] }> {
    const lines: FlowLine[] = [];
    const lanes: FlowLane[] = [];
    for (let block = Math.floor(top / BLOCK); block * BLOCK < bottom; block++) {
      const { lines: more, lanes: moreLanes } = await this.fetch(block * BLOCK, (block + 1) * BLOCK);
      lines.push(...more.filter((line) => line.top >= top && line.top < bottom));
      lanes.push(...moreLanes.filter((lane) => lane.bottom > top && lane.top < bottom));
    }
    return { lines, lanes };
  }

  private fetchWanted(): void {
    if (this.isStale) return;
    for (const block of this.wanted) {
      if (this.underWay.size >= mostUnderWay) return;
      if (!this.underWay.has(block)) void this.fetchBlock(block);
    }
  }

  private async fetchBlock(block: number): Promise<void> {
    this.underWay.add(block);
    try {
      const found = await this.fetch(block * BLOCK, (block + 1) * BLOCK);
      if (found.version !== this.version) {
        if (!this.isStale) this.onStale();
        this.isStale = true;
        this.makeshift.set(block, found);
      } else this.blocks.set(block, found);
      forgetOldest(this.blocks);
      forgetOldest(this.makeshift);
      this.onNews();
    } catch {
      // The capture was closed or read again; whoever shows the ladder asks for its shape then.
    } finally {
      this.underWay.delete(block);
      this.fetchWanted();
    }
  }
}

function forgetOldest(blocks: Map<number, FlowBlockOfLines>): void {
  for (const oldest of blocks.keys()) {
    if (blocks.size <= mostBlocks) return;
    blocks.delete(oldest);
  }
}
