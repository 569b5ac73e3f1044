import type { Download, Locator } from '@playwright/test';
import { WindowPage } from './window-page';

/** The window with the graphs of a connection and of the whole capture. */
export class GraphsPage extends WindowPage {
  /** A graph with what is around it, by how it is called. */
  sheet(name: string | RegExp): Locator {
    return this.page.getByRole('region', { name });
  }

  plot(name: string | RegExp): Locator {
    return this.page.getByRole('application', { name });
  }

  /** What is drawn of a layer. */
  layer(sheet: Locator, id: string): Locator {
    return sheet.locator(`path[data-layer="${id}"]`);
  }

  /** Numbers along the x axis. */
  ticks(sheet: Locator): Promise<number[]> {
    return sheet
      .locator('.recharts-xAxis-tick-labels .recharts-cartesian-axis-tick-value')
      .allTextContents()
      .then((texts) => texts.map((text) => Number(text.replaceAll(',', ''))));
  }

  /** Where a layer's drawing begins on the page. */
  async placeOf(layer: Locator): Promise<{ readonly x: number; readonly y: number }> {
    return layer.evaluate((path) => {
      const start = (path as SVGPathElement).getPointAtLength(0.5);
      const matrix = (path as SVGPathElement).getScreenCTM() as DOMMatrix;
      return { x: start.x + matrix.e, y: start.y + matrix.f };
    });
  }

  /** Drags over a part of a plot, given in shares of its width and height. */
  async drag(plot: Locator, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const box = await plot.boundingBox();
    if (!box) throw new Error('the plot is not on screen');
    const { mouse } = this.page;
    await mouse.move(box.x + box.width * from[0], box.y + box.height * from[1]);
    await mouse.down();
    await mouse.move(box.x + (box.width * (from[0] + to[0])) / 2, box.y + (box.height * (from[1] + to[1])) / 2);
    await mouse.move(box.x + box.width * to[0], box.y + box.height * to[1]);
    await mouse.up();
  }

  async save(sheet: Locator, item: string): Promise<Download> {
    await sheet.getByRole('button', { name: 'Save the graph' }).click();
    const coming = this.page.waitForEvent('download');
    await this.page.getByRole('menuitem', { name: item }).click();
    return coming;
  }

  /** Opens a panel that is closed at first. */
  async openPanel(title: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: title }).click();
  }

  async openTab(title: string): Promise<void> {
    await this.page.locator('.panel-tab').getByText(title, { exact: true }).click();
  }
}
