import type { Protocol } from '../protocol';
import { arcnet } from './arcnet';
import { aristaTimestamp } from './arista-timestamp';
import { avsWireless } from './avs-wireless';
import { ciscoDiscovery } from './cisco-discovery';
import { ciscoHdlc } from './cisco-hdlc';
import { ciscoMetadata } from './cisco-metadata';
import { classicalIp } from './classical-ip';
import { configurationTesting } from './configuration-testing';
import { controllerAreaNetwork } from './controller-area-network';
import { customBlock } from './custom-block';
import { eapol } from './eapol';
import { enc } from './enc';
import { ethernet } from './ethernet';
import { fabricPath } from './fabric-path';
import { fddi } from './fddi';
import { frame } from './frame';
import { frameRelay } from './frame-relay';
import { interSwitchLink } from './inter-switch-link';
import { ipOverFibreChannel } from './ip-over-fibre-channel';
import { ipOverInfiniband } from './ip-over-infiniband';
import { ipx } from './ipx';
import { journalEntry } from './journal-entry';
import { juniperEthernet } from './juniper-ethernet';
import { linkAggregation } from './link-aggregation';
import { linkLayerDiscovery } from './link-layer-discovery';
import { linuxCooked } from './linux-cooked';
import { linuxCooked2 } from './linux-cooked-2';
import { llc } from './llc';
import { loopback } from './loopback';
import { macsec } from './macsec';
import { mpls } from './mpls';
import { nflog } from './nflog';
import { osiNetwork } from './osi-network';
import { perPacketInformation } from './per-packet-information';
import { pflog } from './pflog';
import { pktap } from './pktap';
import { ppp } from './ppp';
import { pppChallenge } from './ppp-challenge';
import { ccp, ipcp, ipv6cp, lcp } from './ppp-negotiation';
import { pppPassword } from './ppp-password';
import { pppWithDirection } from './ppp-with-direction';
import { pppoeDiscovery } from './pppoe-discovery';
import { pppoeSession } from './pppoe-session';
import { prism } from './prism';
import { providerBackbone } from './provider-backbone';
import { radiotap } from './radiotap';
import { rawIp } from './raw-ip';
import { serviceVlan } from './service-vlan';
import { slarp } from './slarp';
import { slowProtocols } from './slow-protocols';
import { solarisIpnet } from './solaris-ipnet';
import { spanningTree } from './spanning-tree';
import { sunAtm } from './sun-atm';
import { tokenRing } from './token-ring';
import { vlan } from './vlan';
import { wireless } from './wireless';

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
  frameRelay,
  arcnet,
  controllerAreaNetwork,
  solarisIpnet,
  ipOverInfiniband,
  perPacketInformation,
  pktap,
  nflog,
  pflog,
  juniperEthernet,
  classicalIp,
  sunAtm,
  fddi,
  tokenRing,
  ipOverFibreChannel,
  aristaTimestamp,
  macsec,
  interSwitchLink,
  wireless,
  radiotap,
  prism,
  avsWireless,
  spanningTree,
  ciscoDiscovery,
  linkLayerDiscovery,
  slowProtocols,
  linkAggregation,
  eapol,
  configurationTesting,
  osiNetwork,
  pppPassword,
  pppChallenge,
  lcp,
  ipcp,
  ipv6cp,
  ccp,
  enc,
  pppWithDirection,
  providerBackbone,
  customBlock,
  journalEntry,
];
