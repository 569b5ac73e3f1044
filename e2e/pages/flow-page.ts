import type { Locator } from '@playwright/test';
import { WindowPage } from './window-page';

/** The flow graph of the window. */
export class FlowPage extends WindowPage {
  get panel(): Locator {
    return this.page.locator('.flow-panel').first();
  }

  get ladder(): Locator {
    return this.panel.getByRole('listbox');
  }

  /** The line of a packet, or of the run that begins with it. */
  line(packet: number): Locator {
    return this.ladder.locator(`[role="option"][data-packet="${packet}"]`);
  }

  /** Lines of a kind: `lost`, `run`, `pause`. */
  lines(kind: string): Locator {
    return this.ladder.locator(`[data-kind="${kind}"]`);
  }

  /** What points from the line of one packet at that of another: `resend`, `first`, `hole`. */
  link(kind: string, from: number, to: number): Locator {
    return this.ladder.locator(`[data-link="${kind}"][data-from="${from}"][data-to="${to}"]`);
  }

  /** Packet numbers of the lines drawn, from above; 0 for lines without a packet. */
  packets(): Promise<number[]> {
    return this.ladder
      .getByRole('option')
      .evaluateAll((lines) => lines.map((line) => Number((line as unknown as HTMLElement).dataset.packet)));
  }

  /** Chooses from the menu that saves, copies and prints. @param range which part of the ladder, all unless given */
  async takeAway(item: string, range?: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Save, copy or print the ladder' }).click();
    if (range !== undefined) await this.page.getByRole('menuitemradio', { name: range }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  get cursor(): Locator {
    return this.ladder.locator('.is-cursor');
  }
}
