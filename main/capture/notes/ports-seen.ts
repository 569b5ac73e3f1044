const NONE = -1;
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLAN = 0x8100;

/**
 * Which TCP and UDP ports went by. Only sockets of those are noted in the file: the others are nobody's business. Looks no
 * further than it must, for it looks at every packet.
 */
export class PortsSeen {
  /** Packets that it looked at. */
  packets = 0;
  private readonly seen = new Uint8Array(65_536);

  look(bytes: Uint8Array, start: number, length: number, linkType: number): void {
    this.packets++;
    const at = networkHeader(bytes, start, length, linkType);
    if (at === NONE || start + length - at < 20) return;
    const version = bytes[at]! >> 4;
    const protocol = version === 4 ? bytes[at + 9]! : bytes[at + 6]!;
    if (protocol !== 6 && protocol !== 17) return;
    // Fragments after the first have no ports (RFC 791 §3.1).
    if (version === 4 && ((bytes[at + 6]! & 0x1f) !== 0 || bytes[at + 7] !== 0)) return;
    const ports = version === 4 ? at + (bytes[at]! & 0x0f) * 4 : at + 40;
    if (ports + 4 > start + length) return;
    this.seen[(bytes[ports]! << 8) | bytes[ports + 1]!] = 1;
    this.seen[(bytes[ports + 2]! << 8) | bytes[ports + 3]!] = 1;
  }

  has(port: number): boolean {
    return this.seen[port] === 1;
  }
}

/** Where the IP header begins, on the link types that a dev machine has. */
function networkHeader(bytes: Uint8Array, start: number, length: number, linkType: number): number {
  let at = start;
  switch (linkType) {
    case 1:
      at += 14;
      break;
    case 113:
      at += 16;
      break;
    case 276:
      at += 20;
      break;
    case 0:
      at += 4;
      break;
    case 101:
      break;
    default:
      return NONE;
  }
  if (at - start + 1 > length) return NONE;
  if (linkType === 1) {
    let type = (bytes[at - 2]! << 8) | bytes[at - 1]!;
    if (type === VLAN) {
      type = (bytes[at + 2]! << 8) | bytes[at + 3]!;
      at += 4;
    }
    if (type !== IPV4 && type !== IPV6) return NONE;
  }
  const version = bytes[at]! >> 4;
  return version === 4 || version === 6 ? at : NONE;
}
