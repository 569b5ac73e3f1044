import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CaptureId, CaptureState } from '../../preload/contract/capture';
import type { LiveInterface, LiveOptions, LiveStart, LiveState } from '../../preload/contract/live-capture';
import { chooseBackend } from '../capture/backend-choice';
import type { LaunchCaptureProcess } from '../capture/capture-client';
import { readTraffic } from '../capture/device-traffic';
import { checkFilter } from '../capture/filter-check';
import { type CapturableInterface, listInterfaces, specialDevice } from '../capture/interface-list';
import { checkPermissions } from '../capture/permissions';
import { checkCall } from './call-arguments';
import { LiveCapture, type LivePlan, recoveredState } from './live-capture';
import { Refusal } from './refusal';
import type { Session } from './session';
import { readStored, writeStored } from './stored-json';

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
  /** Temporary captures found again. */
  private readonly recovered = new Map<CaptureId, LiveState>();
  private readonly turning = new Set<LiveCapture>();
  private readonly deaths = new Map<CaptureId, number>();
  /** Temporary files that were saved elsewhere: they stay for as long as they are open. */
  private readonly kept = new Map<CaptureId, string>();

  constructor(
    private readonly session: Session,
    private readonly window: LiveWindow,
    private readonly launch: LaunchCaptureProcess | undefined,
  ) {}

  readonly answers = {
    'live.interfaces': async (): Promise<readonly LiveInterface[]> =>
      (await listInterfaces()).map(({ linkType: _, ...told }) => told),
    'live.traffic': async () => [...(await readTraffic())].map(([device, traffic]) => ({ device, ...traffic })),
    'live.permissions': () => checkPermissions(),
    'live.checkFilter': (device: string, filter: string) => this.checkFilter(device, filter),
    'live.remembered': () => this.remembered(),
    'live.start': (options: LiveOptions) => this.start(options),
    'live.stop': (id: CaptureId) => this.live(id).stop(),
    'live.restart': (id: CaptureId) => this.restart(id),
    'live.state': (id: CaptureId) => this.recovered.get(id) ?? this.live(id).state,
    'live.current': () => this.current(),
    'live.keep': (id: CaptureId, path: string) => this.keep(id, path),
    'live.discard': (id: CaptureId) => this.discard(id),
    'live.unsaved': () => this.session.unsaved.list(),
    'live.recover': (id: string) => this.recover(id),
    'live.forget': (id: string) => this.forget(id),
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
    const state = this.recovered.get(id) ?? live?.state;
    const kept = this.kept.get(id);
    for (const held of [this.running, this.recovered, this.kept, this.deaths]) held.delete(id);
    if (kept !== undefined) await this.session.unsaved.remove(kept);
    else if (state?.unsaved) await this.session.unsaved.leave(state.path, state.startedAt, state.devices);
  }

  async close(): Promise<void> {
    await Promise.all([...this.running.keys(), ...this.recovered.keys()].map((id) => this.closed(id)));
  }

  /** Whether a page that comes back should find its live capture as it was. */
  get isShowing(): boolean {
    return this.running.size + this.recovered.size > 0;
  }

  /** The live capture that was opened last, for a page that was loaded again. */
  private current(): LiveStart | null {
    const states = [...[...this.running.values()].map(({ state }) => state), ...this.recovered.values()];
    for (const live of states.reverse()) {
      const state = this.window.captureState(live.capture);
      if (state !== undefined) return { state, live };
    }
    return null;
  }

  private async start(options: LiveOptions): Promise<LiveStart> {
    const plan = await this.plan(options);
    try {
      const live = await LiveCapture.start(plan, this.launch);
      void this.remember(options);
      return await this.show(live);
    } catch (error) {
      if (plan.unsaved) await this.session.unsaved.remove(plan.path);
      throw error;
    }
  }

  /** Everything that can be refused is, before anything is started. */
  private async plan(options: LiveOptions): Promise<LivePlan> {
    const interfaces = await this.named(options.interfaces.map(({ device }) => device));
    if (options.ring !== null && options.path === null) throw new Refusal('A ring of files needs a file name.');
    if (options.ring !== null && options.ring.bytes === null && options.ring.seconds === null)
      throw new Refusal('A ring of files needs a size or a time after which a new file begins.');
    const choice = await chooseBackend(options.backend, interfaces[0]!.device);
    const { backend } = choice;
    if (backend === null) throw new Refusal(choice.reason);
    for (const [at, { filter }] of options.interfaces.entries()) {
      const { device, linkType } = interfaces[at]!;
      const { error } = await checkFilter(filter, device, linkType, backend);
      if (error !== null) throw new Refusal(`The capture filter for ${device} is wrong: ${error}.`);
    }
    if (options.path !== null) {
      const path = await this.session.reachable.reachNew(options.path);
      return { options, choice, backend, path, unsaved: false };
    }
    const path = await this.session.beginUnsaved(interfaces.map(({ device }) => device));
    return { options, choice, backend, path, unsaved: true };
  }

  private async named(devices: readonly string[]): Promise<readonly CapturableInterface[]> {
    if (devices.length === 0) throw new Refusal('Choose at least one interface.');
    if (new Set(devices).size < devices.length) throw new Refusal('Each interface can be captured on once.');
    const all = await listInterfaces();
    const found = await Promise.all(
      devices.map(async (device) => all.find((known) => known.device === device) ?? (await specialDevice(device))),
    );
    return found.map((known, at) => {
      if (!known) throw new Refusal(`There is no interface ${devices[at]} any more.`);
      return known;
    });
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
    if (live.isRunning) await live.stop();
    return this.start(live.plan.options);
  }

  private async keep(id: CaptureId, path: string): Promise<string> {
    const from = this.unsavedPath(id);
    if (this.running.get(id)?.isRunning) throw new Refusal('Stop the capture before it is saved.');
    const target = await this.session.reachable.reachNew(path);
    if (this.session.isPassing(target)) throw new Refusal(`${target} does not last; save in a folder of yours.`);
    await shareFile(from, target);
    await this.session.unsaved.markSaved(from);
    this.kept.set(id, from);
    this.running.get(id)?.moved(target);
    await this.window.remember(target);
    const recovered = this.recovered.get(id);
    if (recovered) this.recovered.set(id, { ...recovered, path: target, files: [target], unsaved: false });
    return target;
  }

  private async discard(id: CaptureId): Promise<void> {
    const live = this.running.get(id);
    if (live?.isRunning) await live.stop();
    await this.session.unsaved.remove(this.unsavedPath(id));
    live?.moved(live.state.path);
    this.recovered.delete(id);
  }

  private async recover(id: string): Promise<LiveStart> {
    const found = await this.session.unsaved.adopt(id);
    if (found === null) throw new Refusal('This capture is no longer there.');
    await this.session.permitUnsaved();
    const state = await this.window.open(found.path);
    const live = recoveredState(state.id, found.path, found.devices, found.startedAt);
    this.recovered.set(state.id, live);
    return { state, live };
  }

  private async forget(id: string): Promise<void> {
    const found = (await this.session.unsaved.list()).find((capture) => capture.id === id);
    if (found) await this.session.unsaved.remove(found.path);
  }

  private async checkFilter(device: string, filter: string): Promise<string | null> {
    const found = (await listInterfaces()).find((candidate) => candidate.device === device);
    const { error } = await checkFilter(filter, device, found?.linkType ?? 1, 'dumpcap');
    return error;
  }

  private live(id: CaptureId): LiveCapture {
    const live = this.running.get(id);
    if (!live) throw new Refusal(`Capture ${id} is no live capture.`);
    return live;
  }

  private unsavedPath(id: CaptureId): string {
    const state = this.recovered.get(id) ?? this.live(id).state;
    if (!state.unsaved) throw new Refusal('This capture is saved already.');
    return state.path;
  }

  private get memory(): string {
    return join(this.session.options.userDataFolder, 'capture-options.json');
  }

  private async remember(options: LiveOptions): Promise<void> {
    await writeStored(this.memory, options).catch((error: Error) =>
      this.session.warn(`The capture options cannot be remembered: ${error.message}`),
    );
  }

  /** What is stored may be of another version, or have been changed by hand. */
  private async remembered(): Promise<LiveOptions | null> {
    const { value } = await readStored(this.memory);
    try {
      checkCall('live.start', [value]);
      return value as LiveOptions;
    } catch {
      return null;
    }
  }
}

/** Gives the file a second name, or where that cannot be a copy under it; whatever has that name is replaced at once or not at all. */
async function shareFile(from: string, to: string): Promise<void> {
  const passing = `${to}.${randomBytes(6).toString('hex')}`;
  try {
    await link(from, passing).catch(() => copyFile(from, passing, constants.COPYFILE_FICLONE));
    await rename(passing, to);
  } catch (error) {
    await rm(passing, { force: true });
    throw error;
  }
}
