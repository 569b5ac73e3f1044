import { createSocket } from 'node:dgram';
import type { Locator, Page } from '@playwright/test';
import { WindowPage } from './window-page';

/** The window while it captures on the loopback interface what a test sends there. */
export class LivePage extends WindowPage {
  private sent = 0;

  constructor(
    page: Page,
    /** What the capture filter lets through. */
    readonly port: number,
  ) {
    super(page);
  }

  get captureDialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Capture' });
  }

  get filter(): Locator {
    return this.captureDialog.getByLabel('Capture filter');
  }

  get startButton(): Locator {
    return this.captureDialog.getByRole('button', { name: /^Start/ });
  }

  async openDialog(): Promise<void> {
    await this.page.getByRole('button', { name: 'Capture', exact: true }).click();
    await this.captureDialog.getByLabel('lo', { exact: true }).waitFor();
  }

  /** Captures the test's own packets. */
  async start(transport: 'udp' | 'tcp' = 'udp'): Promise<void> {
    await this.openDialog();
    await this.captureDialog.getByLabel('lo', { exact: true }).check();
    await this.filter.fill(`${transport} port ${this.port}`);
    await this.startButton.click();
    await this.page.getByText('Waiting for the first packet on lo').waitFor();
  }

  /** Sends numbered datagrams to the port. */
  async send(count: number, length = 60): Promise<void> {
    const socket = createSocket('udp4');
    for (let at = 0; at < count; at++) {
      const text = `${this.sent++}`.padEnd(length - 42, '.');
      await new Promise((resolve) => socket.send(text, this.port, '127.0.0.1', resolve));
    }
    socket.close();
  }

  /** Numbers of the packets on screen, the uppermost first. */
  async numbers(): Promise<number[]> {
    const texts = await this.grid.locator('.ag-row [col-id="number"]').allTextContents();
    return texts.map(Number).sort((one, other) => one - other);
  }

  async saveAs(name: string): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await this.page.getByRole('textbox', { name: 'Name' }).fill(name);
    await this.page.getByRole('button', { name: 'Save here' }).click();
    await this.page.getByText('Saved as').waitFor();
  }
}
