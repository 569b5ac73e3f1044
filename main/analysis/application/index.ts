import type { Protocol } from '../protocol';
import { data } from './data';
import { dhcp } from './dhcp/dhcp';
import { dhcpv6 } from './dhcp/dhcpv6';
import { dns, linkLocalNameResolution, multicastDns } from './dns/dns';
import { http } from './http/http';
import { ssdp } from './http/ssdp';
import { netbiosName } from './netbios-name';
import { ntp } from './ntp';
import { quic } from './quic';
import { radius } from './radius';
import { sip } from './sip';
import { snmp } from './snmp';
import { ssh } from './ssh';
import { syslog } from './syslog';
import { textDialogs } from './text-dialogs';
import { tftp } from './tftp';
import { tls } from './tls/tls';
import { wireguard } from './wireguard';

/** The application layer's protocols, and what shows bytes that none of them claims. Those recognized by content go by order. */
export const applicationProtocols: readonly Protocol[] = [
  data,
  tls,
  http,
  ssh,
  sip,
  quic,
  wireguard,
  ssdp,
  dns,
  multicastDns,
  linkLocalNameResolution,
  dhcp,
  dhcpv6,
  ntp,
  netbiosName,
  snmp,
  tftp,
  syslog,
  radius,
  ...textDialogs,
];
