import { openDialog } from '../dialogs';
import { clearFilter, focusFilterBar, limitTime, takeTerm, useFilter } from '../filter';
import { conversationTerms } from '../filter-terms';
import { useSelection } from '../selection';
import { useView } from '../view';
import { always, type Command, hasCapture, hasPacket, opens } from './command';

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
    group: 'Filter',
    keys: ['/', 'Mod+/', 'Mod+L'],
    isPossible: hasCapture,
    run: focusFilterBar,
  },
  {
    id: 'view.filter-conversation',
    title: "Show only this packet's conversation",
    group: 'Filter',
    keys: [],
    isPossible: hasPacket,
    run: filterConversation,
  },
  {
    id: 'view.clear-filter',
    title: 'Clear the display filter',
    group: 'Filter',
    keys: ['Mod+Shift+X'],
    isPossible: () => useView.getState().filter !== '',
    run: clearFilter,
  },
  {
    id: 'view.save-filter',
    title: 'Save this filter…',
    group: 'Filter',
    keys: [],
    isPossible: () => hasCapture() && useFilter.getState().draft.trim() !== '' && useFilter.getState().fault === null,
    run: () => openDialog({ kind: 'saved-filters', filter: useFilter.getState().draft.trim() }),
  },
  {
    id: 'view.saved-filters',
    title: 'Saved filters…',
    group: 'Filter',
    keys: [],
    isPossible: always,
    run: opens('saved-filters'),
  },
  {
    id: 'view.macros',
    title: 'Filter macros…',
    group: 'Filter',
    keys: [],
    isPossible: always,
    run: opens('macros'),
  },
  {
    id: 'view.all-times',
    title: 'Show packets of all times',
    group: 'Filter',
    keys: [],
    isPossible: () => useView.getState().timeRange !== null,
    run: () => limitTime(null),
  },
];
