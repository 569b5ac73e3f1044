import type { Enumeration } from '../fields/field';

// The numbers that both forms of Linux cooked captures use (tcpdump.org/linktypes; Linux's own header numbers).

export const linuxPacketTypes: Enumeration = {
  0: 'To us',
  1: 'Broadcast',
  2: 'Multicast',
  3: 'To another host',
  4: 'Sent by us',
};

/** Numbers below 1536 in the protocol's place, which are no EtherTypes. */
export const linuxProtocols: Enumeration = {
  1: '802.3 without LLC (Novell)',
  3: 'All protocols',
  4: '802.2 LLC',
  7: 'PPP HDLC',
  12: 'CAN',
  13: 'CAN FD',
  14: 'CAN XL',
  23: 'IrDA',
  25: 'LocalTalk',
  246: 'IEEE 802.15.4',
};

/** Linux's ARPHRD_ numbers: those of ARP's registry, and its own. */
export const linuxDeviceTypes: Enumeration = {
  1: 'Ethernet',
  6: 'IEEE 802',
  7: 'ARCNET',
  24: 'IEEE 1394',
  32: 'InfiniBand',
  256: 'SLIP',
  280: 'CAN',
  512: 'PPP',
  513: 'Cisco HDLC',
  519: 'Raw IP',
  768: 'IPv4 tunnel',
  769: 'IPv6 tunnel',
  770: 'Frame Relay',
  772: 'Loopback',
  773: 'LocalTalk',
  776: '6in4 tunnel',
  778: 'GRE over IPv4',
  783: 'IrDA',
  801: '802.11',
  802: '802.11 with Prism header',
  803: '802.11 with radiotap',
  804: '802.15.4',
  820: 'Phonet',
  823: 'GRE over IPv6',
  824: 'Netlink',
  825: '6LoWPAN',
  826: 'Vsock monitor',
  65534: 'No header',
  65535: 'Void',
};
