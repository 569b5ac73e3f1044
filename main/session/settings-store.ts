import { join } from 'node:path';
import type { ColoringRule } from '../../preload/contract/colors';
import { defaultColumns, type Settings } from '../../preload/contract/settings';
import defaultRules from '../../resources/coloring-rules.json';
import { settingShapes } from './call-arguments';
import { readStored, setAside, writeStored } from './stored-json';

export const defaultSettings: Settings = {
  theme: 'system',
  timeFormat: 'since-start',
  utc: false,
  columns: defaultColumns,
  layout: {},
  verifyChecksums: false,
  verdicts: 'wirestate',
  filterHistory: [],
  savedFilters: [],
  macros: [],
  coloring: true,
  coloringRules: defaultRules as readonly ColoringRule[],
};

/** The user's settings: `settings.json` in the user data folder. Keys of newer or older versions are kept as they are. */
export class SettingsStore {
  private readonly path: string;
  private stored: Record<string, unknown> = {};
  private writing: Promise<void> = Promise.resolve();
  private readonly reading: Promise<void>;

  constructor(
    userDataFolder: string,
    private readonly warn: (sentence: string) => void,
  ) {
    this.path = join(userDataFolder, 'settings.json');
    this.reading = this.read();
  }

  async get(): Promise<Settings> {
    await this.reading;
    const known = Object.entries(settingShapes).filter(
      ([key, shape]) => Object.hasOwn(this.stored, key) && shape(this.stored[key]),
    );
    return { ...defaultSettings, ...Object.fromEntries(known.map(([key]) => [key, this.stored[key]])) };
  }

  /** Resolves when the change is on disk. */
  async change(changes: Partial<Settings>): Promise<Settings> {
    await this.reading;
    this.stored = { ...this.stored, ...changes };
    // One write after another: two at once could finish in the wrong order.
    this.writing = this.writing.then(
      () => writeStored(this.path, this.stored),
      () => writeStored(this.path, this.stored),
    );
    const changed = await this.get();
    await this.writing;
    return changed;
  }

  /** Resolves when no change waits to be written. */
  async settled(): Promise<void> {
    await this.writing.catch(() => {});
  }

  private async read(): Promise<void> {
    const { value, warning } = await readStored(this.path);
    if (warning !== null) this.warn(warning);
    if (value === undefined) return;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      this.stored = value as Record<string, unknown>;
      return;
    }
    this.warn(await setAside(this.path, 'holds no settings'));
  }
}
