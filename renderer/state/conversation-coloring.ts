import { create } from 'zustand';
import type { ColoringRule } from '../../preload/contract/colors';
import { bridge } from './bridge';
import { captureId, useCapture } from './capture';
import { CONVERSATION_COLORS } from './conversation-colors';
import { type ConversationTerm, conversationTerms } from './filter-terms';
import { attempt, tell } from './notices';
import { useSelection } from './selection';

/** The conversation that has each of the nine colors, for as long as the capture is open; null where a color is free. */
export const useConversationColors = create<{ readonly given: readonly (ConversationTerm | null)[] }>(() => ({
  given: CONVERSATION_COLORS.map(() => null),
}));

const nobody = () => CONVERSATION_COLORS.map(() => null);

const ruleOf = (term: ConversationTerm, color: number): ColoringRule => ({
  name: `Conversation color ${color + 1}`,
  filter: term.filter,
  foreground: '',
  background: CONVERSATION_COLORS[color] ?? '',
  enabled: true,
});

function give(given: readonly (ConversationTerm | null)[]): void {
  useConversationColors.setState({ given });
  const rules = given.flatMap((term, color) => (term ? [ruleOf(term, color)] : []));
  attempt('The conversation was not colored', () => bridge().colors.setTemporary(captureId(), rules));
}

/**
 * Colors all packets of a conversation; each color is one conversation's, and each conversation has one color.
 *
 * @param color - from 0
 */
export function colorConversation(term: ConversationTerm, color: number): void {
  const { given } = useConversationColors.getState();
  give(given.map((each, index) => (index === color ? term : each?.filter === term.filter ? null : each)));
}

/** The same for the closest conversation of the shown packet: its connection, or without one its two ends. */
export function colorShownConversation(color: number): void {
  const { detail, packet } = useSelection.getState();
  const closest = detail?.number === packet ? conversationTerms(detail)[0] : undefined;
  if (closest) colorConversation(closest, color);
  else if (detail?.number === packet) tell('This packet belongs to no conversation');
}

export const isAnyColored = (): boolean => useConversationColors.getState().given.some((term) => term !== null);

export const resetConversationColors = (): void => give(nobody());

/** Another capture begins without colored conversations; one read again keeps them in its worker. */
export function listenToConversationColors(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id !== before?.id) useConversationColors.setState({ given: nobody() });
  });
}
