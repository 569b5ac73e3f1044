import { ethernet } from '../link/ethernet';
import { vlan } from '../link/vlan';
import { ipv4 } from '../network/ipv4';
import { ipv6 } from '../network/ipv6';
import type { Protocol } from '../protocol';
import type { Registry } from '../registry';
import { paddedTimestamps, tcp } from '../transport/tcp';
import { TcpFlag } from '../transport/tcp-flags';
import { udp } from '../transport/udp';
import type { Chunk } from './chunk';
import { LayerChains } from './layer-chains';
import type { FrameRecord, PacketStore } from './packet-store';
import { RowFlag } from './schema';

/** A frame's facts, and where its bytes lie. */
export interface FrameInMemory extends FrameRecord {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Offset of the frame's first byte in `bytes`. */
  readonly start: number;
}

const ethernetHeader = 14;
const tagLength = 4;
const ipv4Header = 20;
const ipv6Header = 40;
const tcpHeader = 20;
const timestampedHeader = 32;
const udpHeader = 8;
const etherType = { ipv4: 0x0800, ipv6: 0x86dd, vlan: 0x8100 } as const;
const ipNumber = { tcp: 6, udp: 17 } as const;
/** Whole datagram: no offset, and no more fragments to come (RFC 791 §3.1). */
const fragmentBits = 0x3fff;

/** The layer chains below the application, found once. */
class KnownChains {
  private readonly found = new Int32Array(8).fill(-1);

  constructor(
    private readonly chains: LayerChains,
    private readonly frame: Protocol,
  ) {}

  of(isTagged: boolean, isIpv6: boolean, isTcp: boolean): number {
    const index = (isTagged ? 4 : 0) | (isIpv6 ? 2 : 0) | (isTcp ? 1 : 0);
    const known = this.found[index] as number;
    if (known >= 0) return known;
    let chain = this.chains.with(LayerChains.scanned, this.frame.index);
    chain = this.chains.with(chain, ethernet.index);
    if (isTagged) chain = this.chains.with(chain, vlan.index);
    chain = this.chains.with(chain, isIpv6 ? ipv6.index : ipv4.index);
    chain = this.chains.with(chain, isTcp ? tcp.index : udp.index);
    this.found[index] = chain;
    return chain;
  }
}

/**
 * The shortest way of the packets that nearly every capture consists of: Ethernet with at most one tag, IPv4 without options
 * and in one piece or IPv6 without extension headers, UDP or TCP without other options than timestamps. They go from the file's
 * bytes into the columns in one step. What goes into the columns is exactly what the protocols' scans would put there, which a
 * test compares over every capture; whatever is not as described is left to them.
 */
export class CommonPackets {
  private readonly chains: KnownChains;
  /** Link type, while the tables lead on as this reading takes for granted; a "decode as" rule may change that. */
  private readonly linkType: number;

  constructor(
    private readonly registry: Registry,
    private readonly store: PacketStore,
  ) {
    this.chains = new KnownChains(store.layerChains, registry.frameProtocol);
    this.linkType = leadsOnAsUsual(registry) ? 1 : -1;
  }

  /** Stores the frame. @returns false, and stores nothing, where it is not of the common kind */
  add(frame: FrameInMemory, linkType: number): boolean {
    const { bytes, view, start, capturedLength, originalLength } = frame;
    const limit = start + capturedLength;
    if (linkType !== this.linkType || capturedLength < ethernetHeader + ipv4Header + udpHeader) return false;
    let at = start + ethernetHeader;
    let type = view.getUint16(start + 12);
    const isTagged = type === etherType.vlan;
    if (isTagged) {
      type = view.getUint16(at + 2);
      at += tagLength;
    }
    const isIpv6 = type === etherType.ipv6;
    const transport = at + (isIpv6 ? ipv6Header : ipv4Header);
    if (transport + udpHeader > limit) return false;
    let end: number;
    let number: number;
    if (type === etherType.ipv4) {
      if (bytes[at] !== 0x45 || (view.getUint16(at + 6) & fragmentBits) !== 0) return false;
      end = at + view.getUint16(at + 2);
      number = bytes[at + 9] as number;
    } else if (isIpv6) {
      const length = view.getUint16(at + 4);
      // Length 0 is a jumbogram, or a fault.
      if ((bytes[at] as number) >> 4 !== 6 || length === 0) return false;
      end = transport + length;
      number = bytes[at + 6] as number;
    } else return false;
    const frameEnd = originalLength < capturedLength ? limit : start + originalLength;
    if (end < transport || end > frameEnd) return false;

    let payload: number;
    let flags = 0;
    const isTcp = number === ipNumber.tcp;
    if (isTcp) {
      if (transport + tcpHeader > limit) return false;
      const offsetAndFlags = view.getUint16(transport + 12);
      const length = (offsetAndFlags >>> 10) & 0x3c;
      payload = transport + length;
      // What a SYN negotiates is noted beside the columns.
      if ((offsetAndFlags & TcpFlag.syn) !== 0 || payload > end || payload > limit) return false;
      if (length === timestampedHeader) {
        if (view.getUint32(transport + tcpHeader) !== paddedTimestamps) return false;
        flags = RowFlag.tcp | RowFlag.hasPorts | RowFlag.hasTimestamps;
      } else if (length === tcpHeader) flags = RowFlag.tcp | RowFlag.hasPorts;
      else return false;
    } else if (number === ipNumber.udp) {
      const length = view.getUint16(transport + 4);
      if (length < udpHeader || transport + length > end) return false;
      payload = transport + udpHeader;
      end = transport + length;
      flags = RowFlag.udp | RowFlag.hasPorts;
    } else return false;

    const sourcePort = view.getUint16(transport);
    const destinationPort = view.getUint16(transport + 2);
    let layers = this.chains.of(isTagged, isIpv6, isTcp);
    let protocol = isTcp ? tcp.index : udp.index;
    const captured = Math.min(end, limit);
    if (captured > payload) {
      const { tcp: overTcp, udp: overUdp } = this.registry.applications;
      const applications = isTcp ? overTcp : overUdp;
      const application = applications.find(sourcePort, destinationPort, bytes, payload, captured);
      if (application !== null) {
        // A tunnel: what it carries is what the columns are about.
        if (application.scan !== undefined) return false;
        protocol = application.index;
        layers = this.store.layerChains.with(layers, protocol);
      }
    }

    const { store } = this;
    const { addresses } = store;
    const place = store.nextPlace();
    const chunk = store.current;
    storeFrame(chunk, place, frame);
    chunk.protocol[place] = protocol;
    chunk.layers[place] = layers;
    if (isIpv6) {
      chunk.source[place] = addresses.internIpv6(view, at + 8);
      chunk.destination[place] = addresses.internIpv6(view, at + 24);
      chunk.timeToLive[place] = bytes[at + 7] as number;
    } else {
      chunk.source[place] = addresses.internIpv4(view.getInt32(at + 12));
      chunk.destination[place] = addresses.internIpv4(view.getInt32(at + 16));
      chunk.timeToLive[place] = bytes[at + 8] as number;
      chunk.ipIdentification[place] = view.getUint16(at + 4);
      flags |= RowFlag.hasIdentification;
    }
    chunk.stream[place] = -1;
    chunk.sourcePort[place] = sourcePort;
    chunk.destinationPort[place] = destinationPort;
    chunk.payloadLength[place] = end - payload;
    chunk.payloadStart[place] = payload - start;
    if (isTcp) {
      chunk.sequence[place] = view.getInt32(transport + 4);
      chunk.acknowledgment[place] = view.getInt32(transport + 8);
      chunk.tcpFlags[place] = view.getUint16(transport + 12) & 0xfff;
      chunk.window[place] = view.getUint16(transport + 14);
      if (flags & RowFlag.hasTimestamps) {
        chunk.timestampValue[place] = view.getInt32(transport + 24);
        chunk.timestampEcho[place] = view.getInt32(transport + 28);
      }
    }
    chunk.rowFlags[place] = frame.hasTime ? flags | RowFlag.hasTime : flags;
    store.taken();
    return true;
  }
}

/** Fills the columns that are known of every frame without reading it. */
function storeFrame(chunk: Chunk, place: number, frame: FrameRecord): void {
  chunk.fileOffset[place] = frame.fileOffset;
  chunk.seconds[place] = frame.seconds;
  chunk.nanoseconds[place] = frame.nanoseconds;
  chunk.capturedLength[place] = frame.capturedLength;
  chunk.originalLength[place] = frame.originalLength;
  chunk.interface[place] = frame.interface;
}

const leadsOnAsUsual = (registry: Registry): boolean =>
  registry.lookUp('link', 1) === ethernet &&
  registry.lookUp('ethertype', etherType.vlan) === vlan &&
  registry.lookUp('ethertype', etherType.ipv4) === ipv4 &&
  registry.lookUp('ethertype', etherType.ipv6) === ipv6 &&
  registry.lookUp('ip.protocol', ipNumber.tcp) === tcp &&
  registry.lookUp('ip.protocol', ipNumber.udp) === udp;
