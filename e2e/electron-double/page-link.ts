import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { inPageScript, wire } from './wire';

const world = 'preload';
const names = {
  toPage: 'electron-double:to-page',
  toPreload: 'electron-double:to-preload',
  ipcBinding: 'electronDoubleIpc',
  entry: 'electronDouble',
};

export interface Invocation {
  readonly channel: string;
  readonly args: readonly unknown[];
  /** Chromium's id of the frame that called. */
  readonly frame: string;
}

export interface PageListener {
  answer(invocation: Invocation): Promise<unknown>;
  askedForWindow(url: string): void;
}

/** The link between a page's preload, which runs in a world of its own in real Chromium, and the doubles in this process. */
export class PageLink {
  private readonly frameOfContext = new Map<number, string>();
  private readonly worldOfFrame = new Map<string, number>();

  private constructor(
    private readonly cdp: CDPSession,
    private readonly listener: PageListener,
  ) {}

  /** Must be called before the page loads anything. */
  static async create(page: Page, preload: string, listener: PageListener): Promise<PageLink> {
    const cdp = await page.context().newCDPSession(page);
    const link = new PageLink(cdp, listener);
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      const frame: string = context.auxData?.frameId ?? '';
      if (context.name !== world) return;
      link.frameOfContext.set(context.id, frame);
      link.worldOfFrame.set(frame, context.id);
    });
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === names.ipcBinding) void link.invoked(payload, executionContextId);
    });
    cdp.on('Page.windowOpen', ({ url }) => listener.askedForWindow(url));
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: names.ipcBinding, executionContextName: world });
    const pageWorld = `((names) => {${inPageScript('page-world.js')}})(${JSON.stringify(names)})`;
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainFrameOnly(pageWorld) });
    const source = `((names, wire, preload) => {${inPageScript('preload-world.js')}})(${JSON.stringify(names)}, ${inPageScript(
      'wire.js',
    ).replace(/;\s*$/, '')}, (require) => {${readFileSync(preload, 'utf8')}\n})`;
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainFrameOnly(source), worldName: world });
    return link;
  }

  async mainFrame(): Promise<string> {
    const { frameTree } = await this.cdp.send('Page.getFrameTree');
    return frameTree.frame.id;
  }

  /** `webContents.send`. */
  async send(channel: string, args: readonly unknown[]): Promise<void> {
    const context = this.worldOfFrame.get(await this.mainFrame());
    if (context !== undefined) await this.call(context, 'receive', { channel, args: wire.encode(args) });
  }

  /** What `webUtils.getPathForFile` is to know: Chromium does not tell a page where a file lies. */
  async knowFile(path: string): Promise<void> {
    const context = this.worldOfFrame.get(await this.mainFrame());
    if (context !== undefined) await this.call(context, 'knowFile', { name: basename(path), path });
  }

  private async invoked(payload: string, context: number): Promise<void> {
    const { call, channel, args } = JSON.parse(payload) as { call: number; channel: string; args: unknown };
    const frame = this.frameOfContext.get(context) ?? '';
    try {
      const value = await this.listener.answer({ channel, args: wire.decode(args) as unknown[], frame });
      // As the real one does: what cannot be cloned is an error.
      await this.call(context, 'settle', { call, channel, value: wire.encode(structuredClone(value)) });
    } catch (error) {
      await this.call(context, 'settle', { call, channel, error: String(error) });
    }
  }

  private async call(context: number, method: string, value: unknown): Promise<void> {
    const expression = `${names.entry}.${method}(${JSON.stringify(value)})`;
    // The page may have gone meanwhile.
    await this.cdp.send('Runtime.evaluate', { expression, contextId: context }).catch(() => {});
  }
}

/** Electron runs a preload in the main frame alone unless told otherwise. */
const mainFrameOnly = (script: string): string => `if (window === window.top) {${script}}`;
