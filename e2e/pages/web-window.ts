import { join } from 'node:path';
import { test as shellTest } from '../support/browser-shell';
import { writeWebCapture } from './web-capture';
import { WindowPage } from './window-page';

/** A window on the browser shell; `opened` has a capture of three web requests. */
export const test = shellTest.extend<{ app: WindowPage; opened: WindowPage }>({
  app: async ({ page }, use) => use(new WindowPage(page)),
  opened: async ({ app, shell }, use) => {
    await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
    await use(app);
  },
});

export { expect } from '../support/browser-shell';
