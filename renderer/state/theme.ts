import type { Theme } from '../../preload/contract/settings';
import { changeSettings, useSettings } from './settings';

const systemIsDark = () => window.matchMedia('(prefers-color-scheme: dark)').matches;

/** The theme that is shown, where the setting may leave it to the system. */
export const shownTheme = (theme: Theme): 'dark' | 'light' =>
  theme === 'system' ? (systemIsDark() ? 'dark' : 'light') : theme;

export const toggleTheme = (): void =>
  changeSettings({ theme: shownTheme(useSettings.getState().theme) === 'dark' ? 'light' : 'dark' });
