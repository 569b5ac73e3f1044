import { describe, expect, it } from 'vitest';
import { TcpFlag, UnreadSegment } from '../../transport/tcp-flags';
import { SentStream } from './stream-assembly';

const { syn, ack, fin, rst } = TcpFlag;

function pieces({ stream }: SentStream): number[][] {
  const list = stream.pieces;
  return Array.from({ length: list.count }, (_, i) => [list.offset(i), list.length(i), list.row(i)]);
}

describe('SentStream', () => {
  it('counts from the byte behind the SYN (RFC 9293 §3.4: SYN takes one sequence number)', () => {
    const sent = new SentStream();
    sent.add(0, 999, syn, 0);
    sent.add(2, 1000, ack, 5);
    expect(pieces(sent)).toEqual([[0, 5, 2]]);
  });

  it('counts from the first byte seen where the SYN was not captured', () => {
    const sent = new SentStream();
    sent.add(0, 5000, ack, 10);
    sent.add(1, 5010, ack, 10);
    expect(pieces(sent)).toEqual([
      [0, 10, 0],
      [10, 10, 1],
    ]);
  });

  it('puts data on the SYN first (RFC 7413)', () => {
    const sent = new SentStream();
    sent.add(0, 999, syn, 4);
    sent.add(2, 1004, ack, 6);
    expect(pieces(sent)).toEqual([
      [0, 4, 0],
      [4, 6, 2],
    ]);
  });

  it('goes on where sequence numbers pass 2^32', () => {
    const sent = new SentStream();
    sent.add(0, 0xffff_fff0, ack, 16);
    sent.add(1, 0, ack, 16);
    sent.add(2, 16, ack, 16);
    expect(pieces(sent).map(([offset]) => offset)).toEqual([0, 16, 32]);
  });

  it('does not count from a segment that cannot be read', () => {
    const sent = new SentStream();
    sent.add(0, 3_000_000_000, UnreadSegment.whole, 0);
    sent.add(1, 5000, ack, 10);
    expect(pieces(sent)).toEqual([[0, 10, 1]]);
  });

  it('marks data beyond the FIN and after a reset', () => {
    const sent = new SentStream();
    sent.add(0, 100, ack, 10);
    sent.add(1, 110, ack | fin, 0);
    sent.add(2, 110, ack, 3);
    sent.add(3, 113, rst, 0);
    sent.add(4, 113, ack, 2);
    expect(sent.stray).toEqual([
      { row: 2, offset: 10, length: 3, why: 'beyond-fin' },
      { row: 4, offset: 13, length: 2, why: 'after-reset' },
    ]);
  });
});
