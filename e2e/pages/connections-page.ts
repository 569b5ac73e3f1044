import type { Locator } from '@playwright/test';
import { WindowPage } from './window-page';

/** The panels about the capture as a whole, as someone at the window sees them. */
export class ConnectionsPage extends WindowPage {
  async show(panel: string): Promise<void> {
    const entry = this.page
      .getByRole('navigation', { name: 'Panels' })
      .getByRole('button', { name: panel, exact: true });
    if ((await entry.getAttribute('aria-pressed')) !== 'true') await entry.click();
  }

  table(name = 'TCP connections'): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** The line at a 1-based place of a table. */
  line(place: number, name?: string): Locator {
    return this.table(name).locator(`.ag-row[row-index="${place - 1}"]`);
  }

  value(place: number, column: string, name?: string): Locator {
    return this.line(place, name).locator(`[col-id="${column}"]`);
  }

  /** Values of a column, from the top. */
  async values(column: string, name?: string): Promise<string[]> {
    const rows = await this.table(name)
      .locator('.ag-row')
      .evaluateAll(
        (lines, id) =>
          lines.map((line) => [
            Number(line.getAttribute('row-index')),
            line.querySelector(`[col-id="${id}"]`)?.textContent ?? '',
          ]),
        column,
      );
    return rows.sort(([one], [other]) => Number(one) - Number(other)).map(([, text]) => String(text));
  }

  async sortBy(title: string, name?: string): Promise<void> {
    await this.table(name).getByRole('columnheader', { name: title, exact: true }).getByRole('button').click();
  }

  async menuOf(place: number, column: string, name?: string): Promise<void> {
    await this.value(place, column, name).click({ button: 'right' });
    await this.page.getByRole('menu').first().waitFor();
  }
}
