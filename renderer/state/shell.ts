import { create } from 'zustand';
import type { ShellInfo } from '../../preload/contract/shell';
import { bridge } from './bridge';

interface Shell {
  readonly info: ShellInfo;
  /** False while the browser shell's connection is lost. */
  readonly connected: boolean;
}

export const useShell = create<Shell>(() => ({
  info: { kind: 'browser', version: '', platform: '', nativeDialogs: false },
  connected: true,
}));

export async function loadShell(): Promise<void> {
  bridge().on('connection', ({ up }) => useShell.setState({ connected: up }));
  useShell.setState({ info: await bridge().shell.info() });
}
