import { useEffect } from 'react';
import { commands } from './commands/commands';
import { useDialogs } from './dialogs';
import { IS_MAC, type Keys, keysOf } from './keys';
import { isTyping } from './typing';

const byKeys = new Map(commands.flatMap((command) => command.keys.map((keys) => [keys, command] as const)));

/** Keys that belong to who writes a text: signs, and what moves the cursor, marks, completes. */
const isOfText = (keys: Keys) =>
  !/Mod|Alt|^(Shift\+)?F\d/.test(keys) || /Arrow|Home|End|Space|Mod\+([ACVXYZ]|Shift\+Z)$/.test(keys);

function onKeyDown(event: KeyboardEvent): void {
  const keys = keysOf(event, IS_MAC);
  const command = byKeys.get(keys);
  if (!command || event.defaultPrevented) return;
  // While a dialog is open, keys belong to it; only the palette can be called up over it.
  const isAsked = useDialogs.getState().open.length > 0;
  const isTaken = isAsked || (isTyping(event.target) && isOfText(keys));
  if (isTaken && !(command.id === 'palette')) {
    if (keys.startsWith('Mod+') && /^Mod\+[A-Z]$/.test(keys) && !isTyping(event.target)) event.preventDefault();
    return;
  }
  // The browser must not save or reload the page where the command cannot run just now.
  event.preventDefault();
  if (command.isPossible()) command.run();
}

/** Keys of every command, wherever the keyboard is. */
export function useHotkeys(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
