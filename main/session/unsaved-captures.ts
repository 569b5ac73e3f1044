import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { UnsavedCapture } from '../../preload/contract/live-capture';
import { tapFilesOf } from '../capture/tap-files';
import { takeInTapFiles } from '../capture/tap-recovery';
import { waitingPaths } from '../capture/waiting-packets';
import { takeInWaiting } from '../capture/waiting-recovery';
import { readStored, writeStored } from './stored-json';

const NOBODY = 0;

/** Beside the capture, as long as it is unsaved: whose it is. */
interface Ownership {
  readonly pid: number;
  /** When that process was started, where the system tells: process ids are used again. */
  readonly born: string;
  readonly startedAt: number;
  readonly devices: readonly string[];
  /** The user has it elsewhere: it goes when nobody has it open any more. */
  readonly saved?: boolean;
}

/**
 * Temporary captures: in the user data folder, each with a note of the process that it belongs to. One whose process is gone was
 * left behind by a crash or a loss of power, and is offered.
 */
export class UnsavedCaptures {
  readonly folder: string;

  constructor(userDataFolder: string) {
    this.folder = join(userDataFolder, 'captures');
  }

  /** Makes room for a new one. @returns the path to capture to */
  async begin(devices: readonly string[]): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const time = new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
    const id = `capture-${time}-${randomBytes(4).toString('hex')}`;
    await this.own(id, Date.now(), devices);
    return this.pathOf(id);
  }

  /** Those whose process is gone, newest first; what was left with nothing in it is cleared away. */
  async list(): Promise<readonly UnsavedCapture[]> {
    const names = await readdir(this.folder).catch(() => []);
    const ids = names.filter((name) => name.endsWith('.pcapng')).map((name) => basename(name, '.pcapng'));
    const found = await Promise.all(ids.map((id) => this.describe(id)));
    return found.filter((capture) => capture !== null).sort((one, other) => other.startedAt - one.startedAt);
  }

  /** Makes one of those this process's. @returns null where there is none */
  async adopt(id: string): Promise<UnsavedCapture | null> {
    const found = (await this.list()).find((capture) => capture.id === id) ?? null;
    if (found === null) return null;
    await this.own(id, found.startedAt, found.devices);
    // Where that fails, as on a disk that is full, what is there is shown all the same.
    await takeInWaiting(found.path)
      .then(() => takeInTapFiles(found.path))
      .catch(() => {});
    return found;
  }

  /** The user has it elsewhere now; it stays for as long as it is open here. */
  async markSaved(path: string): Promise<void> {
    await writeStored(noteOf(path), { ...present(0, []), saved: true });
  }

  /** Its window is gone, with the program still there: from now on it is offered. */
  async leave(path: string, startedAt: number, devices: readonly string[]): Promise<void> {
    const ownership: Ownership = { pid: NOBODY, born: '', startedAt, devices };
    await writeStored(noteOf(path), ownership);
  }

  /** Removes the capture and its note. */
  async remove(path: string): Promise<void> {
    const beside = [...waitingPaths(path), ...(await tapFilesOf(path)).flat()];
    for (const each of [path, ...beside]) await rm(each, { force: true });
    await rm(noteOf(path), { force: true });
  }

  private own(id: string, startedAt: number, devices: readonly string[]): Promise<void> {
    return writeStored(noteOf(this.pathOf(id)), present(startedAt, devices));
  }

  private async describe(id: string): Promise<UnsavedCapture | null> {
    const path = this.pathOf(id);
    const { value } = await readStored(noteOf(path));
    const note = isOwnership(value) ? value : null;
    if (note !== null && isAlive(note)) return null;
    const found = await stat(path).catch(() => null);
    if (found === null || found.size === 0 || note?.saved) {
      await this.remove(path);
      return null;
    }
    // A loss of power may have taken the note alone.
    const startedAt = note?.startedAt ?? found.mtimeMs;
    return { id, startedAt, devices: note?.devices ?? [], sizeBytes: found.size, path };
  }

  private pathOf(id: string): string {
    return join(this.folder, `${id}.pcapng`);
  }
}

function present(startedAt: number, devices: readonly string[]): Ownership {
  return { pid: process.pid, born: birthOf(process.pid), startedAt, devices };
}

const noteOf = (path: string): string => path.replace(/\.pcapng$/, '.json');

function isAlive({ pid, born }: Ownership): boolean {
  if (pid === NOBODY) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return birthOf(pid) === born;
}

/** Clock ticks since the machine started, and that start: proc_pid_stat(5), field 22. Empty elsewhere than on Linux. */
function birthOf(pid: number): string {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return '';
  }
}

function isOwnership(value: unknown): value is Ownership {
  const { pid, born, startedAt, devices } = (value ?? {}) as Partial<Ownership>;
  return (
    Number.isSafeInteger(pid) &&
    typeof born === 'string' &&
    Number.isFinite(startedAt) &&
    Array.isArray(devices) &&
    devices.every((device) => typeof device === 'string')
  );
}
