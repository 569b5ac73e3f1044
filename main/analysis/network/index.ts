import type { Protocol } from '../protocol';
import { arp } from './arp';
import { authenticationHeader } from './authentication-header';
import { esp } from './esp';
import { icmp } from './icmp';
import { igmp } from './igmp';
import { ipv4 } from './ipv4';
import { ipv6 } from './ipv6';
import { destinationOptions } from './ipv6-destination-options';
import { ipv6Fragment } from './ipv6-fragment';
import { hopByHopOptions } from './ipv6-hop-by-hop';
import { ipv6Routing } from './ipv6-routing';

/** The network layer's protocols. */
export const networkProtocols: readonly Protocol[] = [
  arp,
  ipv4,
  ipv6,
  hopByHopOptions,
  destinationOptions,
  ipv6Routing,
  ipv6Fragment,
  authenticationHeader,
  esp,
  icmp,
  igmp,
];
