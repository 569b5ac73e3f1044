/** Where a frame goes: Ethernet and IP addresses of both ends. Addresses are 4 or 16 bytes; `vlan` 0 is untagged. */
export interface Route {
  sourceMac: Uint8Array;
  destinationMac: Uint8Array;
  source: Uint8Array;
  destination: Uint8Array;
  vlan: number;
  hopLimit: number;
  flowLabel: number;
}

export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;
export const ETHERTYPE = { ipv4: 0x0800, arp: 0x0806, vlan: 0x8100, ipv6: 0x86dd } as const;

/** One Ethernet frame in the making. The same buffer is used for every frame of a capture. */
export class Frame {
  readonly bytes = new Uint8Array(66_000);
  length = 0;
  private networkOffset = 0;
  private transportOffset = 0;
  private protocol = 0;

  u8(value: number): void {
    this.bytes[this.length++] = value;
  }

  u16(value: number): void {
    this.bytes[this.length++] = value >>> 8;
    this.bytes[this.length++] = value;
  }

  u32(value: number): void {
    this.u16(value >>> 16);
    this.u16(value & 0xffff);
  }

  put(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  beginEthernet(source: Uint8Array, destination: Uint8Array, vlan: number, etherType: number): void {
    this.length = 0;
    this.put(destination);
    this.put(source);
    if (vlan > 0) {
      this.u16(ETHERTYPE.vlan);
      this.u16(vlan);
    }
    this.u16(etherType);
  }

  /** Ethernet and IP header; lengths and checksums are filled in by `finishIp`. */
  beginIp(route: Route, protocol: number, identification: number): void {
    const version6 = route.source.length === 16;
    this.protocol = protocol;
    this.beginEthernet(route.sourceMac, route.destinationMac, route.vlan, version6 ? ETHERTYPE.ipv6 : ETHERTYPE.ipv4);
    this.networkOffset = this.length;
    if (version6) {
      this.u32(0x6000_0000 | route.flowLabel);
      this.u16(0);
      this.u8(protocol);
      this.u8(route.hopLimit);
    } else {
      this.u16(0x4500);
      this.u16(0);
      this.u16(identification);
      this.u16(0x4000);
      this.u8(route.hopLimit);
      this.u8(protocol);
      this.u16(0);
    }
    this.put(route.source);
    this.put(route.destination);
    this.transportOffset = this.length;
  }

  /** Fills in the IP length and header checksum, and the checksum at `checksumOffset` bytes into the transport header. */
  finishIp(checksumOffset: number): void {
    const { bytes, networkOffset, transportOffset } = this;
    const version6 = bytes[networkOffset]! >> 4 === 6;
    const transportLength = this.length - transportOffset;
    if (version6) this.patch(networkOffset + 4, transportLength);
    else {
      this.patch(networkOffset + 2, this.length - networkOffset);
      this.patch(networkOffset + 10, fold(sum(bytes, networkOffset, transportOffset)));
    }
    // ICMP for IPv4 has no pseudo-header (RFC 792); the others do (RFC 9293 §3.1, RFC 8200 §8.1).
    let total = sum(bytes, transportOffset, this.length);
    if (this.protocol !== PROTOCOL.icmp) {
      total += sum(bytes, networkOffset + (version6 ? 8 : 12), transportOffset) + transportLength + this.protocol;
    }
    const checksum = fold(total);
    // RFC 768: a UDP checksum of zero means none, so it is sent as all ones.
    this.patch(transportOffset + checksumOffset, checksum === 0 && this.protocol === PROTOCOL.udp ? 0xffff : checksum);
  }

  patch(offset: number, value: number): void {
    this.bytes[offset] = value >>> 8;
    this.bytes[offset + 1] = value;
  }

  /** Ethernet's shortest frame is 60 bytes before its check sequence; received frames show the padding. */
  padToMinimum(): void {
    while (this.length < 60) this.u8(0);
  }
}

function sum(bytes: Uint8Array, start: number, end: number): number {
  let total = 0;
  const even = start + ((end - start) & ~1);
  for (let offset = start; offset < even; offset += 2) total += (bytes[offset]! << 8) | bytes[offset + 1]!;
  if (even < end) total += bytes[even]! << 8;
  return total;
}

/** The one's complement of the one's complement sum (RFC 1071). */
function fold(total: number): number {
  let folded = total;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x1_0000);
  return ~folded & 0xffff;
}
