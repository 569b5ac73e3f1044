import type { ProtocolsRequest } from '../../../preload/contract/protocols';
import type { CaptureAnalysis } from '../capture-analysis';
import type { Jobs } from '../jobs';
import { EndpointAnswers } from './endpoint-answers';
import { protocolHierarchy, protocolsAtOnce } from './protocol-count';
import { SocketAnswers } from './socket-answers';

/** What the contract's methods about a capture as a whole call. */
export function statisticsAnswers(analysis: () => CaptureAnalysis, revision: () => number, jobs: Jobs) {
  return {
    ...new EndpointAnswers(analysis, revision, jobs).methods,
    ...new SocketAnswers(analysis, jobs).methods,
    'protocols.hierarchy': ({ byStreams, job: id }: ProtocolsRequest) =>
      jobs.run(id, 'Counting protocols', (job) =>
        byStreams ? protocolHierarchy(analysis(), job) : protocolsAtOnce(analysis(), job),
      ),
  } as const;
}
