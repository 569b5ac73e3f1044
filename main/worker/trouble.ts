import type { Chunk } from '../analysis/store/chunk';
import { RowFlag } from '../analysis/store/schema';
import { AnalysisFlag, anyVerdict } from '../analysis/tcp/analysis-flag';
import { TcpFlag } from '../analysis/transport/tcp-flags';

const { windowUpdate, keepAlive, keepAliveAcknowledgment, fastOpenIgnored, reusedPorts } = AnalysisFlag;
/** Verdicts that tell of trouble, and not only of something to know. */
const troubleFlags =
  (anyVerdict | fastOpenIgnored) & ~(windowUpdate | keepAlive | keepAliveAcknowledgment | reusedPorts);

/** Whether a packet tells of trouble: by either judgment, or because it resets. */
export const isTrouble = ({ analysis, verdict, rowFlags, tcpFlags }: Chunk, at: number): boolean =>
  (analysis[at]! & troubleFlags) !== 0 ||
  verdict[at] !== 0 ||
  ((rowFlags[at]! & RowFlag.tcp) !== 0 && (tcpFlags[at]! & TcpFlag.rst) !== 0);
