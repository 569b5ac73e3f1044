// How addresses are written and read: dotted IPv4, IPv6 after RFC 5952, Ethernet with colons.

const hexadecimal = '0123456789abcdef';
const hexOctets = Array.from({ length: 256 }, (_, octet) => hexadecimal[octet >> 4] + (hexadecimal[octet & 15] ?? ''));

/** @param address unsigned 32-bit number */
export const ipv4Text = (address: number): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;

/** @param at offset of the first of four bytes */
export const ipv4TextAt = (bytes: Uint8Array, at = 0): string =>
  `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;

/** @param at offset of the first of six bytes */
export const ethernetText = (bytes: Uint8Array, at = 0): string => {
  let text = hexOctets[bytes[at] as number] as string;
  for (let i = 1; i < 6; i++) text += `:${hexOctets[bytes[at + i] as number]}`;
  return text;
};

/**
 * IPv6 in the canonical form of RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first
 * of equals) as `::`. Addresses that embed an IPv4 one by a well-known prefix end in its dotted form (§5): `::ffff:1.2.3.4`
 * and `::1.2.3.4`.
 * @param at offset of the first of sixteen bytes
 */
export function ipv6Text(bytes: Uint8Array, at = 0): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[at + i] as number) << 8) | (bytes[at + i + 1] as number));
  const { start, length } = longestZeroRun(groups);
  const mapped = start === 0 && length === 5 && groups[5] === 0xffff;
  const compatible = start === 0 && length === 6;
  if (mapped || compatible) return `${mapped ? '::ffff:' : '::'}${ipv4TextAt(bytes, at + 12)}`;
  const written = groups.map((group) => group.toString(16));
  if (length < 2) return written.join(':');
  return `${written.slice(0, start).join(':')}::${written.slice(start + length).join(':')}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (start + length < groups.length && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
    start += length;
  }
  return best;
}

/** @returns the address as an unsigned 32-bit number; null where the text is no dotted address of four decimal parts */
export function parseIpv4(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let address = 0;
  for (const part of parts) {
    // A leading zero would be octal to some readers and decimal to others (RFC 6943 §3.1.1).
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    address = address * 256 + Number(part);
  }
  return address;
}

/** Reads every form of RFC 4291 §2.2. @returns sixteen bytes; null where the text is no IPv6 address */
export function parseIpv6(text: string): Uint8Array | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] as string, halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] as string, true) : [];
  if (head === null || tail === null) return null;
  const count = head.length + tail.length;
  // `::` stands for at least one group.
  if (halves.length === 1 ? count !== 8 : count > 7) return null;
  const bytes = new Uint8Array(16);
  writeGroups(bytes, 0, head);
  writeGroups(bytes, 16 - 2 * tail.length, tail);
  return bytes;
}

function parseGroups(text: string, last: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (last && i === parts.length - 1 && part.includes('.')) {
      const address = parseIpv4(part);
      if (address === null) return null;
      groups.push(address >>> 16, address & 0xffff);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

function writeGroups(bytes: Uint8Array, at: number, groups: readonly number[]): void {
  for (const [i, group] of groups.entries()) {
    bytes[at + 2 * i] = group >>> 8;
    bytes[at + 2 * i + 1] = group & 255;
  }
}

/** Reads six octets in hexadecimal, joined by colons, hyphens, or in three groups by dots. @returns null where it is none */
export function parseEthernet(text: string): Uint8Array | null {
  const colons = /^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(text);
  const hyphens = /^[0-9a-f]{1,2}(-[0-9a-f]{1,2}){5}$/i.test(text);
  if (colons || hyphens) return Uint8Array.from(text.split(/[:-]/), (octet) => Number.parseInt(octet, 16));
  if (!/^[0-9a-f]{4}(\.[0-9a-f]{4}){2}$/i.test(text)) return null;
  const digits = text.replaceAll('.', '');
  return Uint8Array.from({ length: 6 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
