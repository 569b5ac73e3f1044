import { EventEmitter } from 'node:events';
import type { BrowserContext, Page, Request as PageRequest, Route } from '@playwright/test';
import type { ElectronDouble } from './electron-double';
import { toElectronAddress, toPageAddress } from './page-address';
import { type Invocation, PageLink } from './page-link';

type WindowOpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

/** Stands in for `webContents`: a page in real Chromium, whose requests go through the protocol handlers. */
export class WebContentsDouble extends EventEmitter {
  private static lastId = 0;
  readonly id = ++WebContentsDouble.lastId;
  readonly page: Promise<Page>;
  private link: PageLink | null = null;
  private destroyed = false;
  private url = '';
  private openHandler: WindowOpenHandler = () => ({ action: 'allow' });
  private loadingFromMain = false;
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly electron: ElectronDouble,
    private readonly preferences: Record<string, unknown>,
    context: Promise<BrowserContext>,
  ) {
    super();
    this.page = context.then((opened) => this.openPage(opened));
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.page;
    this.loadingFromMain = true;
    await page.goto(toPageAddress(url), { waitUntil: 'load' });
    this.loadingFromMain = false;
  }

  reload(): void {
    void this.page.then((page) => {
      this.loadingFromMain = true;
      return page.reload().finally(() => {
        this.loadingFromMain = false;
      });
    });
  }

  /** In order, and to nobody while no page is there. */
  send(channel: string, ...args: unknown[]): void {
    const cloned = structuredClone(args);
    this.sending = this.sending.then(() => this.link?.send(channel, cloned)).catch(() => {});
  }

  /** Tells of a crash without one: Playwright has no way back to a page that crashed. */
  forcefullyCrashRenderer(): void {
    this.electron.app.emit('render-process-gone', {}, this, { reason: 'crashed', exitCode: 1 });
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.openHandler = handler;
  }

  getURL(): string {
    return this.url;
  }

  getLastWebPreferences(): Record<string, unknown> {
    return this.preferences;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  async knowFile(path: string): Promise<void> {
    await this.link?.knowFile(path);
  }

  async destroy(): Promise<void> {
    this.destroyed = true;
    const page = await this.page.catch(() => null);
    await page?.close().catch(() => {});
    this.emit('destroyed');
  }

  private async openPage(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await page.route('**/*', (route) => this.answerRequest(page, route));
    // Every window that a page asks for is refused here; whether it becomes something else is the handler's affair.
    page.on('popup', (popup) => void popup.close());
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.url = toElectronAddress(frame.url());
    });
    const preload = this.preferences.preload;
    if (typeof preload === 'string')
      this.link = await PageLink.create(page, preload, {
        answer: (invocation) => this.invoke(page, invocation),
        askedForWindow: (url) => this.askedForWindow(url),
      });
    return page;
  }

  private async answerRequest(page: Page, route: Route): Promise<void> {
    const request = route.request();
    const url = toElectronAddress(request.url());
    if (request.isNavigationRequest() && !this.mayNavigate(page, request, url)) {
      await route.abort('aborted');
      return;
    }
    const response = await this.electron.protocol.respond(new Request(url, { method: request.method() }));
    if (response === null) {
      // Nothing but the program's own scheme is reachable from a spec.
      await (url.startsWith('data:') ? route.continue() : route.abort('internetdisconnected'));
      return;
    }
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  /** Tells of a navigation as Electron does, and asks those who may refuse it where the page began it. */
  private mayNavigate(page: Page, request: PageRequest, url: string): boolean {
    const isMainFrame = request.frame() === page.mainFrame();
    this.emit('did-start-navigation', { url, isMainFrame, isSameDocument: false });
    if (!this.loadingFromMain || !isMainFrame) {
      let prevented = false;
      const event = { url, isMainFrame, preventDefault: () => (prevented = true) };
      this.emit('will-frame-navigate', event);
      if (isMainFrame) this.emit('will-navigate', event);
      if (prevented) return false;
    }
    return true;
  }

  private askedForWindow(url: string): void {
    const { action } = this.openHandler({ url: toElectronAddress(url) });
    if (action !== 'deny') throw new Error(`A window would have been opened for ${url}.`);
  }

  private async invoke(page: Page, { channel, args, frame }: Invocation): Promise<unknown> {
    const main = await this.link?.mainFrame();
    const senderFrame = { url: toElectronAddress(page.mainFrame().url()), parent: frame === main ? null : {} };
    const value = await this.electron.ipcMain.answer(channel, { sender: this, senderFrame }, args);
    // What was sent before the answer arrives before it.
    await this.sending;
    return value;
  }
}
