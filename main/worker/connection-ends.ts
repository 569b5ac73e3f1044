import { ConnectionWord } from '../analysis/tcp/connection-record';
import type { CaptureAnalysis } from './capture-analysis';

export interface End {
  readonly address: string;
  readonly port: number;
}

/** Who talks with whom over a TCP connection. */
export function connectionEnds(
  analysis: CaptureAnalysis,
  stream: number,
): { readonly client: End; readonly server: End } {
  const { records } = analysis.connections.tcp;
  const { addresses } = analysis.store;
  const ports = records.get(stream, ConnectionWord.ports);
  return {
    client: { address: addresses.text(records.get(stream, ConnectionWord.clientAddress)), port: ports >>> 16 },
    server: { address: addresses.text(records.get(stream, ConnectionWord.serverAddress)), port: ports & 0xffff },
  };
}
