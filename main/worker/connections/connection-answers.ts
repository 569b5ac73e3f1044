import { setImmediate } from 'node:timers/promises';
import type { Connection } from '../../../preload/contract/connections';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import { ConnectionDescriber } from '../../analysis/tcp/connections';
import type { CaptureAnalysis } from '../capture-analysis';

/** Some milliseconds' worth. */
const segmentsAtOnce = 4096;

/** What the contract's `connections` methods call. */
export class ConnectionAnswers {
  /** @param analysis the present one: a capture that is read again has another */
  constructor(private readonly analysis: () => CaptureAnalysis) {}

  readonly methods = {
    'connections.one': (stream: number) => this.one(stream),
  } as const;

  private async one(stream: number): Promise<Connection> {
    const { store, connections } = this.analysis();
    const { count, records } = connections.tcp;
    if (stream >= count) {
      throw new Error(`There is no TCP connection ${stream}: the capture has ${count}, and their numbers begin at 0.`);
    }
    const describer = new ConnectionDescriber(store, connections, stream);
    while (describer.advance(segmentsAtOnce)) await setImmediate();
    return {
      ...describer.description(),
      findings: [],
      firstPacket: records.get(stream, ConnectionWord.first) + 1,
      lastPacket: records.get(stream, ConnectionWord.last) + 1,
    };
  }
}
