import { closeFind, findStep } from '../../state/find';

type KeyEvent = Pick<React.KeyboardEvent, 'key' | 'shiftKey' | 'target' | 'preventDefault' | 'stopPropagation'>;

/** Enter goes on, with shift back; Escape closes the bar. */
export function findKey(event: KeyEvent): void {
  const isInText = event.target instanceof HTMLInputElement && event.target.type === 'text';
  if (event.key === 'Enter' && isInText) void findStep(event.shiftKey ? 'previous' : 'next');
  else if (event.key === 'Escape') closeFind();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
