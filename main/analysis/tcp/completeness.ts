import { TcpFlag } from '../transport/tcp-flags';
import type { Segment } from './segment';

/** Which parts of a conversation were captured: the bits of `tcp.completeness` (user's guide, TCP Conversation Completeness). */
export const Completeness = { syn: 1, synAck: 2, ack: 4, data: 8, fin: 16, reset: 32 } as const;

/**
 * The parts captured when a segment has passed. tshark shows with each segment what had been captured before it; it does not
 * count a conversation's first segment unless that is a SYN.
 */
export function completenessAfter(before: number, segment: Segment, isFirst: boolean): number {
  const { flags, length } = segment;
  if ((flags & (TcpFlag.syn | TcpFlag.ack)) === TcpFlag.syn) {
    if (!isFirst) return before;
    return Completeness.syn | (length > 0 ? Completeness.data : 0);
  }
  if (isFirst) return before;
  if (flags & TcpFlag.syn) return before | Completeness.synAck;
  let after = before;
  if (flags & TcpFlag.ack) after |= length > 0 ? Completeness.data : Completeness.ack;
  if (flags & TcpFlag.fin) after |= Completeness.fin;
  if (flags & TcpFlag.rst) after |= Completeness.reset;
  return after;
}
