import type { Connection } from '../../../preload/contract/connections';
import { ConnectionDescriber } from '../../analysis/tcp/connections';
import type { CaptureAnalysis } from '../capture-analysis';

/** Some milliseconds' worth. */
const segmentsAtOnce = 4096;

/** A connection as `connections --json` prints it. */
export async function describedConnection(
  { store, connections }: CaptureAnalysis,
  stream: number,
  pause: () => Promise<void>,
): Promise<Omit<Connection, 'firstPacket' | 'lastPacket'>> {
  const describer = new ConnectionDescriber(store, connections, stream);
  while (describer.advance(segmentsAtOnce)) await pause();
  return { ...describer.description(), findings: [] };
}
