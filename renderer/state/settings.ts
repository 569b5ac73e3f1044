import { create } from 'zustand';
import { defaultColumns, type Settings } from '../../preload/contract/settings';
import { bridge } from './bridge';
import { DEFAULT_RULES } from './coloring-rules';

/** What the window shows until the stored settings are here. */
const DEFAULTS: Settings = {
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
  coloringRules: DEFAULT_RULES,
};

export const useSettings = create<Settings>(() => DEFAULTS);

/** Shows the change at once and stores it; the stored settings come back by the `settings` event. */
export function changeSettings(changes: Partial<Settings>): void {
  useSettings.setState(changes);
  void bridge()
    .settings.change(changes)
    .catch(() => {
      // A full or read-only disk must not stop the work: the change holds for this window.
    });
}

export async function loadSettings(): Promise<void> {
  bridge().on('settings', (settings) => useSettings.setState(withColumns(settings)));
  useSettings.setState(withColumns(await bridge().settings.get()));
}

function withColumns(settings: Settings): Settings {
  return settings.columns.length > 0 ? settings : { ...settings, columns: defaultColumns };
}
