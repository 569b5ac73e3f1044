import type { Protocol } from '../protocol';
import { ipv4 } from './ipv4';
import { ipv6 } from './ipv6';

/** The network layer's protocols. */
export const networkProtocols: readonly Protocol[] = [ipv4, ipv6];
