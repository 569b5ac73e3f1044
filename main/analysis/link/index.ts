import type { Protocol } from '../protocol';
import { ciscoHdlc } from './cisco-hdlc';
import { ciscoMetadata } from './cisco-metadata';
import { ethernet } from './ethernet';
import { fabricPath } from './fabric-path';
import { frame } from './frame';
import { ipx } from './ipx';
import { linuxCooked } from './linux-cooked';
import { linuxCooked2 } from './linux-cooked-2';
import { llc } from './llc';
import { loopback } from './loopback';
import { mpls } from './mpls';
import { ppp } from './ppp';
import { pppoeDiscovery } from './pppoe-discovery';
import { pppoeSession } from './pppoe-session';
import { rawIp } from './raw-ip';
import { serviceVlan } from './service-vlan';
import { slarp } from './slarp';
import { vlan } from './vlan';

/** The link layer's protocols. */
export const linkProtocols: readonly Protocol[] = [
  frame,
  ethernet,
  vlan,
  serviceVlan,
  llc,
  fabricPath,
  linuxCooked,
  linuxCooked2,
  loopback,
  rawIp,
  ppp,
  pppoeSession,
  pppoeDiscovery,
  ciscoHdlc,
  slarp,
  mpls,
  ciscoMetadata,
  ipx,
];
