import { PacketSummary } from './packet-summary';
import type { TableName } from './protocol';
import type { Registry } from './registry';
import { LayerChains } from './store/layer-chains';

/**
 * The hot reading of a packet: protocols' `scan` functions pass it along and fill its summary in place, without allocating.
 * It reads well-formed packets only. A scan that meets anything else (a header cut short, a length that lies, a fragment,
 * a successor without a scan) sets `needsDissector` and returns: the dissector then reads the packet from the start.
 */
export class PacketScan extends PacketSummary {
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Offset in `bytes` of the frame's first byte. */
  frameStart = 0;
  /** Offset in `bytes` behind the last captured byte. Nothing at or behind it may be read. */
  limit = 0;
  needsDissector = false;
  private depth = 0;

  constructor(
    readonly registry: Registry,
    private readonly chains = new LayerChains(),
  ) {
    super();
  }

  /** Reads one frame. @returns false where the dissector must read it instead. */
  read(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    capturedLength: number,
    originalLength: number,
    linkType: number,
  ): boolean {
    this.reset();
    this.bytes = bytes;
    this.view = view;
    this.frameStart = start;
    this.limit = start + capturedLength;
    this.needsDissector = false;
    this.depth = 0;
    this.protocol = this.registry.frameProtocol.index;
    this.layers = this.chains.with(LayerChains.scanned, this.protocol);
    this.next('link', linkType, start, start + Math.max(originalLength, capturedLength));
    return !this.needsDissector;
  }

  /**
   * Hands the bytes from `start` to `end` to the protocol that `table` has under `key`; `end` is where the headers say that
   * the payload ends, which may lie behind what was captured.
   */
  next(table: TableName, key: number, start: number, end: number): void {
    const successor = this.registry.lookUp(table, key);
    if (successor === null) return;
    if (successor.scan === undefined || ++this.depth > 16) {
      this.needsDissector = true;
      return;
    }
    this.layers = this.chains.with(this.layers, successor.index);
    successor.scan(this, start, end);
  }

  /** The same for a payload of a transport, where ports and content decide. */
  nextApplication(transport: 'tcp' | 'udp', start: number, end: number): void {
    const captured = Math.min(end, this.limit);
    if (captured <= start) return;
    const application = this.registry.applications[transport].find(
      this.sourcePort,
      this.destinationPort,
      this.bytes,
      start,
      captured,
    );
    if (application === null) return;
    this.layers = this.chains.with(this.layers, application.index);
    if (application.scan === undefined) this.protocol = application.index;
    else application.scan(this, start, end);
  }
}
