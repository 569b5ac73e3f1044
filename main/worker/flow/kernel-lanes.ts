import type { FlowLane } from '../../../preload/contract/flow';
import type { Side, SocketView } from '../../analysis/dissection-context';
import { firstIndex } from '../../analysis/first-index';
import { RowFlag } from '../../analysis/store/schema';
import type { ConnectionFlow } from '../../analysis/tcp/flow/connection-flow';
import { differencesOf } from '../../analysis/transport/machine-view';
import type { CaptureAnalysis } from '../capture-analysis';
import type { Standing } from './standing';

/** What was said after the packet at a position, until another thing was said; positions as in the connection's flow. */
interface Said {
  readonly end: 0 | 1;
  readonly from: number;
  readonly until: number;
  readonly view: SocketView;
  readonly differences: readonly string[];
}

/** What the kernel said of both ends while they were captured, as stretches of the ladder beside the states inferred. */
export class KernelLanes {
  /** By end; none before all is known. */
  private ends: readonly (readonly Said[])[] = [];
  private readonly history: Generator<SocketView | null>;
  private readonly views: SocketView[] = [];

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly stream: number,
    private readonly flow: ConnectionFlow,
  ) {
    this.history = analysis.machine.kernelHistory(stream);
  }

  /** Finds out more for a while. @returns false where all is known */
  advance(milliseconds: number): boolean {
    const until = performance.now() + milliseconds;
    do {
      const { done, value } = this.history.next();
      if (done) {
        if (this.ends.length === 0) this.ends = [this.said('client', 0), this.said('server', 1)];
        return false;
      }
      if (value) this.views.push(value);
    } while (performance.now() < until);
    return true;
  }

  between(standing: Standing, top: number, bottom: number): FlowLane[] {
    return this.ends.flatMap((said) => {
      const first = firstIndex(said.length, (index) => {
        const { until, end } = said[index] as Said;
        return standing.edgeOf(until, end) > top;
      });
      const behind = firstIndex(said.length, (index) => {
        const { from, end } = said[index] as Said;
        return standing.edgeOf(from, end) >= bottom;
      });
      return said.slice(first, behind).map((each) => this.lane(standing, each, top, bottom));
    });
  }

  private lane(standing: Standing, said: Said, top: number, bottom: number): FlowLane {
    const { end, view, differences } = said;
    const row = this.flow.rows[said.from] as number;
    const from = standing.edgeOf(said.from, end);
    const until = standing.edgeOf(said.until, end);
    return {
      node: standing.nodes[end],
      stream: this.stream,
      track: standing.tracks[end],
      state: view.state,
      isKernel: true,
      differs: differences.length > 0,
      top: Math.max(top, from),
      bottom: Math.min(bottom, until),
      packet: row + 1,
      isSender: this.analysis.store.has(row, RowFlag.fromServer) === (end === 1),
      why: figuresText(view),
      doubt: differences.join(', '),
      isInferred: false,
      begins: from >= top,
      ends: until <= bottom,
    };
  }

  /** Of what was said after the same packet, the last counts, or the last that the packets contradict. */
  private said(side: Side, end: 0 | 1): readonly Said[] {
    const { flow } = this;
    const { store } = this.analysis;
    const chosen = new Map<number, Omit<Said, 'until'>>();
    for (const view of this.views) {
      if (view.side !== side) continue;
      const behind = firstIndex(flow.count, (index) => store.time(flow.rows[index] as number) > view.time);
      const from = Math.max(0, behind - 1);
      const differences = differencesOf(view);
      const known = chosen.get(from);
      if (known && known.differences.length > 0 && differences.length === 0 && known.view.state === view.state)
        continue;
      chosen.set(from, { end, from, view, differences });
    }
    const all = [...chosen.values()];
    return all.map((each, index) => ({ ...each, until: all[index + 1]?.from ?? flow.count }));
  }
}

function figuresText({ receiveQueue, sendQueue, values, inferred, state }: SocketView): string {
  const { retrans = 0, rtt, cwnd } = values;
  const told = [
    `${receiveQueue} bytes not read, ${sendQueue} not acknowledged`,
    ...(retrans > 0 ? [`${retrans} segments sent again`] : []),
    ...(rtt === undefined ? [] : [`round trip ${rtt} ms`]),
    ...(cwnd === undefined ? [] : [`congestion window ${cwnd}`]),
  ];
  const figures = state === 'CLOSED' ? 'the kernel has no such socket any more' : told.join(', ');
  return inferred === '' ? figures : `${figures}; by the packets ${inferred}`;
}
