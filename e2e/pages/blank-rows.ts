import type { Page } from '@playwright/test';

interface BlankWatch {
  /** Longest time in milliseconds for which at least one row on screen had no text. */
  longest: number;
  /** Longest time between two pictures: a machine too busy to draw blames no row. */
  longestFrame: number;
}

/** Begins to watch every picture of the packet list for rows without text. */
export async function watchBlankRows(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watch = { longest: 0, longestFrame: 0 };
    (window as unknown as { blankWatch: BlankWatch }).blankWatch = watch;
    const viewport = document.querySelector('.ag-grid-viewport') as HTMLElement;
    let since: number | null = null;
    let before = performance.now();
    const look = () => {
      const now = performance.now();
      watch.longestFrame = Math.max(watch.longestFrame, now - before);
      before = now;
      const { top, bottom } = viewport.getBoundingClientRect();
      let filled = 0;
      let blank = 0;
      for (const row of viewport.querySelectorAll('.ag-row')) {
        const box = row.getBoundingClientRect();
        if (box.bottom <= top + 28 || box.top >= bottom - 2) continue;
        if (row.querySelector('[col-id="number"]')?.textContent) filled += 1;
        else blank += 1;
      }
      if (blank > 0 || filled === 0) {
        since ??= now;
        watch.longest = Math.max(watch.longest, now - since);
      } else since = null;
      requestAnimationFrame(look);
    };
    look();
  });
}

export const blankRows = (page: Page): Promise<BlankWatch> =>
  page.evaluate(() => (window as unknown as { blankWatch: BlankWatch }).blankWatch);

/** Drags the scroll bar from one share of its way to another, a step a picture, as a hand does. */
export async function dragScrollBar(page: Page, from: number, to: number, milliseconds: number): Promise<void> {
  await page.evaluate(
    async ([start, end, time]) => {
      const bar = document.querySelector('.row-scroll-bar') as HTMLElement;
      const began = performance.now();
      for (let share = 0; share < 1; ) {
        await new Promise(requestAnimationFrame);
        share = Math.min(1, (performance.now() - began) / time);
        bar.scrollTop = (bar.scrollHeight - bar.clientHeight) * (start + (end - start) * share);
      }
    },
    [from, to, milliseconds] as const,
  );
}
