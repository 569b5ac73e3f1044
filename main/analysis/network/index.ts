import type { Protocol } from '../protocol';

/** The network layer's protocols. */
export const networkProtocols: readonly Protocol[] = [];
