import type { Enumeration } from '../fields/field';

/** EtherTypes by name (IEEE registration authority, IANA's "IEEE 802 Numbers"). */
export const etherTypes: Enumeration = {
  2048: 'IPv4',
  2054: 'ARP',
  34525: 'IPv6',
};
