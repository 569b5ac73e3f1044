import { Pairs } from './pairs';

const identifications = 65_536;
const isAnswer = 0x80;
/** The identification and the flags, RFC 1035 §4.1.1. */
const lookedAt = 4;

/**
 * DNS, from the query to its response: that has the query's identification, and comes back over the same ports
 * (RFC 1035 §4.1.1, RFC 5452 §9.1). A query that is sent again waits since it was sent first.
 */
export class NameQueries {
  readonly pairs = new Pairs('dns-response');
  /** When each query without a response was sent, by conversation and identification. */
  private readonly waiting = new Map<number, number>();

  /**
   * @param message begins with the header; what is too short for one is none
   * @param time nanoseconds since the first packet
   */
  take(message: Uint8Array, transport: 'tcp' | 'udp', stream: number, row: number, time: number): void {
    if (message.length < lookedAt) return;
    const identification = ((message[0] as number) << 8) | (message[1] as number);
    const conversation = stream * 2 + (transport === 'tcp' ? 1 : 0);
    const key = conversation * identifications + identification;
    const { waiting, pairs } = this;
    if (((message[2] as number) & isAnswer) === 0) {
      if (!waiting.has(key)) waiting.set(key, time);
    } else {
      const asked = waiting.get(key);
      if (asked === undefined) return;
      waiting.delete(key);
      pairs.add(time, time - asked, row, stream);
    }
    pairs.unanswered = waiting.size;
  }
}
