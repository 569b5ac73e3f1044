import { useRef } from 'react';
import type { FolderEntry } from '../../../preload/contract/files';

/** Letters typed within this time of one another make one name. */
const PAUSE_MILLISECONDS = 900;

/** Moves to the next entry whose name begins with what was typed; one letter again and again goes from match to match. */
export function useTypeAhead(entries: readonly FolderEntry[], move: (index: number) => void) {
  const typed = useRef({ text: '', at: 0 });
  return (event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }, from: number): boolean => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
    const now = Date.now();
    const before = now - typed.current.at < PAUSE_MILLISECONDS ? typed.current.text : '';
    const text = before + event.key.toLowerCase();
    typed.current = { text, at: now };
    const isRepeat = new Set(text).size === 1;
    const wanted = isRepeat ? (text[0] ?? '') : text;
    const start = isRepeat ? from + 1 : from;
    for (let step = 0; step < entries.length; step += 1) {
      const index = (start + step) % entries.length;
      if (entries[index]?.name.toLowerCase().startsWith(wanted)) {
        move(index);
        break;
      }
    }
    return true;
  };
}
