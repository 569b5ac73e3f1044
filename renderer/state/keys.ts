/** `Mod` is the command key on a Mac and control elsewhere. Letters by their capital, others by `KeyboardEvent.key`. */
export type Keys = string;

type KeyEvent = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** @returns `Mod+Alt+Shift+C`, in the order in which commands write their keys */
export function keysOf(event: KeyEvent, isMac: boolean): Keys {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  // With alt held a Mac types other letters, so the key is read by its place.
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const key = letter && (event.altKey || mod) ? letter : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const parts = [mod && 'Mod', event.altKey && 'Alt', event.shiftKey && key.length > 1 && 'Shift'];
  if (event.shiftKey && key.length === 1 && /[A-Z]/.test(key)) parts.push('Shift');
  return [...parts.filter(Boolean), key === ' ' ? 'Space' : key].join('+');
}

const SYMBOLS: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Plus: '+',
};

/** `Ctrl+Alt+C`, or `⌥⌘C` on a Mac. */
export function showKeys(keys: Keys, isMac: boolean): string {
  const parts = keys.split('+').map((part) => SYMBOLS[part] ?? part);
  if (!isMac) return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join('+');
  const mac: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };
  return parts.map((part) => mac[part] ?? part).join('');
}

export const IS_MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
