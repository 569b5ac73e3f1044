import type { ColoringRule } from '../../preload/contract/colors';
import type { Frame } from '../analysis/dissection';
import type { Chunk } from '../analysis/store/chunk';
import { chunkMask, chunkShift, RowFlag } from '../analysis/store/schema';
import type { CaptureAnalysis } from './capture-analysis';

const noComments: readonly string[] = [];

/** What the store and the file know of a row's frame, looked up when it is asked for: most readers want little of it. */
export class RowFrame implements Frame {
  private readonly chunk: Chunk;
  private readonly at: number;

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly row: number,
  ) {
    this.chunk = analysis.store.chunks[row >>> chunkShift] as Chunk;
    this.at = row & chunkMask;
  }

  get number(): number {
    return this.row + 1;
  }

  get capturedLength(): number {
    return this.chunk.capturedLength[this.at] as number;
  }

  get originalLength(): number {
    return this.chunk.originalLength[this.at] as number;
  }

  get seconds(): number {
    return this.chunk.seconds[this.at] as number;
  }

  get nanoseconds(): number {
    return this.chunk.nanoseconds[this.at] as number;
  }

  get hasTime(): boolean {
    return ((this.chunk.rowFlags[this.at] as number) & RowFlag.hasTime) !== 0;
  }

  get linkType(): number {
    return this.analysis.file.interfaces[this.chunk.interface[this.at] as number]?.linkType ?? -1;
  }

  get interface(): number {
    return this.analysis.interfaceNumbers?.of(this.chunk.interface[this.at] as number) ?? -1;
  }

  /** Only pcapng has sections. */
  get section(): number {
    const { file, interfaceNumbers } = this.analysis;
    const described = file.interfaces[this.chunk.interface[this.at] as number];
    return interfaceNumbers === null || described === undefined ? 0 : described.section + 1;
  }

  get interfaceName(): string {
    return this.analysis.file.interfaces[this.chunk.interface[this.at] as number]?.name ?? '';
  }

  get comments(): readonly string[] {
    return this.analysis.comments.get(this.row) ?? noComments;
  }

  get sinceFirst(): bigint {
    return this.analysis.time(this.row) - this.analysis.time(0);
  }

  get sincePrevious(): bigint {
    return this.row === 0 ? 0n : this.analysis.time(this.row) - this.analysis.time(this.row - 1);
  }

  get coloringRule(): ColoringRule | null {
    return this.analysis.coloring?.ruleOf(this.row) ?? null;
  }

  get marked(): boolean {
    return this.analysis.marked.has(this.row);
  }
}
