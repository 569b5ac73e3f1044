import { describe, expect, it } from 'vitest';
import { NO_WALK, walkHistory, withFilter } from './filter-history';

describe('filter history', () => {
  it('holds each filter once, the newest first', () => {
    expect(withFilter(['tcp', 'udp'], ' udp ')).toEqual(['udp', 'tcp']);
    expect(withFilter(['tcp'], '')).toEqual(['tcp']);
    expect(
      withFilter(
        Array.from({ length: 60 }, (_, i) => `tcp.port == ${i}`),
        'tcp',
      ),
    ).toHaveLength(50);
  });

  it('walks back and returns to what was being written', () => {
    const history = ['tcp', 'udp'];
    const first = walkHistory(history, NO_WALK, 'ip.tt', 1);
    expect(first?.text).toBe('tcp');
    const second = walkHistory(history, first!.walk, 'tcp', 1);
    expect(second?.text).toBe('udp');
    expect(walkHistory(history, second!.walk, 'udp', 1)).toBeNull();
    const forth = walkHistory(history, second!.walk, 'udp', -1);
    expect(forth?.text).toBe('tcp');
    expect(walkHistory(history, forth!.walk, 'tcp', -1)?.text).toBe('ip.tt');
  });

  it('passes over the filter that stands there already', () => {
    expect(walkHistory(['tcp', 'udp'], NO_WALK, 'tcp', 1)?.text).toBe('udp');
    expect(walkHistory([], NO_WALK, '', 1)).toBeNull();
    expect(walkHistory(['tcp'], NO_WALK, '', -1)).toBeNull();
  });
});
