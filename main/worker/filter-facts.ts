import { CaptureFacts } from '../analysis/filter/plan/facts';
import type { CaptureAnalysis } from './capture-analysis';

/** What all filters over a capture share; made once for an open capture. */
export function captureFacts({ registry, store, marked, comments, file, machine }: CaptureAnalysis): CaptureFacts {
  return new CaptureFacts(registry, store, {
    marked,
    comments,
    numbersInterfaces: file.format === 'pcapng',
    machine,
  });
}
