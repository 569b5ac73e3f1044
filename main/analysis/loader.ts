import { Dissection, type Frame, type WantedFields } from './dissection';
import type { DissectionContext } from './dissection-context';
import { PacketScan } from './packet-scan';
import { type EnclosingDatagram, type PacketSummary, Transport } from './packet-summary';
import { CommonPackets, type FrameInMemory } from './store/common-packet';
import { LayerChains } from './store/layer-chains';
import type { PacketStore } from './store/packet-store';
import { unknownFlags } from './tcp/quoted-packets';
import type { ConnectionTracker } from './tcp/tracker';

/** A frame as the file gives it: its facts and its bytes. `PacketRecord` of main/files is one. */
export type LoadedFrame = FrameInMemory;

/** What is told of the rows, in their order: the tracker, or what keeps it for the tracker of another thread. */
export type RowFollower = Pick<ConnectionTracker, 'note' | 'settle' | 'enclose' | 'quote'>;

/** Rows that are stored before their connections are followed: few enough that they are still at hand. */
const settledTogether = 64;

/** Takes frames in the order of the file, and fills the store and the connections. */
export class Loader {
  /** Packets that the scan left to the dissector. */
  dissected = 0;
  private readonly scan: PacketScan;
  private readonly common: CommonPackets;
  /** Rows before this one have been followed. */
  private settled = 0;

  constructor(
    private readonly context: DissectionContext,
    private readonly store: PacketStore,
    private readonly connections: RowFollower,
  ) {
    this.scan = new PacketScan(context.registry, store.layerChains);
    this.common = new CommonPackets(context.registry, store);
  }

  /** @param linkType LINKTYPE_ number of the frame's interface */
  add(frame: LoadedFrame, linkType: number): void {
    const { scan } = this;
    if (this.common.add(frame, linkType)) this.settleSome();
    else if (scan.read(frame.bytes, frame.view, frame.start, frame.capturedLength, frame.originalLength, linkType)) {
      this.track(this.store.append(frame, scan, false), scan);
    } else this.addDissected(frame, linkType);
  }

  private addDissected(frame: LoadedFrame, linkType: number): void {
    this.dissected++;
    const bytes = frame.bytes.subarray(frame.start, frame.start + frame.capturedLength);
    const facts = bareFrame(this.store.count + 1, frame, linkType);
    const dissection = dissect(this.context, facts, bytes, false);
    const { summary, quote } = dissection;
    summary.layers = this.chainOf(dissection);
    const row = this.store.append(frame, summary, true);
    this.track(row, summary);
    if (quote === null) return;
    this.settle();
    this.tie(row, quote);
  }

  private track(row: number, summary: PacketSummary): void {
    if (summary.enclosingCount > 0) this.settle(row);
    for (let i = 0; i < summary.enclosingCount; i++) this.enclose(row, summary.enclosing[i] as EnclosingDatagram);
    this.connections.note(row, summary);
    this.settleSome();
  }

  /** Goes on behind rows that another loader has stored, and whose connections were followed. */
  takeOver(dissected: number): void {
    this.dissected = dissected;
    this.settled = this.store.count;
  }

  private settleSome(): void {
    if (this.store.count - this.settled >= settledTogether) this.settle();
  }

  /** Lets the connections catch up with the rows before `end`; to be called before anything is asked of them. */
  settle(end: number = this.store.count): void {
    this.connections.settle(this.settled, end);
    this.settled = end;
  }

  private enclose(row: number, datagram: EnclosingDatagram): void {
    const { addressFamily, addressBytes, sourceAt, destinationAt, sourcePort, destinationPort } = datagram;
    const { addresses } = this.store;
    const source = addresses.intern(addressBytes, sourceAt, addressFamily);
    const destination = addresses.intern(addressBytes, destinationAt, addressFamily);
    this.connections.enclose(row, source, destination, sourcePort, destinationPort);
  }

  /** Ties an ICMP error to the connection of the packet that it quotes. */
  private tie(row: number, quote: PacketSummary): void {
    const { transport, addressFamily, addressBytes, sourceAt, destinationAt } = quote;
    if (transport === Transport.none) return;
    const { addresses } = this.store;
    const source = addresses.intern(addressBytes, sourceAt, addressFamily);
    const destination = addresses.intern(addressBytes, destinationAt, addressFamily);
    const flags = transport === Transport.tcp ? quote.tcpFlags : unknownFlags;
    const { sourcePort, destinationPort, sequence } = quote;
    this.connections.quote(row, transport, source, destination, sourcePort, destinationPort, flags, sequence);
  }

  private chainOf({ protocolNames, missed }: Dissection): number {
    const { store, context } = this;
    let chain: number = LayerChains.dissected;
    protocolNames.forEach((name, place) => {
      const protocol = context.registry.find(name);
      if (protocol && !missed.includes(place)) chain = store.layerChains.with(chain, protocol.index);
    });
    return chain;
  }
}

/** Reads one frame from its link layer up. */
export function dissect(
  context: DissectionContext,
  frame: Frame,
  bytes: Uint8Array,
  wantsTree: boolean,
  wanted: WantedFields | null = null,
): Dissection {
  const dissection = new Dissection(context, frame, bytes, wantsTree, wanted);
  context.registry.frameProtocol.dissect(dissection, 0, bytes.length);
  return dissection;
}

const bareFrame = (number: number, frame: LoadedFrame, linkType: number): Frame => ({
  number,
  capturedLength: frame.capturedLength,
  originalLength: frame.originalLength,
  seconds: frame.seconds,
  nanoseconds: frame.nanoseconds,
  hasTime: frame.hasTime,
  linkType,
  interface: frame.interface,
  interfaceName: '',
  comments: [],
  sinceFirst: 0n,
  sincePrevious: 0n,
  marked: false,
});
