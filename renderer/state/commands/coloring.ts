import { colorShownConversation, isAnyColored, resetConversationColors } from '../conversation-coloring';
import { CONVERSATION_COLORS } from '../conversation-colors';
import { changeSettings, useSettings } from '../settings';
import { always, type Command, hasPacket, opens } from './command';

/** A browser keeps Ctrl with a number for its tabs; Alt works in both shells. */
const conversationCommands: readonly Command[] = CONVERSATION_COLORS.map((_, color) => ({
  id: `view.color-conversation-${color + 1}`,
  title: `Color this conversation: ${color + 1}`,
  group: 'View',
  keys: [`Mod+${color + 1}`, `Alt+${color + 1}`],
  isUnlisted: color > 0,
  isPossible: hasPacket,
  run: () => colorShownConversation(color),
}));

export const coloringCommands: readonly Command[] = [
  {
    id: 'view.coloring-rules',
    title: 'Coloring rules…',
    group: 'View',
    keys: [],
    isPossible: always,
    run: opens('coloring'),
  },
  {
    id: 'view.coloring',
    title: 'Color packets by the rules',
    group: 'View',
    keys: [],
    isOn: () => useSettings.getState().coloring,
    isPossible: always,
    run: () => changeSettings({ coloring: !useSettings.getState().coloring }),
  },
  ...conversationCommands,
  {
    id: 'view.reset-conversation-colors',
    title: "Take back the conversations' colors",
    group: 'View',
    keys: ['Mod+Space', 'Alt+0'],
    isPossible: isAnyColored,
    run: resetConversationColors,
  },
];
