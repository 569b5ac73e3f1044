import type { FlowLane } from '../../../preload/contract/flow';
import { firstIndex } from '../../analysis/first-index';
import { RowFlag } from '../../analysis/store/schema';
import type { ConnectionFlow } from '../../analysis/tcp/flow/connection-flow';
import { stateHistory } from '../../analysis/tcp/state-history';
import { tcpStateName } from '../../analysis/tcp/tcp-state';
import type { Transition } from '../../analysis/tcp/transition';
import type { CaptureAnalysis } from '../capture-analysis';
import type { Ladder } from './ladder';

/** A stretch of a lane by positions; `until` is the connection's end where nothing ends it. */
interface Stretch {
  readonly node: 0 | 1;
  readonly from: number;
  readonly until: number;
  readonly packet: number;
  readonly state: string;
  readonly isSender: boolean;
  readonly why: string;
  readonly doubt: string;
  readonly isInferred: boolean;
}

/** The states of both ends, and where a receiver's window was closed, as stretches of the ladder. */
export class StateLanes {
  /** By node, each in order. */
  private readonly stretches: readonly (readonly Stretch[])[];

  constructor(
    private readonly analysis: CaptureAnalysis,
    stream: number,
    private readonly flow: ConnectionFlow,
  ) {
    const history = stateHistory(analysis.store, analysis.connections, stream);
    this.stretches = [this.states(history.client, 0), this.states(history.server, 1), this.zeroWindows()];
  }

  between(ladder: Ladder, top: number, bottom: number): FlowLane[] {
    const lanes: FlowLane[] = [];
    for (const stretches of this.stretches) {
      for (let i = this.firstEndingBehind(ladder, stretches, top); i < stretches.length; i++) {
        const lane = this.lane(ladder, stretches[i] as Stretch, top, bottom);
        if (lane.top >= bottom) break;
        lanes.push(lane);
      }
    }
    return lanes;
  }

  private lane(ladder: Ladder, stretch: Stretch, top: number, bottom: number): FlowLane {
    const { node, state, packet, isSender, why, doubt, isInferred } = stretch;
    const from = this.place(ladder, stretch.from);
    const until = this.place(ladder, stretch.until);
    return {
      node,
      state,
      top: Math.max(top, from),
      bottom: Math.min(bottom, until),
      packet,
      isSender,
      why,
      doubt,
      isInferred,
      begins: from >= top,
      ends: until <= bottom,
    };
  }

  private place(ladder: Ladder, position: number): number {
    return position >= this.flow.count ? ladder.lines.height : ladder.topOfPosition(position);
  }

  private firstEndingBehind(ladder: Ladder, stretches: readonly Stretch[], top: number): number {
    return firstIndex(stretches.length, (index) => this.place(ladder, (stretches[index] as Stretch).until) > top);
  }

  private states(transitions: readonly Transition[], node: 0 | 1): Stretch[] {
    const { flow, analysis } = this;
    const at = transitions.map(({ row }) => {
      const position = row < 0 ? flow.count : flow.positionOf(row);
      return position < 0 || flow.rows[position] !== row ? flow.count : position;
    });
    return transitions.map(({ row, state, why, doubt, inferred }, index) => ({
      node,
      from: at[index] as number,
      until: at[index + 1] ?? flow.count,
      packet: row < 0 ? 0 : row + 1,
      state: tcpStateName(state),
      isSender: row >= 0 && analysis.store.has(row, RowFlag.fromServer) === (node === 1),
      why,
      doubt,
      isInferred: inferred,
    }));
  }

  private zeroWindows(): Stretch[] {
    const { flow } = this;
    return flow.zeroWindows.map(({ ofServer, from, until }) => ({
      node: ofServer ? 1 : 0,
      from,
      until: until < 0 ? flow.count : until,
      packet: (flow.rows[from] as number) + 1,
      state: 'zero window',
      isSender: true,
      why:
        until < 0
          ? 'its receive buffer is full, to the end of what was captured'
          : `its receive buffer is full, until packet ${(flow.rows[until] as number) + 1} opens the window`,
      doubt: '',
      isInferred: false,
    }));
  }
}
