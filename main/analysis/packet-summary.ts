/** What an address is: decides its length and how it is written. */
export const AddressFamily = { none: 0, ethernet: 1, ipv4: 4, ipv6: 6 } as const;
export type AddressFamily = (typeof AddressFamily)[keyof typeof AddressFamily];

/** Number of bytes of an address by family. */
export const addressLength = (family: number): number =>
  family === AddressFamily.ipv4 ? 4 : family === AddressFamily.ipv6 ? 16 : family === AddressFamily.ethernet ? 6 : 0;

/** Transport whose conversations are followed; the IP protocol numbers. */
export const Transport = { none: 0, tcp: 6, udp: 17 } as const;
export type Transport = (typeof Transport)[keyof typeof Transport];

export const absent = -1;
/** Of what may have been there: the capture ends before it. */
export const uncaptured = -2;
const noBytes = new Uint8Array(0);

/** The ends of a datagram that carries a packet. */
export class EnclosingDatagram {
  addressFamily: number = AddressFamily.none;
  addressBytes: Uint8Array = noBytes;
  sourceAt = 0;
  destinationAt = 0;
  sourcePort = 0;
  destinationPort = 0;
}

/** Tunnels inside tunnels beyond these are read, but their datagrams are not numbered. */
const mostEnclosing = 4;

/**
 * What the columns keep of a packet. One object is reused for all packets. Both readings fill it: the scan while loading,
 * the dissector for packets that the scan leaves to it and whenever a test compares the two.
 */
export class PacketSummary {
  /** `index` of the protocol that the Protocol column names. */
  protocol = 0;
  /** Number of the LayerChains; 0 where nobody asked for it. */
  layers = 0;

  addressFamily: number = AddressFamily.none;
  /** The addresses lie in these bytes, which may be reassembled ones. */
  addressBytes: Uint8Array = noBytes;
  sourceAt = 0;
  destinationAt = 0;

  transport: number = Transport.none;
  hasPorts = false;
  sourcePort = 0;
  destinationPort = 0;

  /** Identification of the IPv4 header that carries the transport; `absent` where there is none. */
  ipIdentification: number = absent;
  /** TTL or hop limit of the IP header that carries the transport. */
  timeToLive = 0;

  /** Offset of the transport's payload from the frame's first byte; `absent` where it lies in reassembled data. */
  payloadStart: number = absent;
  /** Payload bytes as the headers tell, whether captured or not. */
  payloadLength = 0;

  sequence = 0;
  acknowledgment = 0;
  /** The 12 bits that follow the data offset: reserved, AE, CWR, ECE, URG, ACK, PSH, RST, SYN, FIN. */
  tcpFlags = 0;
  window = 0;
  maximumSegmentSize: number = absent;
  /** `absent` without the option, `uncaptured` where the options were cut before it. */
  windowScale: number = absent;
  sackPermitted = false;
  hasTimestamps = false;
  timestampValue = 0;
  timestampEcho = 0;
  /** Number of SACK blocks, at most 4; left edges at even, right edges at odd indexes. */
  sackCount = 0;
  readonly sackEdges = new Uint32Array(8);
  /** Length of the Fast Open cookie; 0 for a request of one; `absent` without the option. */
  fastOpenCookie: number = absent;
  /** Subtypes of the Multipath TCP options, as bits: 1 for MP_CAPABLE, 4 for DSS (RFC 8684 §3). */
  multipath = 0;

  /** UDP datagrams that carry this packet, outermost first. Objects are reused; only the first `enclosingCount` count. */
  readonly enclosing: EnclosingDatagram[] = [];
  enclosingCount = 0;

  reset(): void {
    this.enclosingCount = 0;
    this.protocol = 0;
    this.addressFamily = AddressFamily.none;
    this.transport = Transport.none;
    this.hasPorts = false;
    this.sourcePort = 0;
    this.destinationPort = 0;
    this.ipIdentification = absent;
    this.timeToLive = 0;
    this.payloadStart = absent;
    this.payloadLength = 0;
    this.resetTcp();
  }

  resetTcp(): void {
    this.sequence = 0;
    this.acknowledgment = 0;
    this.tcpFlags = 0;
    this.window = 0;
    this.maximumSegmentSize = absent;
    this.windowScale = absent;
    this.sackPermitted = false;
    this.hasTimestamps = false;
    this.timestampValue = 0;
    this.timestampEcho = 0;
    this.sackCount = 0;
    this.fastOpenCookie = absent;
    this.multipath = 0;
  }

  /** Takes the addresses of a header; what an outer header's transport left is that of a tunnel, and is set aside. */
  setAddresses(family: number, bytes: Uint8Array, sourceAt: number, destinationAt: number): void {
    if (this.hasPorts) this.enclose();
    this.addressFamily = family;
    this.addressBytes = bytes;
    this.sourceAt = sourceAt;
    this.destinationAt = destinationAt;
  }

  /** Sets a tunnel's datagram aside, for what it carries is what the columns are about. */
  private enclose(): void {
    if (this.transport === Transport.udp && this.enclosingCount < mostEnclosing) {
      let datagram = this.enclosing[this.enclosingCount];
      if (datagram === undefined) {
        datagram = new EnclosingDatagram();
        this.enclosing.push(datagram);
      }
      this.enclosingCount++;
      datagram.addressFamily = this.addressFamily;
      datagram.addressBytes = this.addressBytes;
      datagram.sourceAt = this.sourceAt;
      datagram.destinationAt = this.destinationAt;
      datagram.sourcePort = this.sourcePort;
      datagram.destinationPort = this.destinationPort;
    }
    this.transport = Transport.none;
    this.hasPorts = false;
    this.sourcePort = 0;
    this.destinationPort = 0;
    this.payloadStart = absent;
    this.payloadLength = 0;
    this.resetTcp();
  }
}
