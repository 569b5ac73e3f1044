import type { GraphLayer, ResponseSummary, Responses, ResponsesRequest } from '../../../../preload/contract/graphs';
import type { CaptureFacts } from '../../../analysis/filter/plan/facts';
import type { CaptureAnalysis } from '../../capture-analysis';
import { type Jobs, unwatched } from '../../jobs';
import { CaptureClock } from '../capture-clock';
import { PatientWork } from '../patient-work';
import { Columns } from '../pixel-points';
import { ResponsePass } from './response-pass';

const mostPixels = 8192;

/** How long answers let wait: of TCP from a request's last byte to the first byte back, of HTTP and DNS from message to message. */
export class ResponseTimes {
  private pass: ResponsePass;
  private readonly work: PatientWork;

  constructor(
    private readonly analysis: CaptureAnalysis,
    jobs: Jobs,
    private readonly facts: () => CaptureFacts,
  ) {
    this.work = new PatientWork(jobs);
    this.pass = new ResponsePass(analysis, facts());
  }

  /** Resolves soon, with what is known by then. */
  async responses({ x, columns, job }: ResponsesRequest): Promise<Responses> {
    const { analysis, work } = this;
    if (this.pass.isProvisional && !work.isUnderWay) this.pass = new ResponsePass(analysis, this.facts());
    const { pass } = this;
    if (!pass.isComplete) await work.advance(job, 'Pairing requests and answers', (each) => pass.run(each));
    const clock = new CaptureClock(analysis);
    const pixels = new Columns(x ?? clock.extent, Math.max(1, Math.min(mostPixels, columns)));
    const { isComplete } = pass;
    const drawing = unwatched();
    const pause = () => drawing.breathe();
    const layers: GraphLayer[] = [];
    const summary: ResponseSummary[] = [];
    for (const each of pass.pairs) {
      layers.push(await each.layer(pixels, pause));
      summary.push(await each.summary(isComplete, pause));
    }
    return {
      origin: clock.origin,
      extent: clock.extent,
      layers,
      summary,
      done: pass.done,
      total: analysis.store.count,
      complete: pass.isComplete && !pass.isProvisional,
    };
  }
}
