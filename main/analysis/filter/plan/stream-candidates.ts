import { grown } from '../../grown-array';
import type { Protocol } from '../../protocol';
import type { Registry } from '../../registry';
import type { PacketStore } from '../../store/packet-store';
import { chunkRows, RowFlag } from '../../store/schema';
import type { RecordTable } from '../../tcp/record-table';

interface Marks {
  /** By connection. */
  marked: Uint8Array;
  /** Rows that were looked at. */
  rows: number;
  readonly ports: Uint8Array;
  /** By layer chain: 1 where it has the protocol. */
  chains: Uint8Array;
}

/** Which TCP connections may carry a protocol: by their ports, or because a segment of theirs begins a message of it. */
export class StreamCandidates {
  private readonly marks = new Map<Protocol, Marks>();

  /** @param connections the records of the TCP connections */
  constructor(
    private readonly registry: Registry,
    private readonly store: PacketStore,
    private readonly connections: RecordTable,
  ) {}

  /** 1 for each connection (`tcp.stream`) that may. Valid for the rows that there are now. */
  of(protocol: Protocol): Uint8Array {
    let entry = this.marks.get(protocol);
    if (!entry) {
      entry = { marked: new Uint8Array(1024), rows: 0, ports: this.portsOf(protocol), chains: new Uint8Array(0) };
      this.marks.set(protocol, entry);
    }
    const { store } = this;
    if (entry.chains.length < store.layerChains.count) entry.chains = this.chainsWith(protocol);
    const { ports, chains: holds } = entry;
    const { count } = this.connections;
    if (entry.marked.length < count) entry.marked = grown(entry.marked, count);
    for (; entry.rows < store.count; ) {
      const chunk = store.chunks[Math.floor(entry.rows / chunkRows)] as (typeof store.chunks)[number];
      const from = entry.rows % chunkRows;
      const to = Math.min(chunkRows, from + store.count - entry.rows);
      const { stream, rowFlags, layers, sourcePort, destinationPort } = chunk;
      for (let at = from; at < to; at++) {
        if (((rowFlags[at] as number) & RowFlag.tcp) === 0) continue;
        const isPossible =
          holds[layers[at] as number] === 1 ||
          ports[sourcePort[at] as number] === 1 ||
          ports[destinationPort[at] as number] === 1;
        if (!isPossible) continue;
        entry.marked[stream[at] as number] = 1;
      }
      entry.rows += to - from;
    }
    return entry.marked;
  }

  private portsOf(protocol: Protocol): Uint8Array {
    const ports = new Uint8Array(65_536);
    for (let port = 0; port < ports.length; port++)
      if (this.registry.applications.tcp.atPort(port) === protocol) ports[port] = 1;
    return ports;
  }

  private chainsWith(protocol: Protocol): Uint8Array {
    const { layerChains } = this.store;
    const everywhere = (protocol.registrations ?? []).length === 0 && protocol.recognize === undefined;
    return Uint8Array.from({ length: layerChains.count }, (_, chain) =>
      everywhere || chain === 0 || layerChains.protocolsOf(chain).includes(protocol.index) ? 1 : 0,
    );
  }
}
