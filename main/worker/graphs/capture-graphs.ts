import type { ConnectionGraphRequest } from '../../../preload/contract/graphs';
import type { VerdictSource } from '../../../preload/contract/settings';
import type { CaptureAnalysis } from '../capture-analysis';
import type { Jobs } from '../jobs';
import { ConnectionGraphs } from './connection-graphs';

/** Answers for the graphs of an open capture; what it keeps goes with a reading of the file. */
export class CaptureGraphs {
  private analysis: CaptureAnalysis | null = null;
  private drawn: ConnectionGraphs | null = null;

  /** @param current the capture as it was read last */
  constructor(
    private readonly current: () => CaptureAnalysis,
    private readonly jobs: Jobs,
    private readonly verdicts: () => VerdictSource,
  ) {}

  readonly methods = {
    'graphs.connection': (request: ConnectionGraphRequest) => this.connections.graph(request),
  } as const;

  private get connections(): ConnectionGraphs {
    const analysis = this.current();
    if (this.drawn === null || this.analysis !== analysis) {
      this.analysis = analysis;
      this.drawn = new ConnectionGraphs(analysis, this.jobs, this.verdicts);
    }
    return this.drawn;
  }
}
