import type { Dissection } from '../dissection';
import { ipv4TextAt, ipv6Text } from './address-text';
import { ipProtocols } from './ip-protocol-numbers';

/**
 * Reads the packet that an ICMP error quotes. It is another packet's beginning, cut where the error's sender chose: it
 * fills no columns, and that it ends early is no fault of this packet.
 * @param name `ip` or `ipv6`
 */
export function readQuotedPacket(dissection: Dissection, name: 'ip' | 'ipv6', start: number, end: number): void {
  if (start >= Math.min(end, dissection.limit)) return;
  const { faults } = dissection;
  const known = faults.length;
  const quote = dissection.aside(() => dissection.nextNamed(name, start, end));
  dissection.quote ??= quote;
  faults.length = known;
}

/** The flow of a quoted packet, ` for UDP 10.0.0.1:5353 → 10.0.0.2:53`; empty where too little of it is there. */
export function quotedFlow(bytes: Uint8Array, start: number, limit: number): string {
  const first = bytes[start] ?? 0;
  const isIpv4 = first >> 4 === 4;
  const ports = start + (isIpv4 ? (first & 15) * 4 : 40);
  if (start + (isIpv4 ? 20 : 40) > limit || (!isIpv4 && first >> 4 !== 6)) return '';
  const protocol = bytes[start + (isIpv4 ? 9 : 6)] as number;
  const source = isIpv4 ? ipv4TextAt(bytes, start + 12) : ipv6Text(bytes, start + 8);
  const destination = isIpv4 ? ipv4TextAt(bytes, start + 16) : ipv6Text(bytes, start + 24);
  const name = ipProtocols[protocol] ?? `protocol ${protocol}`;
  const isFirst = !isIpv4 || (((bytes[start + 6] as number) & 0x1f) === 0 && bytes[start + 7] === 0);
  const hasPorts = [6, 17, 33, 132, 136].includes(protocol) && isFirst && ports + 4 <= limit;
  if (!hasPorts) return ` for ${name} ${source} → ${destination}`;
  const port = (at: number) => ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  const end = (address: string, at: number) => `${isIpv4 ? address : `[${address}]`}:${port(at)}`;
  return ` for ${name} ${end(source, ports)} → ${end(destination, ports + 2)}`;
}
