import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift, RowFlag } from '../../analysis/store/schema';
import { AnalysisFlag } from '../../analysis/tcp/analysis-flag';
import { FlowMark } from '../../analysis/tcp/flow/flow-mark';
import { FlowRows } from '../../analysis/tcp/flow/flow-rows';
import { TcpFlag } from '../../analysis/transport/tcp-flags';

const troubles =
  AnalysisFlag.lostSegment | AnalysisFlag.zeroWindow | AnalysisFlag.retransmission | AnalysisFlag.outOfOrder;

const takenAtOnce = 1 << 15;

/** Packets of any kind, in the order given. What their connections tell of them is marked later. */
export class PacketFlow extends FlowRows {
  /** Takes the packets, and pauses now and then for other work. @param rows ascending */
  *take(rows: Iterable<number>): Generator<void, void> {
    const { store } = this;
    for (const row of rows) {
      if (this.count % takenAtOnce === takenAtOnce - 1) yield;
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const at = row & chunkMask;
      const position = this.add(row, chunk, at);
      const isTcp = ((chunk.rowFlags[at] as number) & RowFlag.tcp) !== 0;
      const isReset = isTcp && ((chunk.tcpFlags[at] as number) & TcpFlag.rst) !== 0;
      const isTrouble = ((chunk.analysis[at] as number) & troubles) !== 0 || chunk.verdict[at] !== 0 || isReset;
      this.mark(position, isTrouble ? FlowMark.standsAlone | FlowMark.problem : FlowMark.standsAlone);
    }
    this.seal();
  }

  override positionOf(row: number): number {
    return this.rows[row] === row && row < this.count ? row : super.positionOf(row);
  }

  /** Position of a row; -1 where it is not among them. */
  find(row: number): number {
    const position = this.positionOf(row);
    return position >= 0 && this.rows[position] === row ? position : -1;
  }

  /** Position of the first packet that is not before a row. */
  firstFrom(row: number): number {
    const position = this.positionOf(row);
    return position >= 0 && this.rows[position] === row ? position : position + 1;
  }

  /** Of all packets, in nanoseconds; times that go back count as none. */
  get duration(): number {
    let whole = 0;
    for (let position = 1; position < this.count; position++) whole += Math.max(0, this.pauses[position] as number);
    return whole;
  }
}
