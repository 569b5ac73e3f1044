import type { WebSocket } from 'ws';
import type { Session } from '../session/session';
import { BrowserWindow } from './browser-window';
import type { Upgrade } from './upgrade';

/** Close codes that a browser sends when its user leaves the page: RFC 6455 §7.4.1, 1000 normal and 1001 going away. */
const leaving = new Set([1000, 1001]);

/** A page that is loaded again is back by then. */
const reloadMilliseconds = 5_000;

export interface WindowTimes {
  /** How long a lost page's captures are kept for its return. */
  readonly patienceMilliseconds: number;
  /** How often a page is asked for a sign of life; one that gave none since the last time is lost. */
  readonly pulseMilliseconds: number;
}

/** The pages that are open, and those whose connection was lost a moment ago. */
export class WindowRegistry {
  private readonly windows = new Map<string, BrowserWindow>();
  private closed = false;
  private readonly lost = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly session: Session,
    private readonly options: WindowTimes,
  ) {}

  /**
   * @param startupFile the file that a new page is to open
   */
  connect(
    socket: WebSocket,
    { returning, reloaded }: Pick<Upgrade, 'returning' | 'reloaded'>,
    startupFile: string | null,
  ): void {
    const known = this.windows.get(returning ?? '') ?? this.liveWindow(reloaded);
    const window = known ?? new BrowserWindow(this.session, startupFile);
    this.windows.set(window.id, window);
    this.stopForgetting(window.id);
    socket.on('close', (code) => {
      window.detach(socket);
      if (!window.attached && !this.closed) this.forgetLater(window, this.patienceWith(window, code));
    });
    socket.on('error', () => socket.terminate());
    watchPulse(socket, this.options.pulseMilliseconds);
    window.attach(socket, known !== undefined);
  }

  /** A page that is loaded again begins anew, but for a live capture: that goes on meanwhile. */
  private liveWindow(reloaded: string | null): BrowserWindow | undefined {
    const window = this.windows.get(reloaded ?? '');
    return window?.isLive ? window : undefined;
  }

  /** Whether a page that is left is loaded again is known only when it is back. */
  private patienceWith(window: BrowserWindow, code: number): number {
    const { patienceMilliseconds } = this.options;
    if (!leaving.has(code)) return patienceMilliseconds;
    return window.isLive ? Math.min(reloadMilliseconds, patienceMilliseconds) : 0;
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

/** Ends a socket whose other end went without a word, as behind a tunnel that hangs. Browsers answer pings by themselves. */
function watchPulse(socket: WebSocket, milliseconds: number): void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    // One that is not read from cannot be heard: it is slow, and not for that dead.
    if (!alive && !socket.isPaused) return socket.terminate();
    alive = false;
    socket.ping();
  }, milliseconds);
  timer.unref();
  socket.on('close', () => clearInterval(timer));
}
