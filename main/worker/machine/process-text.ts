import type { Side } from '../../analysis/dissection-context';
import type { CaptureAnalysis } from '../capture-analysis';
import type { Transport } from './connection-key';

/** `curl (4242)`: whose an end is, or `nginx (7) listens` where only that is known; empty where nothing was noted. */
export function processText(analysis: CaptureAnalysis, transport: Transport, connection: number, side: Side): string {
  const found = analysis.machine.processesOf(transport, connection).find((each) => each.side === side);
  return found === undefined ? '' : `${found.name} (${found.pid})${found.isInferred ? ' listens' : ''}`;
}
