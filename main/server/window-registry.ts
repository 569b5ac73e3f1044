import type { WebSocket } from 'ws';
import type { Session } from '../session/session';
import { BrowserWindow } from './browser-window';

/** Close codes that a browser sends when its user leaves the page: RFC 6455 §7.4.1, 1000 normal and 1001 going away. */
const leaving = new Set([1000, 1001]);

/** The pages that are open, and those whose connection was lost a moment ago. */
export class WindowRegistry {
  private readonly windows = new Map<string, BrowserWindow>();
  private closed = false;
  private readonly lost = new Map<string, NodeJS.Timeout>();

  /** @param patienceMilliseconds how long a lost page's captures are kept for its return */
  constructor(
    private readonly session: Session,
    private readonly patienceMilliseconds: number,
  ) {}

  /**
   * @param returning the id that the page had before its connection was lost; null for a new page
   * @param startupFile the file that a new page is to open
   */
  connect(socket: WebSocket, returning: string | null, startupFile: string | null): void {
    const known = returning === null ? undefined : this.windows.get(returning);
    const window = known ?? new BrowserWindow(this.session, startupFile);
    this.windows.set(window.id, window);
    this.stopForgetting(window.id);
    socket.on('close', (code) => {
      window.detach(socket);
      if (!window.attached && !this.closed) this.forgetLater(window, leaving.has(code) ? 0 : this.patienceMilliseconds);
    });
    socket.on('error', () => socket.terminate());
    window.attach(socket, known !== undefined);
  }

  get count(): number {
    return this.windows.size;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const id of this.lost.keys()) this.stopForgetting(id);
    await Promise.all([...this.windows.values()].map((window) => window.close()));
    this.windows.clear();
  }

  private forgetLater(window: BrowserWindow, milliseconds: number): void {
    this.stopForgetting(window.id);
    const timer = setTimeout(() => {
      this.lost.delete(window.id);
      this.windows.delete(window.id);
      void window.close();
    }, milliseconds);
    this.lost.set(window.id, timer);
  }

  private stopForgetting(id: string): void {
    clearTimeout(this.lost.get(id));
    this.lost.delete(id);
  }
}
