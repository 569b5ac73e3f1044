import type { Protocol } from '../protocol';

/** The transport layer's protocols. */
export const transportProtocols: readonly Protocol[] = [];
