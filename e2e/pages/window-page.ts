import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';

/** The window as someone at it sees it. */
export class WindowPage {
  constructor(readonly page: Page) {}

  /** Opens the address of a shell started with a capture, and waits for its first row, which is shown without being asked for. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.grid.locator('.ag-row .row-cell').first().waitFor();
    await this.status.getByText('loaded in').waitFor();
    await this.grid.locator('.ag-row-selected').first().waitFor();
  }

  /** Opens the address of a shell started without a capture, or with one that does not open. */
  async openWelcome(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.getByRole('heading', { name: 'Open a capture' }).waitFor();
  }

  get grid(): Locator {
    return this.page.locator('.packet-grid');
  }

  get status(): Locator {
    return this.page.locator('.status-bar');
  }

  get tree(): Locator {
    return this.page.getByRole('tree');
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog').last();
  }

  /** The row at a 1-based place in the list. */
  row(place: number): Locator {
    return this.grid.locator(`.ag-row[row-index="${place - 1}"]`);
  }

  cell(place: number, column: string): Locator {
    return this.row(place).locator(`[col-id="${column}"]`);
  }

  heading(title: string): Locator {
    return this.grid.getByRole('columnheader', { name: title, exact: true });
  }

  /** Numbers of the selected packets that are on screen. */
  selected(): Promise<string[]> {
    return this.grid.locator('.ag-row-selected [col-id="number"]').allTextContents();
  }

  field(text: string | RegExp): Locator {
    return this.page.getByRole('treeitem').filter({ hasText: text }).first();
  }

  byte(offset: number): Locator {
    return this.page.locator(`.byte-hex [data-at="${offset}"]`);
  }

  /** Offsets of the lit bytes on screen. */
  litBytes(): Promise<number[]> {
    return this.page
      .locator('.byte-hex .is-selected')
      .evaluateAll((bytes) => bytes.map((byte) => Number((byte as HTMLElement).dataset.at)));
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.getByLabel('Search commands, packets and fields').fill(title);
    await this.page.locator('.mantine-Spotlight-action', { hasText: title }).first().click();
    await this.page.locator('.mantine-Spotlight-content').waitFor({ state: 'detached' });
  }

  async goToPacket(number: number): Promise<void> {
    await this.page.keyboard.press('Control+g');
    await this.page.getByLabel('Packet number').fill(String(number));
    await this.page.keyboard.press('Enter');
    const shown = this.tree.and(this.page.getByLabel(`Fields of packet ${number}`, { exact: true }));
    await shown.or(this.page.getByText('Packets are numbered')).waitFor();
  }

  /**
   * What axe holds to be a serious or critical obstacle, a line each.
   * @param part - selector of the part of the page that is looked at; all of it takes seconds
   */
  async obstacles(part?: string): Promise<string[]> {
    // There are no frames, for which alone another page would be opened each time; what passes is not reported.
    const whole = new AxeBuilder({ page: this.page }).setLegacyMode().options({ resultTypes: ['violations'] });
    const { violations } = await (part === undefined ? whole : whole.include(part)).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
  }
}
