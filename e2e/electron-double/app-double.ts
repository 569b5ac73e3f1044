import { EventEmitter } from 'node:events';
import type { ElectronDouble } from './electron-double';

/** Stands in for `app`. */
export class AppDouble extends EventEmitter {
  /** Which of the programs that run under a user data folder was there first. */
  private static readonly first = new Map<string, AppDouble>();
  readonly isPackaged = false;
  readonly recentDocuments: string[] = [];
  readonly ended: Promise<void>;
  private readonly paths = new Map<string, string>();
  private end: () => void = () => {};
  private quitting = false;

  constructor(private readonly electron: ElectronDouble) {
    super();
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  whenReady(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }

  getPath(name: string): string {
    const path = this.paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  requestSingleInstanceLock(data: unknown): boolean {
    const folder = this.getPath('userData');
    const first = AppDouble.first.get(folder);
    if (first === undefined) {
      AppDouble.first.set(folder, this);
      return true;
    }
    const cloned = structuredClone(data);
    setImmediate(() => first.emit('second-instance', {}, this.electron.argv, process.cwd(), cloned));
    return false;
  }

  enableSandbox(): void {}

  addRecentDocument(path: string): void {
    this.recentDocuments.push(path);
  }

  clearRecentDocuments(): void {
    this.recentDocuments.length = 0;
  }

  quit(): void {
    if (this.quitting) return;
    this.quitting = true;
    for (const window of [...this.electron.windows]) window.close();
    if (this.electron.windows.length > 0) {
      this.quitting = false;
      return;
    }
    let prevented = false;
    this.emit('will-quit', { preventDefault: () => (prevented = true) });
    if (prevented) {
      this.quitting = false;
      return;
    }
    for (const [folder, app] of AppDouble.first) if (app === this) AppDouble.first.delete(folder);
    this.emit('quit');
    this.end();
  }
}
