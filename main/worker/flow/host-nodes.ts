import type { FlowNode } from '../../../preload/contract/flow';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift, RowFlag } from '../../analysis/store/schema';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { FlowRows } from '../../analysis/tcp/flow/flow-rows';
import type { CaptureAnalysis } from '../capture-analysis';
import type { Ends } from './standing';

/** More hosts than these are drawn as one. */
const mostNodes = 400;
const ports = 0x10000;
const metAtOnce = 1 << 16;

/** The hosts of a ladder in the order of appearance. What a host says to itself goes to a node of the port that answers. */
export class HostNodes {
  readonly nodes: FlowNode[] = [];
  /** Hosts that are drawn as one, the last node. */
  others = 0;
  /** Node by number of the address, plus one; 0 for none. */
  private readonly hosts: Uint16Array;
  /** Node by number of the address and port. */
  private readonly services = new Map<number, number>();
  private met = 0;

  constructor(private readonly analysis: CaptureAnalysis) {
    this.hosts = new Uint16Array(analysis.store.addresses.count);
  }

  /** Meets the hosts of all packets, once, and pauses now and then for other work. */
  *meetAll(flow: FlowRows): Generator<void, void> {
    const { store } = this.analysis;
    for (let position = 0; position < flow.count; position++) {
      if (position % metAtOnce === metAtOnce - 1) yield;
      const row = flow.rows[position] as number;
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const at = row & chunkMask;
      const source = chunk.source[at] as number;
      const destination = chunk.destination[at] as number;
      this.meetHost(source);
      if (source !== destination) this.meetHost(destination);
      else if ((chunk.rowFlags[at] as number) & (RowFlag.tcp | RowFlag.udp)) {
        const isAnswer = ((chunk.rowFlags[at] as number) & RowFlag.fromServer) !== 0;
        const port = (isAnswer ? chunk.sourcePort[at] : chunk.destinationPort[at]) as number;
        const key = source * ports + port;
        if (!this.services.has(key)) this.services.set(key, this.meet(source, port));
      }
    }
    this.others = Math.max(0, this.met - mostNodes);
    if (this.others > 0) this.nodes.push({ address: `${this.others} more hosts`, port: -1 });
  }

  /** Between which nodes a packet goes. */
  direction(row: number): { readonly from: number; readonly to: number } {
    const { store } = this.analysis;
    const source = store.get('source', row);
    const destination = store.get('destination', row);
    const host = this.host(source);
    if (source !== destination || !store.has(row, RowFlag.tcp | RowFlag.udp)) {
      return { from: host, to: this.host(destination) };
    }
    const isAnswer = store.has(row, RowFlag.fromServer);
    const service = this.service(source, store.get(isAnswer ? 'sourcePort' : 'destinationPort', row));
    return isAnswer ? { from: service, to: host } : { from: host, to: service };
  }

  /** Nodes of a TCP connection's client and server. */
  ends(stream: number): Ends {
    const { records } = this.analysis.connections.tcp;
    const client = records.get(stream, ConnectionWord.clientAddress);
    const server = records.get(stream, ConnectionWord.serverAddress);
    const port = records.get(stream, ConnectionWord.ports) & (ports - 1);
    return [this.host(client), client === server ? this.service(client, port) : this.host(server)];
  }

  private meetHost(address: number): void {
    if (this.hosts[address] === 0) this.hosts[address] = this.meet(address, -1) + 1;
  }

  /** A host or service that no packet before had. @returns its node */
  private meet(address: number, port: number): number {
    const node = this.met++;
    if (node < mostNodes) {
      this.nodes.push({ address: this.analysis.store.addresses.text(address) || 'no address', port });
    }
    return Math.min(mostNodes, node);
  }

  private host(address: number): number {
    return Math.max(0, (this.hosts[address] ?? 0) - 1);
  }

  private service(address: number, port: number): number {
    return this.services.get(address * ports + port) ?? this.host(address);
  }
}
