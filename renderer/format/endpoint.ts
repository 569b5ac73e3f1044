import type { Endpoint } from '../../preload/contract/connections';

/** `10.0.0.1:443`, `[2001:db8::1]:443`, an address alone where there is no port. */
export function endText({ address, port }: Endpoint): string {
  if (port === 0) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The display filter of what an end sends and receives: `ip.addr == 10.0.0.1 and tcp.port == 443`. */
export function endTerm({ address, port }: Endpoint, transport: 'tcp' | 'udp'): string {
  const field = address.includes(':') ? 'ipv6.addr' : 'ip.addr';
  return `${field} == ${address}${port > 0 ? ` and ${transport}.port == ${port}` : ''}`;
}
