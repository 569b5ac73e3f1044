import { describe, expect, it } from 'vitest';
import { withCapture } from './testing/segment-capture';
import { udpContent } from './udp-content';

describe('a followed UDP conversation', () => {
  it('is a block for each datagram that has data, in the order of their arrival', async () => {
    const packets = [
      { from: 'client', payload: 'ask' },
      { from: 'client', payload: '' },
      { from: 'client', payload: 'ask' },
      { from: 'server', payload: 'answer', captured: 2 },
    ] as const;
    await withCapture(
      packets,
      (analysis) => {
        const content = udpContent(analysis, 0);
        const blocks = Array.from({ length: content.blocks }, (_, i) => content.block(i));
        expect(blocks.map(({ sender, start, end, offset, row }) => [sender, start, end, offset, row])).toEqual([
          ['client', 0, 3, 0, 0],
          ['client', 3, 6, 3, 2],
          ['server', 6, 12, 0, 3],
        ]);
        expect(content.isMissing(7)).toBe(false);
        expect(content.isMissing(8)).toBe(true);
        expect(content.locate(2)).toEqual([{ at: 3, length: 3 }]);
      },
      'udp',
    );
  });
});
