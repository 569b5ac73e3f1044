import { CaptureFacts } from '../analysis/filter/plan/facts';
import { ConnectionWord } from '../analysis/tcp/connection-record';
import type { CaptureAnalysis } from './capture-analysis';

/** What all filters over a capture share; made once for an open capture. */
export function captureFacts({
  registry,
  store,
  connections,
  marked,
  comments,
  file,
  machine,
}: CaptureAnalysis): CaptureFacts {
  return new CaptureFacts(registry, store, {
    marked,
    comments,
    numbersInterfaces: file.format === 'pcapng',
    machine,
    firstRow: (connection) => connections.tcp.records.get(connection, ConnectionWord.first),
  });
}
