import { ColorSwatch, Menu } from '@mantine/core';
import { IconPalette } from '@tabler/icons-react';
import { colorConversation } from '../state/conversation-coloring';
import { CONVERSATION_COLORS } from '../state/conversation-colors';
import { openDialog } from '../state/dialogs';
import type { ConversationTerm } from '../state/filter-terms';
import { IS_MAC, showKeys } from '../state/keys';
import { CommandItem } from './command-item';
import { SubMenu } from './sub-menu';

interface ColorItemsProps {
  /** Display filter for what the menu was called up on; empty where there is none. */
  readonly term: string;
  readonly conversations: readonly ConversationTerm[];
}

function Colors({ conversation, isClosest }: { readonly conversation: ConversationTerm; readonly isClosest: boolean }) {
  return CONVERSATION_COLORS.map((color, index) => (
    <Menu.Item
      key={color}
      leftSection={<ColorSwatch component="span" color={color} size={14} radius={3} />}
      rightSection={isClosest ? <span className="menu-keys">{showKeys(`Mod+${index + 1}`, IS_MAC)}</span> : null}
      onClick={() => colorConversation(conversation, index)}
    >
      Color {index + 1}
    </Menu.Item>
  ));
}

/** Colors for a conversation while the capture is open, and rules that stay. */
export function ColorItems({ term, conversations }: ColorItemsProps) {
  return (
    <SubMenu title="Color" icon={<IconPalette size={14} />}>
      {conversations.map((conversation, index) => (
        <SubMenu key={conversation.filter} title={conversation.title}>
          <Colors conversation={conversation} isClosest={index === 0} />
        </SubMenu>
      ))}
      <CommandItem id="view.reset-conversation-colors" />
      <Menu.Divider />
      <Menu.Item disabled={term === ''} onClick={() => openDialog({ kind: 'coloring', filter: term })}>
        New rule for this…
      </Menu.Item>
      <CommandItem id="view.coloring-rules" />
    </SubMenu>
  );
}
