import type { Protocol } from '../protocol';
import { arp } from './arp';
import { authenticationHeader } from './authentication-header';
import { capwapData } from './capwap-data';
import { eigrp } from './eigrp';
import { erspan } from './erspan';
import { esp } from './esp';
import { etherIp } from './ether-ip';
import { geneve } from './geneve';
import { gre } from './gre';
import { gtpU } from './gtp-u';
import { hip } from './hip';
import { hsrp } from './hsrp';
import { icmp } from './icmp';
import { icmpv6 } from './icmpv6';
import { igmp } from './igmp';
import { ipPayloadCompression } from './ip-payload-compression';
import { ipv4 } from './ipv4';
import { ipv6 } from './ipv6';
import { destinationOptions } from './ipv6-destination-options';
import { ipv6Fragment } from './ipv6-fragment';
import { hopByHopOptions } from './ipv6-hop-by-hop';
import { ipv6Routing } from './ipv6-routing';
import { l2tp } from './l2tp';
import { mobility } from './mobility';
import { networkServiceHeader } from './network-service-header';
import { nhrp } from './nhrp';
import { ospf } from './ospf';
import { pim } from './pim';
import { rsvp } from './rsvp';
import { sflow } from './sflow';
import { shim6 } from './shim6';
import { teredo } from './teredo';
import { udpEncapsulatedEsp } from './udp-encapsulated-esp';
import { vrrp } from './vrrp';
import { vxlan } from './vxlan';
import { vxlanGpe } from './vxlan-gpe';

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
  icmpv6,
  igmp,
  eigrp,
  hip,
  hsrp,
  ipPayloadCompression,
  mobility,
  nhrp,
  ospf,
  pim,
  rsvp,
  shim6,
  udpEncapsulatedEsp,
  vrrp,
  erspan,
  geneve,
  gre,
  gtpU,
  l2tp,
  networkServiceHeader,
  teredo,
  vxlan,
  vxlanGpe,
  capwapData,
  sflow,
  etherIp,
];
