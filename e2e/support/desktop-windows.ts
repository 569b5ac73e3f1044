import type { Page } from '@playwright/test';
import type { Bridge } from '../../preload/contract/bridge';
import { type Desktop, expect } from './desktop';

declare global {
  interface Window {
    readonly wirestate: Bridge;
  }
}

/** Waits until there are so many windows, each with something in it. */
export async function windowCount(desktop: Desktop, count: number): Promise<Page[]> {
  await expect.poll(async () => (await desktop.pages()).length).toBe(count);
  const pages = await desktop.pages();
  for (const page of pages) await page.waitForFunction(() => document.querySelector('#root')?.childElementCount);
  return pages;
}

/** The phase of a capture, or the sentence why there is none. */
export const phase = (page: Page, capture: number): Promise<string> =>
  page.evaluate(
    (id) =>
      window.wirestate.captures.state(id).then(
        (state) => state.phase,
        (error: Error) => error.message,
      ),
    capture,
  );

export const titles = (desktop: Desktop) =>
  desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()), null);
