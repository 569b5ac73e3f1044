import { describe, expect, it, vi } from 'vitest';
import type { PacketRow, RowRange } from '../../preload/contract/packets';
import { RowPages } from './row-pages';

const range = (start: number, count = 10): RowRange => ({ view: 0, start, count, custom: [] });

function pagesOf(total: number, capacity?: number) {
  const fetch = vi.fn(async ({ start, count }: RowRange) => ({
    start,
    total,
    rows: Array.from({ length: Math.max(0, Math.min(count, total - start)) }, () => ({}) as PacketRow),
  }));
  return { fetch, pages: new RowPages(fetch, capacity) };
}

describe('RowPages', () => {
  it('asks once for a full page, also while it is on its way', async () => {
    const { fetch, pages } = pagesOf(100);
    await Promise.all([pages.get(range(0)), pages.get(range(0))]);
    await pages.get(range(0));
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('asks again for the page at the end of a growing view', async () => {
    const { fetch, pages } = pagesOf(15);
    await pages.get(range(10));
    await pages.get(range(10));
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('forgets the page not used for longest', async () => {
    const { fetch, pages } = pagesOf(100, 2);
    await pages.get(range(0));
    await pages.get(range(10));
    await pages.get(range(0));
    await pages.get(range(20));
    await pages.get(range(0));
    expect(fetch).toHaveBeenCalledTimes(3);
    await pages.get(range(10));
    expect(fetch).toHaveBeenCalledTimes(4);
  });

  it('does not keep a failure', async () => {
    const fetch = vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValue({ start: 0, rows: [], total: 0 });
    const pages = new RowPages(fetch);
    await expect(pages.get(range(0))).rejects.toThrow('gone');
    await expect(pages.get(range(0))).resolves.toEqual({ start: 0, rows: [], total: 0 });
  });
});

it('asks again for rows that changed, and still has them as they were for who cannot wait', async () => {
  let asked = 0;
  const pages = new RowPages(async ({ start, count }) => {
    asked += 1;
    return { start, rows: Array.from({ length: count }, () => ({ number: asked }) as PacketRow), total: 100 };
  });
  const range = { view: 0, start: 0, count: 2, custom: [] };
  await pages.get(range);
  pages.renew();
  expect(pages.peek(range)?.rows[0]?.number).toBe(1);
  await pages.get(range);
  expect(pages.peek(range)?.rows[0]?.number).toBe(2);
  pages.clear();
  expect(pages.peek(range)).toBeUndefined();
});
