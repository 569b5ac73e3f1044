import type { Protocol } from '../protocol';
import { ethernet } from './ethernet';
import { frame } from './frame';

/** The link layer's protocols. */
export const linkProtocols: readonly Protocol[] = [frame, ethernet];
