import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { CaptureId, CaptureState, JobId } from '../../preload/contract/capture';
import type { FieldEntry, ProtocolEntry } from '../../preload/contract/fields';
import type { RecentFile } from '../../preload/contract/files';
import type { FindState } from '../../preload/contract/find';
import type { JobProgress } from '../../preload/contract/jobs';
import { type MethodName, methods } from '../../preload/contract/methods';
import type { View } from '../../preload/contract/packets';
import type { Settings } from '../../preload/contract/settings';
import { fieldEntries, protocolEntries } from '../worker/catalogue';
import { checkCall } from './call-arguments';
import { listFolder } from './folder-listing';
import { LiveCaptures } from './live-captures';
import { OpenCapture } from './open-capture';
import { Refusal } from './refusal';
import { sampleCaptures } from './sample-captures';
import type { Session } from './session';
import type { SessionWindow, WindowShell } from './window';

type SessionMethod = {
  [Noun in keyof typeof methods]: {
    [Method in keyof (typeof methods)[Noun] & string]: (typeof methods)[Noun][Method] extends 'session'
      ? `${Noun}.${Method}`
      : never;
  }[keyof (typeof methods)[Noun] & string];
}[keyof typeof methods];

/** Methods of a capture that write to the `path` or the `paths` of their request. */
const writing: ReadonlySet<MethodName> = new Set(['captures.export', 'connections.export', 'stream.save']);

/** One window's way into the session: its calls, its captures. A window reaches no capture but its own. */
export class SessionConnection {
  private readonly captures = new Map<CaptureId, OpenCapture>();
  private readonly live: LiveCaptures;
  private closed = false;

  constructor(
    private readonly session: Session,
    readonly window: SessionWindow,
    private readonly onClose: () => void,
  ) {
    this.live = new LiveCaptures(
      session,
      {
        open: (path) => this.open(path),
        follow: async (id, on) => void (await this.captures.get(id)?.call('captures.follow', [on])),
        reload: async (id) => void (await this.captures.get(id)?.call('captures.reload', [])),
        remember: async (path) => {
          const found = await stat(path).catch(() => null);
          if (found !== null) await this.remember(path, found.size);
        },
        captureState: (id) => this.captures.get(id)?.state(),
        emit: (state) => this.window.emit('liveState', state),
        turned: (from, start) => this.window.emit('liveTurned', { from, ...start }),
      },
      session.options.launchCapture,
    );
  }

  /**
   * Answers a call of the contract.
   * @throws Refusal, or what the worker or the shell rejects with; the message is a sentence to show
   */
  async call(method: string, args: unknown[]): Promise<unknown> {
    checkCall(method, args);
    if (this.closed) throw new Refusal('This window is closed.');
    switch (answererOf(method)) {
      case 'shell':
        return this.callShell(method, args);
      case 'capture':
        return this.callCapture(method, args[0] as CaptureId, args.slice(1));
      case 'session':
        return (this.answers[method as SessionMethod] as (...args: unknown[]) => unknown)(...args);
    }
  }

  /** The states of the captures that are open, for a window that comes back. */
  openStates(): readonly CaptureState[] {
    return [...this.captures.values()].map((capture) => capture.state());
  }

  /** Tells the window and its captures that settings have changed. */
  settingsChanged(settings: Settings): void {
    this.window.emit('settings', settings);
    for (const capture of this.captures.values()) capture.takeUp(settings);
  }

  /** Whether it has a live capture open, which a page that is loaded again goes on with. */
  get isLive(): boolean {
    return this.live.isShowing;
  }

  /** Ends the window's captures. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.onClose();
    const captures = [...this.captures.values()];
    this.captures.clear();
    await this.live.close();
    await Promise.all(captures.map((capture) => capture.close()));
  }

  private get answers(): { readonly [Name in SessionMethod]: (...args: never[]) => unknown } {
    return {
      'captures.open': (path: string) => this.open(path),
      'captures.close': (id: CaptureId) => this.closeCapture(id),
      'captures.state': (id: CaptureId) => this.capture(id).state(),
      'fields.list': (): readonly FieldEntry[] => fieldEntries(),
      'fields.protocols': (): readonly ProtocolEntry[] => protocolEntries(),
      'files.roots': () => this.session.reachable.startingFolders(homedir()),
      'files.folder': (path: string) => listFolder(path, this.session.reachable),
      'files.exists': (path: string) => this.exists(path),
      'files.recent': () => this.recent(),
      'files.forgetRecent': (path: string) => this.session.recent.forget(path),
      'files.samples': () => sampleCaptures(this.session.options.samplesFolder),
      'settings.get': () => this.session.settings.get(),
      'settings.change': (changes: Partial<Settings>) => this.session.changeSettings(changes),
      'jobs.cancel': (job: JobId) => {
        for (const capture of this.captures.values()) capture.cancelJob(job);
      },
      ...this.live.answers,
    };
  }

  private async open(path: string): Promise<CaptureState> {
    const reached = await this.session.reachable.reach(path);
    const id = this.session.nextCaptureId();
    const { emit } = this.window;
    const listeners = {
      state: (state: CaptureState) => {
        emit('captureState', state);
        this.live.heard(state);
      },
      viewGrew: (view: View) => emit('viewGrew', { capture: id, view }),
      findGrew: (find: FindState) => emit('findGrew', { capture: id, find }),
      jobProgress: (progress: JobProgress) => emit('jobProgress', progress),
    };
    const settings = () => this.session.settings.get();
    const capture = new OpenCapture(reached, id, this.session.startAnalysis, listeners, settings);
    this.captures.set(id, capture);
    try {
      const state = await capture.opened();
      if (this.closed) throw new Refusal('This window is closed.');
      await this.remember(reached, state.sizeBytes);
      // Not the state of before: a small file has been read meanwhile, and its events went to a window that did not know it.
      return capture.state();
    } catch (error) {
      this.captures.delete(id);
      await capture.close();
      throw error;
    }
  }

  /** A list that cannot be written is no reason to refuse the capture. */
  private async remember(path: string, sizeBytes: number): Promise<void> {
    if (this.session.isPassing(path)) return;
    await this.session.recent.add(path, sizeBytes).catch((error: Error) => {
      this.session.warn(`The list of recent files cannot be written: ${error.message}`);
    });
  }

  private async closeCapture(id: CaptureId): Promise<void> {
    const capture = this.capture(id);
    this.captures.delete(id);
    await this.live.closed(id);
    await capture.close();
  }

  private async callCapture(method: MethodName, id: CaptureId, args: unknown[]): Promise<unknown> {
    const capture = this.capture(id);
    if (!writing.has(method)) return capture.call(method, args);
    const request = args[0] as { readonly path: string } | { readonly paths: readonly string[] };
    if ('path' in request) return capture.call(method, [{ ...request, path: await this.writable(request.path) }]);
    const paths = await Promise.all(request.paths.map((path) => this.writable(path)));
    return capture.call(method, [{ ...request, paths }]);
  }

  /** @returns where a file may be written; @throws Refusal where it may not */
  private async writable(wanted: string): Promise<string> {
    const path = await this.session.reachable.reachNew(wanted);
    if (this.session.isPassing(path))
      throw new Refusal(
        `${path} does not last: it is a copy, or comes with the program. Save under another name, in a folder of yours.`,
      );
    return path;
  }

  private async callShell(method: MethodName, args: unknown[]): Promise<unknown> {
    const shell = this.window.shell;
    const name = method.slice(method.indexOf('.') + 1) as keyof WindowShell;
    return (shell[name] as (...args: unknown[]) => unknown).apply(shell, args);
  }

  private capture(id: CaptureId): OpenCapture {
    const capture = this.captures.get(id);
    if (capture === undefined) throw new Refusal(`This window has no open capture ${id}.`);
    return capture;
  }

  private async exists(path: string): Promise<boolean> {
    try {
      await access(await this.session.reachable.reach(path));
      return true;
    } catch {
      return false;
    }
  }

  /** Files under no root cannot be opened in the browser shell, and are not shown there. */
  private async recent(): Promise<readonly RecentFile[]> {
    const recent = await this.session.recent.list();
    if (!this.session.reachable.limited) return recent;
    const shown = await Promise.all(recent.map((file) => file.missing || this.exists(file.path)));
    return recent.filter((_, index) => shown[index]);
  }
}

function answererOf(method: MethodName): 'capture' | 'session' | 'shell' {
  const [noun, name] = method.split('.');
  return (methods as Record<string, Record<string, 'capture' | 'session' | 'shell'>>)[noun][name];
}
