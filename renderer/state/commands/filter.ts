import { clearFilter, focusFilterBar, limitTime, takeTerm } from '../filter';
import { conversationTerms } from '../filter-terms';
import { useSelection } from '../selection';
import { useView } from '../view';
import { type Command, hasCapture, hasPacket } from './command';

/** Only the packets of the shown packet's connection; without one, of its two addresses. */
function filterConversation(): void {
  const { detail } = useSelection.getState();
  const closest = detail ? conversationTerms(detail)[0] : undefined;
  if (closest) takeTerm(closest.filter, 'selected', true);
}

export const filterCommands: readonly Command[] = [
  {
    id: 'view.filter',
    title: 'Write a display filter',
    group: 'View',
    keys: ['/', 'Mod+/', 'Mod+L'],
    isPossible: hasCapture,
    run: focusFilterBar,
  },
  {
    id: 'view.filter-conversation',
    title: "Show only this packet's conversation",
    group: 'View',
    keys: [],
    isPossible: hasPacket,
    run: filterConversation,
  },
  {
    id: 'view.clear-filter',
    title: 'Clear the display filter',
    group: 'View',
    keys: ['Mod+Shift+X'],
    isPossible: () => useView.getState().filter !== '',
    run: clearFilter,
  },
  {
    id: 'view.all-times',
    title: 'Show packets of all times',
    group: 'View',
    keys: [],
    isPossible: () => useView.getState().timeRange !== null,
    run: () => limitTime(null),
  },
];
