import { Dissection, type Frame } from './dissection';
import type { DissectionContext } from './dissection-context';
import { PacketScan } from './packet-scan';
import { Transport } from './packet-summary';
import { LayerChains } from './store/layer-chains';
import type { FrameRecord, PacketStore } from './store/packet-store';
import type { ConnectionTracker } from './tcp/tracker';

/** A frame as the file gives it: its facts and its bytes. `PacketRecord` of main/files is one. */
export interface LoadedFrame extends FrameRecord {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Offset of the frame's first byte in `bytes`. */
  readonly start: number;
}

/** Takes frames in the order of the file, and fills the store and the connections. */
export class Loader {
  /** Packets that the scan left to the dissector. */
  dissected = 0;
  private readonly scan: PacketScan;

  constructor(
    private readonly context: DissectionContext,
    private readonly store: PacketStore,
    private readonly connections: ConnectionTracker,
  ) {
    this.scan = new PacketScan(context.registry, store.layerChains);
  }

  /** @param linkType LINKTYPE_ number of the frame's interface */
  add(frame: LoadedFrame, linkType: number): void {
    const { scan } = this;
    if (scan.read(frame.bytes, frame.view, frame.start, frame.capturedLength, frame.originalLength, linkType)) {
      const row = this.store.append(frame, scan, false);
      if (scan.transport !== Transport.none) this.connections.add(row, scan);
    } else this.addDissected(frame, linkType);
  }

  private addDissected(frame: LoadedFrame, linkType: number): void {
    this.dissected++;
    const bytes = frame.bytes.subarray(frame.start, frame.start + frame.capturedLength);
    const { summary, protocolNames } = dissect(
      this.context,
      bareFrame(this.store.count + 1, frame, linkType),
      bytes,
      false,
    );
    summary.layers = this.chainOf(protocolNames);
    const row = this.store.append(frame, summary, true);
    if (summary.transport !== Transport.none) this.connections.add(row, summary);
  }

  private chainOf(protocolNames: readonly string[]): number {
    const { store, context } = this;
    let chain: number = LayerChains.dissected;
    for (const name of protocolNames) chain = store.layerChains.with(chain, context.registry.named(name).index);
    return chain;
  }
}

/** Reads one frame from its link layer up. */
export function dissect(context: DissectionContext, frame: Frame, bytes: Uint8Array, wantsTree: boolean): Dissection {
  const dissection = new Dissection(context, frame, bytes, wantsTree);
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
