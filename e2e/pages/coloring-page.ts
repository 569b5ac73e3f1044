import type { Locator } from '@playwright/test';
import { FilterPage } from './filter-page';

/** The window with the colors of its rows. */
export class ColoringPage extends FilterPage {
  /** What a row is painted with, as `rgb(…)`. */
  async back(place: number): Promise<string> {
    return this.row(place)
      .locator('.row-cells')
      .evaluate((row) => getComputedStyle(row).backgroundColor);
  }

  async ink(place: number, column = 'info'): Promise<string> {
    return this.cell(place, column).evaluate((cell) => getComputedStyle(cell).color);
  }

  get rules(): Locator {
    return this.dialog.getByRole('list', { name: /^Coloring rules/ });
  }

  rule(name: string): Locator {
    return this.rules.getByRole('button', { name: new RegExp(`^${name}, `) });
  }

  /** Names of the rules in their order. */
  ruleNames(): Promise<string[]> {
    return this.rules.locator('.rule-name').allTextContents();
  }

  async openRules(): Promise<void> {
    await this.command('Coloring rules…');
    await this.rules.waitFor();
  }
}
