import type { Locator } from '@playwright/test';
import { FilterPage } from './filter-page';

/** The window with a stream that is followed. */
export class StreamPage extends FilterPage {
  get stream(): Locator {
    return this.page.locator('.stream-panel');
  }

  get lines(): Locator {
    return this.stream.locator('.stream-line');
  }

  get scroller(): Locator {
    return this.stream.locator('.stream-scroller');
  }

  line(text: string | RegExp): Locator {
    return this.lines.filter({ hasText: text }).first();
  }

  /** Opens the panel by the rail, which filters nothing. */
  async showStream(): Promise<void> {
    const entry = this.page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Follow stream' });
    if ((await entry.getAttribute('aria-pressed')) !== 'true') await entry.click();
    await this.lines.first().waitFor();
  }

  /** Clicks the character at a place of a line's bytes. */
  async clickCharacter(line: Locator, place: number): Promise<void> {
    const at = await line
      .locator('.stream-bytes')
      .first()
      .evaluate((bytes, index) => {
        const walker = document.createTreeWalker(bytes, NodeFilter.SHOW_TEXT);
        let left = index;
        for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
          if (left < node.length) {
            const range = document.createRange();
            range.setStart(node, left);
            range.setEnd(node, left + 1);
            const box = range.getBoundingClientRect();
            return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
          }
          left -= node.length;
        }
        throw new Error(`the line has no character ${index}`);
      }, place);
    await this.page.mouse.click(at.x, at.y);
  }

  override async choose(menu: string, item: string | RegExp): Promise<void> {
    if (menu !== 'Format' && menu !== 'Encoding') return super.choose(menu, item);
    await this.stream.getByRole('combobox', { name: menu }).click();
    await this.page.getByRole('option', { name: item, exact: true }).click();
  }

  /** Texts of the lit bytes on screen, in their order. */
  litText(kind: string): Promise<string[]> {
    return this.stream.locator(`.stream-bytes .is-${kind}`).allTextContents();
  }
}
