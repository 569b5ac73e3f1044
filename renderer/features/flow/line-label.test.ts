import { describe, expect, it } from 'vitest';
import type { FlowSegment } from '../../../preload/contract/flow';
import { labelOf, spanText, spokenLabel, wholeLabel } from './line-label';
import { retransmission, segment } from './testing/lines';

const words = (line: FlowSegment, most: number) =>
  labelOf(line, most)
    .map(({ text }) => text)
    .join('  ');

describe('a label', () => {
  it('tells flags, relative numbers, length and window', () => {
    expect(wholeLabel(segment({ flags: 'PSH ACK', sequence: 1, acknowledgment: 69, length: 70 }))).toBe(
      'PSH ACK  seq 1  ack 69  len 70  win 64240',
    );
  });

  it('of a SYN tells its options, and of a bare ACK its sequence number only where there is room', () => {
    const syn = segment({ flags: 'SYN', acknowledgment: null, options: 'MSS 1460, WS 128, SACK, TS' });
    expect(wholeLabel(syn)).toBe('SYN  seq 0  win 64240  MSS 1460, WS 128, SACK, TS');
    const bare = segment({ sequence: 70, acknowledgment: 7241 });
    expect(wholeLabel(bare)).toBe('ACK  seq 70  ack 7241  win 64240');
    expect(words(bare, 26)).toBe('ACK  ack 7241  win 64240');
  });

  it('of a resend says of which packet, how long after, and why', () => {
    expect(wholeLabel(retransmission)).toBe(
      'ACK  seq 1449  ack 412  len 1448  Retransmission  of 7, 31.4 ms later  lost; SACK showed the gap  win 64240',
    );
  });

  it('of a resend of what was not captured says how long after the gap, and why', () => {
    const reason = 'lost before this capture point: the original was not captured';
    expect(wholeLabel({ ...retransmission, original: { packet: 0, top: 5 }, reason })).toContain(
      `Retransmission  31.4 ms after the gap  ${reason}`,
    );
  });

  it('leaves out what matters least, and never what is wrong', () => {
    for (let most = 20; most < 120; most++) {
      expect(words(retransmission, most)).toContain('ACK');
      expect(words(retransmission, most).length).toBeLessThanOrEqual(Math.max(most, 45));
    }
    expect(words(retransmission, 60)).toContain('Retransmission  of 7, 31.4 ms later');
    expect(words(retransmission, 60)).not.toContain('win');
  });

  it('shows text of the capture literally', () => {
    const hostile = segment({ message: 'GET /\u001b[31m\u202e<b>', length: 10 });
    expect(wholeLabel(hostile)).toContain('GET /\\x1b[31m\\u{202e}<b>');
  });

  it('is spoken with who sends it to whom, and what shows it', () => {
    const spoken = spokenLabel(retransmission, ['a:1', 'b:2']);
    expect(spoken).toMatch(/^Packet 12, b:2 to a:1: ACK/);
    expect(spoken).toMatch(/\. Frame 13 acknowledges it\.$/);
  });
});

describe('spanText', () => {
  it('has three digits and the unit that fits', () => {
    expect([0, 999, 1000, 31_400, 31_400_000, 999_900_000, 1_200_000_000].map(spanText)).toEqual([
      '0 ns',
      '999 ns',
      '1.00 µs',
      '31.4 µs',
      '31.4 ms',
      '1.00 s',
      '1.20 s',
    ]);
    expect(spanText(123_000_000_000)).toBe('2 min 3 s');
    expect(spanText(-2_100_000)).toBe('−2.10 ms');
  });
});
