import type { FlowChange, FlowLane } from '../../../preload/contract/flow';
import { firstIndex } from '../../analysis/first-index';
import { RowFlag } from '../../analysis/store/schema';
import type { ConnectionFlow } from '../../analysis/tcp/flow/connection-flow';
import { stateHistory } from '../../analysis/tcp/state-history';
import { TcpState, tcpStateName } from '../../analysis/tcp/tcp-state';
import type { Transition } from '../../analysis/tcp/transition';
import { TcpFlag } from '../../analysis/transport/tcp-flags';
import type { CaptureAnalysis } from '../capture-analysis';
import type { Ends, Standing } from './standing';

/** Packets that are looked at for a reset. */
const mostLookedAt = 1000;

/** A stretch of a lane by positions; `until` is the connection's end where nothing ends it. */
interface Stretch {
  readonly end: 0 | 1;
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
  /** Of the client's states, the server's, and of closed windows, each in order. */
  private readonly stretches: readonly [readonly Stretch[], readonly Stretch[], readonly Stretch[]];

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly stream: number,
    private readonly flow: ConnectionFlow,
  ) {
    const history = stateHistory(analysis.store, analysis.connections, stream);
    this.stretches = [this.states(history.client, 0), this.states(history.server, 1), this.zeroWindows()];
  }

  between(standing: Standing, top: number, bottom: number): FlowLane[] {
    const lanes: FlowLane[] = [];
    for (const stretches of this.stretches) {
      for (let i = firstEndingBehind(standing, stretches, top); i < stretches.length; i++) {
        const stretch = stretches[i] as Stretch;
        if (standing.tracks[stretch.end] < 0) continue;
        const lane = this.lane(standing, stretch, top, bottom);
        if (lane.top >= bottom) break;
        lanes.push(lane);
      }
    }
    return lanes;
  }

  /** The states that the packet of a row brings the ends into. */
  changesBy(row: number, nodes: Ends): FlowChange[] {
    const changes: FlowChange[] = [];
    for (const stretches of [this.stretches[0], this.stretches[1]]) {
      for (const { packet, end, state, why, doubt, isInferred } of stretches) {
        if (packet !== row + 1) continue;
        const isReset = state === 'CLOSED' && why.includes('RST');
        changes.push({ node: nodes[end], state, why, isReset, isDoubtful: doubt !== '' || isInferred });
      }
    }
    return changes;
  }

  private lane(standing: Standing, stretch: Stretch, top: number, bottom: number): FlowLane {
    const { end, state, packet, isSender, why, doubt, isInferred } = stretch;
    const from = standing.edgeOf(stretch.from, end);
    const until = standing.edgeOf(stretch.until, end);
    return {
      node: standing.nodes[end],
      stream: this.stream,
      track: standing.tracks[end],
      state,
      isKernel: false,
      differs: false,
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

  private states(transitions: readonly Transition[], end: 0 | 1): Stretch[] {
    const { flow, analysis } = this;
    const at = transitions.map(({ row }) => {
      const position = row < 0 ? flow.count : flow.positionOf(row);
      return position < 0 || flow.rows[position] !== row ? flow.count : position;
    });
    if (transitions.length === 0) return this.ofResetAlone(end);
    return transitions.map(({ row, state, why, doubt, inferred }, index) => ({
      end,
      from: at[index] as number,
      until: at[index + 1] ?? flow.count,
      packet: row < 0 ? 0 : row + 1,
      state: tcpStateName(state),
      isSender: row >= 0 && analysis.store.has(row, RowFlag.fromServer) === (end === 1),
      why,
      doubt,
      isInferred: inferred,
    }));
  }

  /** Of a connection from which nothing but a reset was captured: its states have no history, and it is over. */
  private ofResetAlone(end: 0 | 1): Stretch[] {
    const { flow, analysis } = this;
    const { store } = analysis;
    const from = firstReset(flow);
    if (from < 0) return [];
    const row = flow.rows[from] as number;
    const isSender = store.has(row, RowFlag.fromServer) === (end === 1);
    const why = `${isSender ? 'sends' : 'receives'} RST; nothing of the connection was captured before`;
    const closed = { state: tcpStateName(TcpState.closed), why, doubt: '', isInferred: false };
    return [{ ...closed, end, from, until: flow.count, packet: row + 1, isSender }];
  }

  private zeroWindows(): Stretch[] {
    const { flow } = this;
    return flow.zeroWindows.map(({ ofServer, from, until }) => ({
      end: ofServer ? 1 : 0,
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

/** Position of the first reset among the first packets; -1 where there is none. */
function firstReset({ store, rows, count }: ConnectionFlow): number {
  const isReset = (row: number) => store.has(row, RowFlag.tcp) && (store.get('tcpFlags', row) & TcpFlag.rst) !== 0;
  for (let position = 0; position < Math.min(count, mostLookedAt); position++) {
    if (isReset(rows[position] as number)) return position;
  }
  return -1;
}

function firstEndingBehind(standing: Standing, stretches: readonly Stretch[], top: number): number {
  return firstIndex(stretches.length, (index) => {
    const { until, end } = stretches[index] as Stretch;
    return standing.edgeOf(until, end) > top;
  });
}
