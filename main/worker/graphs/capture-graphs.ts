import type {
  ConnectionGraphRequest,
  ResponsesRequest,
  StatesRequest,
  Stretch,
  TrafficRequest,
} from '../../../preload/contract/graphs';
import type { VerdictSource } from '../../../preload/contract/settings';
import type { CaptureAnalysis } from '../capture-analysis';
import type { FilterShelf } from '../filter-shelf';
import type { Jobs } from '../jobs';
import { ConnectionGraphs } from './connection-graphs';
import { packetLengths, topTalkers } from './packet-tallies';
import { ResponseTimes } from './responses/response-times';
import { statesOverTime } from './state-counts';
import { TrafficGraphs } from './traffic-graphs';

/** What the graphs of a capture stand on. */
export interface Graphed {
  readonly analysis: CaptureAnalysis;
  readonly filters: FilterShelf;
  readonly verdicts: VerdictSource;
}

interface Kept {
  readonly analysis: CaptureAnalysis;
  readonly connections: ConnectionGraphs;
  readonly traffic: TrafficGraphs;
  readonly responses: ResponseTimes;
}

/** Answers for the graphs of an open capture; what it keeps goes with a reading of the file. */
export class CaptureGraphs {
  private last: Kept | null = null;

  /** @param current the capture as it was read last, and as the user wants it judged */
  constructor(
    private readonly current: () => Graphed,
    private readonly jobs: Jobs,
  ) {}

  readonly methods = {
    'graphs.connection': (request: ConnectionGraphRequest) => this.kept.connections.graph(request),
    'graphs.traffic': (request: TrafficRequest) => this.kept.traffic.traffic(request),
    'graphs.states': (request: StatesRequest) => statesOverTime(this.current().analysis, request),
    'graphs.lengths': (x: Stretch | null) => packetLengths(this.current().analysis, x),
    'graphs.talkers': (x: Stretch | null, most: number) => topTalkers(this.current().analysis, x, most),
    'graphs.responses': (request: ResponsesRequest) => this.kept.responses.responses(request),
  } as const;

  private get kept(): Kept {
    const { analysis } = this.current();
    if (this.last?.analysis !== analysis)
      this.last = {
        analysis,
        connections: new ConnectionGraphs(analysis, this.jobs, () => this.current().verdicts),
        traffic: new TrafficGraphs(analysis, this.jobs, () => this.current().filters),
        responses: new ResponseTimes(analysis, this.jobs, () => this.current().filters.facts),
      };
    return this.last;
  }
}
