import type { Protocol } from '../protocol';
import { dccp } from './dccp';
import { sctp } from './sctp';
import { tcp } from './tcp';
import { udp, udpLite } from './udp';

/** The transport layer's protocols. */
export const transportProtocols: readonly Protocol[] = [tcp, udp, udpLite, sctp, dccp];
