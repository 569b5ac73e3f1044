import type { FlowTarget } from '../../../preload/contract/flow';
import type { Cursor } from './use-cursor';

interface Actions {
  readonly cursor: Cursor;
  readonly lines: number;
  /** Lines of a page. */
  readonly page: number;
  zoom(by: number): void;
  toggle(): void;
  copy(): void;
  menu(): void;
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
const zooms: Readonly<Record<string, number>> = { '+': 4, '=': 4, '-': -4 };

/**
 * Where a key leads.
 *
 * @param at - the line that keys act on; -1 for none
 */
export function targetOf(key: string, at: number, lines: number, page: number): FlowTarget | null {
  const line = (to: number): FlowTarget => ({ kind: 'line', line: Math.max(0, Math.min(lines - 1, to)) });
  const step = steps[key];
  if (step !== undefined) return line(at + step);
  switch (key) {
    case 'PageDown':
      return line(at + page);
    case 'PageUp':
      return line(at - page);
    case 'Home':
      return line(0);
    case 'End':
      return line(lines - 1);
    case 'n':
      return { kind: 'problem', from: at, by: 1 };
    case 'p':
      return { kind: 'problem', from: Math.max(0, at), by: -1 };
    default:
      return null;
  }
}

/** Keys of the ladder; what is none of them is left to the window. */
export function onLadderKey(event: React.KeyboardEvent, actions: Actions): void {
  const { cursor, lines, page } = actions;
  const { key } = event;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const target = isPlain ? targetOf(key, cursor.place?.line ?? -1, lines, page) : null;
  const zoom = isPlain ? zooms[key] : undefined;
  if (target !== null) void cursor.move(target);
  else if (zoom !== undefined) actions.zoom(zoom);
  else if (isPlain && key === 'Enter') actions.toggle();
  else if (key === 'ContextMenu' || (event.shiftKey && key === 'F10')) actions.menu();
  else if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'c') actions.copy();
  else return;
  event.preventDefault();
}
