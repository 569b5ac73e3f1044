import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RecentFile } from '../../preload/contract/files';
import { readStored, setAside, writeStored } from './stored-json';

interface Opened {
  readonly path: string;
  readonly openedAt: number;
  readonly sizeBytes: number;
}

const mostKept = 20;

/** The files opened last, newest first: `recent.json` in the user data folder. */
export class RecentFiles {
  private readonly path: string;
  private opened: readonly Opened[] = [];
  private readonly reading: Promise<void>;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    userDataFolder: string,
    private readonly warn: (sentence: string) => void,
  ) {
    this.path = join(userDataFolder, 'recent.json');
    this.reading = this.read();
  }

  async list(): Promise<readonly RecentFile[]> {
    await this.reading;
    return Promise.all(this.opened.map(describe));
  }

  async add(path: string, sizeBytes: number): Promise<void> {
    await this.reading;
    const others = this.opened.filter((file) => file.path !== path);
    await this.keep([{ path, openedAt: Date.now(), sizeBytes }, ...others].slice(0, mostKept));
  }

  async forget(path: string): Promise<void> {
    await this.reading;
    await this.keep(this.opened.filter((file) => file.path !== path));
  }

  /** Resolves when no change waits to be written. */
  async settled(): Promise<void> {
    await this.writing.catch(() => {});
  }

  private async keep(opened: readonly Opened[]): Promise<void> {
    this.opened = opened;
    const write = () => writeStored(this.path, this.opened);
    this.writing = this.writing.then(write, write);
    await this.writing;
  }

  private async read(): Promise<void> {
    const { value, warning } = await readStored(this.path);
    if (warning !== null) this.warn(warning);
    if (value === undefined) return;
    if (Array.isArray(value)) this.opened = value.filter(isOpened).slice(0, mostKept);
    else this.warn(await setAside(this.path, 'holds no list of files'));
  }
}

async function describe(file: Opened): Promise<RecentFile> {
  const found = await stat(file.path).catch(() => null);
  return {
    path: file.path,
    name: basename(file.path),
    openedAt: file.openedAt,
    sizeBytes: found?.size ?? file.sizeBytes,
    missing: found === null,
  };
}

function isOpened(value: unknown): value is Opened {
  const file = value as Partial<Opened> | null;
  return (
    typeof file === 'object' &&
    file !== null &&
    typeof file.path === 'string' &&
    Number.isFinite(file.openedAt) &&
    Number.isFinite(file.sizeBytes)
  );
}
