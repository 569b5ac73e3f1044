import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import type { FindState } from '../../../preload/contract/find';
import { formatCount, formatCounted, formatShare } from '../../format/quantity';
import { stopFinding, useFind } from '../../state/find';

/** `3 of 117`, `117 matches`, `12 so far · 34 %`. */
function countText(state: FindState, ordinal: number, isSlow: boolean): string {
  const { matches, examined, total, running } = state;
  const share = formatShare(examined, total);
  const found =
    ordinal > 0 ? `${formatCount(ordinal)} of ${formatCount(matches)}` : formatCounted(matches, 'match', 'matches');
  if (running) return isSlow ? `${ordinal > 0 ? found : formatCount(matches)} so far · ${share}` : found;
  if (examined < total) return `${found} so far · stopped at ${share}`;
  return matches === 0 ? 'No match' : found;
}

/** How many matches there are, which of them is shown, and how far the search is. */
export function FindCount() {
  const state = useFind((find) => find.state);
  const ordinal = useFind((find) => find.ordinal);
  const isSlow = useFind((find) => find.isSlow);
  const wrapped = useFind((find) => find.wrapped);
  if (!state) return null;
  const isNone = !state.running && state.matches === 0 && state.examined >= state.total;
  // A short search says nothing until it knows.
  const text = state.running && !isSlow && state.matches === 0 ? '' : countText(state, ordinal, isSlow);
  return (
    <>
      <span className={isNone ? 'find-count is-none' : 'find-count'} role="status" aria-label="Matches">
        {wrapped && <span className="find-wrapped">{wrapped === 'next' ? 'From the top: ' : 'From the end: '}</span>}
        {text}
      </span>
      {isSlow && (
        <>
          <span className="find-progress" style={{ width: `${(100 * state.examined) / Math.max(1, state.total)}%` }} />
          <Tooltip label="Stop; the next step goes on">
            <ActionIcon size={20} aria-label="Stop finding" onClick={stopFinding}>
              <IconPlayerStop size={13} />
            </ActionIcon>
          </Tooltip>
        </>
      )}
    </>
  );
}
