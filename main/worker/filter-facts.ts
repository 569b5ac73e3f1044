import { CaptureFacts } from '../analysis/filter/plan/facts';
import type { CaptureAnalysis } from './capture-analysis';

/** What all filters over a capture share; made once for an open capture. */
export function captureFacts({
  registry,
  store,
  marked,
  comments,
  interfaceNumbers,
  machine,
  connections,
}: CaptureAnalysis): CaptureFacts {
  const notes = { marked, comments, interfaceNumbers, machine };
  return new CaptureFacts(registry, store, notes, connections.tcp.records);
}
