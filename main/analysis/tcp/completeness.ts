import { TcpFlag } from '../transport/tcp-flags';
import type { Segment } from './segment';

/** Which parts of a conversation were captured: the bits of `tcp.completeness` (user's guide, TCP Conversation Completeness). */
export const Completeness = { syn: 1, synAck: 2, ack: 4, data: 8, fin: 16, reset: 32 } as const;

/**
 * The parts captured when a segment has passed. tshark shows with each segment what had been captured before it; it does not
 * count a conversation's first segment unless that is a SYN. A FIN without ACK counts for nothing, a reset with whatever it
 * comes.
 * @param isFirst of its conversation
 * @param reusesPorts whether it began its conversation on the ports of another: that is made with its SYN counted already
 */
export function completenessAfter(before: number, segment: Segment, isFirst: boolean, reusesPorts: boolean): number {
  const { length } = segment;
  const flags = segment.isUnreadable ? segment.claimedFlags : segment.flags;
  const acknowledges = (flags & TcpFlag.ack) !== 0;
  const opens = (flags & TcpFlag.syn) !== 0;
  if (isFirst && !reusesPorts) {
    if (acknowledges || !opens) return before;
    return Completeness.syn | (length > 0 ? Completeness.data : 0);
  }
  let after = isFirst ? Completeness.syn : before;
  if (acknowledges && opens) after |= Completeness.synAck;
  else if (acknowledges) after |= length > 0 ? Completeness.data : Completeness.ack;
  if (acknowledges && flags & TcpFlag.fin) after |= Completeness.fin;
  if (flags & TcpFlag.rst) after |= Completeness.reset;
  return after;
}
