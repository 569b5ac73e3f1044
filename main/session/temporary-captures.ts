import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, rename, rm } from 'node:fs/promises';
import type { CaptureId } from '../../preload/contract/capture';
import type { LiveStart, LiveState } from '../../preload/contract/live-capture';
import { type LiveCapture, recoveredState } from './live-capture';
import type { LiveWindow } from './live-captures';
import { Refusal } from './refusal';
import type { Session } from './session';

/** What becomes of the temporary files of one window: kept under a name, discarded, left behind, found again. */
export class TemporaryCaptures {
  /** Found again; they run no more. */
  private readonly recovered = new Map<CaptureId, LiveState>();
  /** Temporary files that were saved elsewhere: they stay for as long as they are open. */
  private readonly kept = new Map<CaptureId, string>();

  constructor(
    private readonly session: Session,
    private readonly window: LiveWindow,
    /** A capture of this window that runs or ran. */
    private readonly captured: (id: CaptureId) => LiveCapture | undefined,
  ) {}

  state(id: CaptureId): LiveState | undefined {
    return this.recovered.get(id);
  }

  get states(): readonly LiveState[] {
    return [...this.recovered.values()];
  }

  async keep(id: CaptureId, path: string): Promise<string> {
    const from = this.unsavedPath(id);
    const live = this.captured(id);
    if (live?.isRunning) throw new Refusal('Stop the capture before it is saved.');
    const target = await this.session.reachable.reachNew(path);
    if (this.session.isPassing(target)) throw new Refusal(`${target} does not last; save in a folder of yours.`);
    await shareFile(from, target);
    await this.session.unsaved.markSaved(from);
    this.kept.set(id, from);
    live?.moved(target);
    await this.window.remember(target);
    const recovered = this.recovered.get(id);
    if (recovered) this.recovered.set(id, { ...recovered, path: target, files: [target], unsaved: false });
    return target;
  }

  async discard(id: CaptureId): Promise<void> {
    const live = this.captured(id);
    if (live?.isRunning) await live.stop();
    await this.session.unsaved.remove(this.unsavedPath(id));
    live?.moved(live.state.path);
    this.recovered.delete(id);
  }

  async recover(id: string): Promise<LiveStart> {
    const found = await this.session.unsaved.adopt(id);
    if (found === null) throw new Refusal('This capture is no longer there.');
    await this.session.permitUnsaved();
    const state = await this.window.open(found.path);
    const live = recoveredState(state.id, found.path, found.devices, found.startedAt);
    this.recovered.set(state.id, live);
    return { state, live };
  }

  async forget(id: string): Promise<void> {
    const found = (await this.session.unsaved.list()).find((capture) => capture.id === id);
    if (found) await this.session.unsaved.remove(found.path);
  }

  /** @param live what ran as this capture, and runs no more */
  async closed(id: CaptureId, live: LiveCapture | undefined): Promise<void> {
    const state = this.recovered.get(id) ?? live?.state;
    const kept = this.kept.get(id);
    this.recovered.delete(id);
    this.kept.delete(id);
    if (kept !== undefined) await this.session.unsaved.remove(kept);
    else if (state?.unsaved) await this.session.unsaved.leave(state.path, state.startedAt, state.devices);
  }

  private unsavedPath(id: CaptureId): string {
    const state = this.recovered.get(id) ?? this.captured(id)?.state;
    if (state === undefined) throw new Refusal(`Capture ${id} is no live capture.`);
    if (!state.unsaved) throw new Refusal('This capture is saved already.');
    return state.path;
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
