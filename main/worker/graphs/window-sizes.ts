import { RowFlag } from '../../analysis/store/schema';
import { ConnectionWord, EndBit } from '../../analysis/tcp/connection-record';
import { scaleFactor } from '../../analysis/tcp/window-scale';
import { TcpFlag, UnreadSegment } from '../../analysis/transport/tcp-flags';
import type { CaptureAnalysis } from '../capture-analysis';

/** Window sizes of segments in bytes straight from the columns, where a connection's record tells how its windows are scaled. */
export class WindowSizes {
  constructor(private readonly analysis: CaptureAnalysis) {}

  /** @returns null where only going through the connection tells, or the packet is no segment */
  at(row: number): number | null {
    const { store, connections } = this.analysis;
    const stream = store.get('stream', row);
    if (!store.has(row, RowFlag.tcp) || stream < 0 || !this.hasOneScale(stream)) return null;
    const window = store.get('window', row);
    // What the window of a SYN says is not scaled (RFC 7323 §2.2); of a segment that cannot be read it is shown as it stands.
    if (store.get('tcpFlags', row) & (TcpFlag.syn | UnreadSegment.whole)) return window;
    const { records } = connections.tcp;
    const end = store.has(row, RowFlag.fromServer) ? ConnectionWord.serverEnd : ConnectionWord.clientEnd;
    return window * Math.max(1, scaleFactor(records.memory, records.at(stream) + end));
  }

  /** Its scale was known from its first packet on, or never: no segment was counted by another. */
  private hasOneScale(stream: number): boolean {
    const { store, connections } = this.analysis;
    const { records } = connections.tcp;
    const memory = records.memory;
    const client = records.at(stream) + ConnectionWord.clientEnd;
    const server = records.at(stream) + ConnectionWord.serverEnd;
    if (((memory[client] as number) | (memory[server] as number)) & EndBit.renumbered) return false;
    if (scaleFactor(memory, client) === -1 && scaleFactor(memory, server) === -1) return true;
    const flags = store.get('tcpFlags', records.get(stream, ConnectionWord.first));
    return (flags & (TcpFlag.syn | TcpFlag.ack)) === TcpFlag.syn;
  }
}
