import type { Locator } from '@playwright/test';
import { WindowPage } from './window-page';

/** The window with its ways to limit what is listed. */
export class FilterPage extends WindowPage {
  get bar(): Locator {
    return this.page.locator('.filter-bar');
  }

  get filter(): Locator {
    return this.page.getByRole('textbox', { name: 'Display filter' });
  }

  get message(): Locator {
    return this.page.locator('.filter-message');
  }

  get underlined(): Locator {
    return this.bar.locator('.cm-lintRange-error');
  }

  get timeline(): Locator {
    return this.page.getByRole('slider', { name: 'Timeline of the capture' });
  }

  get chip(): Locator {
    return this.page.getByRole('button', { name: /^Only packets from/ });
  }

  /** What completion offers under that name. */
  option(label: string): Locator {
    return this.page
      .locator('.cm-tooltip')
      .getByRole('option')
      .filter({ has: this.page.getByText(label, { exact: true }) });
  }

  /** Writes a filter in place of what is there, and applies it. */
  async apply(text: string): Promise<void> {
    await this.filter.click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(text);
    await this.page.keyboard.press('Enter');
  }

  /** Numbers of the packets that are listed on screen, from the top. */
  numbers(): Promise<string[]> {
    return this.grid.locator('.ag-row').evaluateAll((rows) =>
      rows
        .map((row) => ({
          at: Number(row.getAttribute('row-index')),
          number: row.querySelector('[col-id="number"]')?.textContent ?? '',
        }))
        .sort((a, b) => a.at - b.at)
        .map(({ number }) => number),
    );
  }

  async fromCell(place: number, column: string, menu: string, item: string | RegExp): Promise<void> {
    await this.cell(place, column).click({ button: 'right' });
    await this.choose(menu, item);
  }

  /** Takes an item of the menu of saved filters. */
  async fromSaved(item: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: 'Saved filters' }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  async choose(menu: string, item: string | RegExp): Promise<void> {
    await this.page.getByRole('menuitem', { name: menu }).click();
    await this.page.getByRole('menuitem', { name: item, exact: typeof item === 'string' }).click();
  }
}
