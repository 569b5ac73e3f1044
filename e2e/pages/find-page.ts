import type { Locator } from '@playwright/test';
import { FilterPage } from './filter-page';

/** The window with its bar for finding packets. */
export class FindPage extends FilterPage {
  get findBar(): Locator {
    return this.page.getByRole('search', { name: 'Find packets' });
  }

  get text(): Locator {
    return this.page.getByRole('textbox', { name: 'Find in the packets' });
  }

  get count(): Locator {
    return this.findBar.getByRole('status', { name: 'Matches' });
  }

  get fault(): Locator {
    return this.page.locator('.find-message');
  }

  /** Chooses what to find, or where: `Hex`, `Bytes`. */
  override async choose(group: string, item: string | RegExp): Promise<void> {
    if (group !== 'What to find' && group !== 'Where to find it') return super.choose(group, item);
    await this.findBar.getByRole('radiogroup', { name: group }).getByText(item, { exact: true }).click();
  }

  /** Places of the marks on the scroll bar, as shares of its height. */
  marks(): Promise<number[]> {
    return this.page.locator('.find-marks').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, 1, canvas.height);
      const lines = Array.from({ length: canvas.height }, (_, y) => data[y * 4 + 3] as number);
      return lines.flatMap((alpha, y) => (alpha > 0 && !lines[y - 1] ? [y / canvas.height] : []));
    });
  }

  /** Offsets of the bytes that are lit as found. */
  foundBytes(): Promise<number[]> {
    return this.page
      .locator('.byte-hex .is-found')
      .evaluateAll((bytes) => bytes.map((byte) => Number((byte as HTMLElement).dataset.at)));
  }
}
