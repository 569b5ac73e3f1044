import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CaptureId, CaptureState } from '../../preload/contract/capture';
import type { LiveInterface, LiveOptions, LiveStart, LiveState } from '../../preload/contract/live-capture';
import type { LaunchCaptureProcess } from '../capture/capture-client';
import { readTraffic } from '../capture/device-traffic';
import { listInterfaces } from '../capture/interface-list';
import { checkPermissions } from '../capture/permissions';
import { rememberedOptions, rememberOptions } from './capture-options';
import { LiveCapture } from './live-capture';
import { faultOfFilter, planCapture } from './live-plan';
import { Refusal } from './refusal';
import type { Session } from './session';
import { TemporaryCaptures } from './temporary-captures';

/** What live captures need of the window that they belong to. */
export interface LiveWindow {
  open(path: string): Promise<CaptureState>;
  follow(capture: CaptureId, on: boolean): Promise<void>;
  /** Has the file read again from its start, by a new worker where the old one died. */
  reload(capture: CaptureId): Promise<void>;
  /** A file of the user's that is new is listed with the recent ones. */
  remember(path: string): Promise<void>;
  /** The capture's state as it is now; undefined where it is closed. */
  captureState(capture: CaptureId): CaptureState | undefined;
  emit(state: LiveState): void;
  turned(from: CaptureId, start: LiveStart): void;
}

const catchUpMilliseconds = 300;
const catchUpTries = 200;
/** A worker that dies more often than this would go on to die. */
const mostDeaths = 3;

/** The live captures of one window. */
export class LiveCaptures {
  private readonly running = new Map<CaptureId, LiveCapture>();
  private readonly temporary: TemporaryCaptures;
  /** Aborted when what is being started is called off. */
  private readonly starts = new Set<AbortController>();
  private readonly restarting = new Set<CaptureId>();
  private readonly turning = new Set<LiveCapture>();
  private readonly deaths = new Map<CaptureId, number>();

  constructor(
    private readonly session: Session,
    private readonly window: LiveWindow,
    private readonly launch: LaunchCaptureProcess | undefined,
  ) {
    this.temporary = new TemporaryCaptures(session, window, (id) => this.running.get(id));
  }

  readonly answers = {
    'live.interfaces': async (): Promise<readonly LiveInterface[]> =>
      (await listInterfaces()).map(({ linkType: _, ...told }) => told),
    'live.traffic': async () => [...(await readTraffic())].map(([device, traffic]) => ({ device, ...traffic })),
    'live.permissions': () => checkPermissions(),
    'live.checkFilter': (device: string, filter: string) => faultOfFilter(device, filter),
    'live.remembered': () => rememberedOptions(this.session),
    'live.start': (options: LiveOptions) => this.start(options),
    'live.callOff': () => this.callOff(),
    'live.stop': (id: CaptureId) => this.live(id).stop(),
    'live.restart': (id: CaptureId) => this.restart(id),
    'live.state': (id: CaptureId) => this.temporary.state(id) ?? this.live(id).state,
    'live.current': () => this.current(),
    'live.keep': (id: CaptureId, path: string) => this.temporary.keep(id, path),
    'live.discard': (id: CaptureId) => this.temporary.discard(id),
    'live.unsaved': () => this.session.unsaved.list(),
    'live.recover': (id: string) => this.temporary.recover(id),
    'live.forget': (id: string) => this.temporary.forget(id),
  };

  /**
   * Called with every state of the window's captures: one that is read to its end is read on while it grows, and one whose worker
   * died is read anew, for what is captured lies in the file.
   */
  heard({ id, phase }: CaptureState): void {
    const live = this.running.get(id);
    if (!live?.isRunning) return;
    if (phase === 'ready') void this.window.follow(id, true).catch(() => {});
    if (phase !== 'failed') return;
    const died = (this.deaths.get(id) ?? 0) + 1;
    this.deaths.set(id, died);
    if (died > mostDeaths) return;
    live.warn('The analysis stopped and began anew; capturing went on, and nothing that was captured is lost.');
    void this.window.reload(id).catch(() => {});
  }

  /** Ends a capture that its window no longer shows; a temporary file stays, and is offered at the next start. */
  async closed(id: CaptureId): Promise<void> {
    const live = this.running.get(id);
    if (live?.isRunning) await live.stop();
    this.running.delete(id);
    this.deaths.delete(id);
    await this.temporary.closed(id, live);
  }

  async close(): Promise<void> {
    this.callOff();
    await Promise.all(
      [...this.running.keys(), ...this.temporary.states.map(({ capture }) => capture)].map((id) => this.closed(id)),
    );
  }

  /** Whether a page that comes back should find its live capture as it was. */
  get isShowing(): boolean {
    return this.running.size + this.temporary.states.length > 0;
  }

  /** The live capture that was opened last, for a page that was loaded again. */
  private current(): LiveStart | null {
    const states = [...[...this.running.values()].map(({ state }) => state), ...this.temporary.states];
    for (const live of states.reverse()) {
      const state = this.window.captureState(live.capture);
      if (state !== undefined) return { state, live };
    }
    return null;
  }

  /** @param before what has to be over first: it may be called off meanwhile */
  private async start(options: LiveOptions, before: () => Promise<unknown> = async () => {}): Promise<LiveStart> {
    const calledOff = new AbortController();
    this.starts.add(calledOff);
    try {
      await before();
      const plan = await planCapture(this.session, options);
      try {
        const live = await LiveCapture.start(plan, calledOff.signal, this.launch);
        void rememberOptions(this.session, options);
        return await this.show(live);
      } catch (error) {
        if (plan.unsaved) await this.session.unsaved.remove(plan.path);
        throw error;
      }
    } finally {
      this.starts.delete(calledOff);
    }
  }

  /** A driver or a program may take long to begin, or never. */
  private callOff(): void {
    for (const start of this.starts) start.abort();
  }

  /** Opens what is being captured like any other file. */
  private async show(live: LiveCapture): Promise<LiveStart> {
    try {
      const state = await this.window.open(live.state.path);
      return this.attach(live, state);
    } catch (error) {
      await live.stop();
      throw error;
    }
  }

  private attach(live: LiveCapture, state: CaptureState): LiveStart {
    this.running.set(state.id, live);
    live.listen(state.id, (told) => {
      this.window.emit(told);
      if (told.phase === 'stopped') void this.readToTheEnd(told);
      if (live.plan.options.ring !== null) void this.turnPage(live);
    });
    this.heard(this.window.captureState(state.id) ?? state);
    return { state, live: live.state };
  }

  /** Opens the file that a ring has begun in place of the one before, which stays open until the window closes it. */
  private async turnPage(live: LiveCapture): Promise<void> {
    const { capture, path } = live.state;
    const shown = this.window.captureState(capture)?.path;
    if (shown === undefined || basename(shown) === basename(path) || this.turning.has(live)) return;
    this.turning.add(live);
    try {
      const state = await this.window.open(path);
      this.running.delete(capture);
      this.window.turned(capture, this.attach(live, state));
    } catch {
      // Gone again already: the next one is tried.
    } finally {
      this.turning.delete(live);
    }
  }

  /** What was captured last may not have been read yet. */
  private async readToTheEnd({ capture, path }: LiveState): Promise<void> {
    for (let tries = 0; tries < catchUpTries; tries++) {
      await new Promise((resolve) => setTimeout(resolve, catchUpMilliseconds));
      const state = this.window.captureState(capture);
      if (state === undefined) return;
      const found = await stat(path).catch(() => null);
      if (state.phase !== 'loading' && (found === null || state.bytesRead >= found.size)) break;
    }
    await this.window.follow(capture, false).catch(() => {});
  }

  private async restart(id: CaptureId): Promise<LiveStart> {
    const live = this.live(id);
    if (this.restarting.has(id)) throw new Refusal('The capture is being started again already.');
    this.restarting.add(id);
    try {
      return await this.start(live.plan.options, async () => live.isRunning && live.stop());
    } finally {
      this.restarting.delete(id);
    }
  }

  private live(id: CaptureId): LiveCapture {
    const live = this.running.get(id);
    if (!live) throw new Refusal(`Capture ${id} is no live capture.`);
    return live;
  }
}
