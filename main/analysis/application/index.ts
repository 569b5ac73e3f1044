import type { Protocol } from '../protocol';
import { data } from './data';
import { dns, linkLocalNameResolution, multicastDns } from './dns/dns';
import { http } from './http/http';
import { ssdp } from './http/ssdp';
import { tls } from './tls/tls';

/** The application layer's protocols, and what shows bytes that none of them claims. */
export const applicationProtocols: readonly Protocol[] = [
  data,
  http,
  ssdp,
  dns,
  multicastDns,
  linkLocalNameResolution,
  tls,
];
