/** An address with the number of leading bits that count. */
export interface Network<Address> {
  readonly address: Address;
  readonly prefix: number;
}

/** `192.168.1.1` or `192.168.0.0/16`; null where it is neither, and the fault where it nearly is. */
export function readIpv4(text: string): Network<number> | null {
  const [, address = '', prefix] = /^([\d.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return null;
  const bits = prefix === undefined ? 32 : Number(prefix);
  if (bits > 32) return null;
  return { address: parts.reduce((sum, part) => sum * 256 + Number(part), 0), prefix: bits };
}

/** RFC 4291 §2.2, with a prefix length (§2.3); null where it is none. */
export function readIpv6(text: string): Network<Uint8Array> | null {
  const [, address = '', prefix] = /^([0-9a-fA-F:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = prefix === undefined ? 128 : Number(prefix);
  const halves = address.split('::');
  if (bits > 128 || halves.length > 2) return null;
  const [head, tail] = [octetsOf(halves[0] as string, halves.length === 1), octetsOf(halves[1] ?? '', true)];
  if (head === null || tail === null) return null;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return null;
  return { address: Uint8Array.from([...head, ...new Array<number>(missing).fill(0), ...tail]), prefix: bits };
}

/** @param mayEndInIpv4 whether the last 32 bits may be written as an IPv4 address */
function octetsOf(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const octets: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const dotted = group.includes('.') ? readIpv4(group) : null;
    if (dotted && mayEndInIpv4 && index === groups.length - 1) {
      octets.push((dotted.address >>> 24) & 255, (dotted.address >>> 16) & 255, (dotted.address >>> 8) & 255);
      octets.push(dotted.address & 255);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16);
      octets.push(value >> 8, value & 255);
    } else return null;
  }
  return octets;
}
