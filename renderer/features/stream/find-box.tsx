import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconLetterCase } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { formatCount } from '../../format/quantity';
import type { useFind } from './use-find';

interface FindBoxProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly matchCase: boolean;
  readonly onMatchCase: (on: boolean) => void;
  /** Whether bytes are sought. */
  readonly isHex: boolean;
  readonly find: ReturnType<typeof useFind>;
}

function countOf({ found, index, fault }: ReturnType<typeof useFind>): string {
  if (fault !== null) return '';
  if (!found) return '';
  if (found.matches === 0) return 'none';
  const count = `${formatCount(found.matches)}${found.complete ? '' : '+'}`;
  return index >= 0 ? `${formatCount(index + 1)} of ${count}` : count;
}

/** Finds text or bytes: all matches are counted, Enter and Shift+Enter go to the next and the one before. */
export function FindBox({ input, text, onText, matchCase, onMatchCase, isHex, find }: FindBoxProps) {
  const count = countOf(find);
  const isFound = (find.found?.matches ?? 0) > 0;
  return (
    <div className="stream-find">
      <Tooltip label={find.fault} opened={find.fault !== null} disabled={find.fault === null}>
        <TextInput
          ref={input}
          size="xs"
          aria-label={isHex ? 'Find bytes' : 'Find in the stream'}
          placeholder={isHex ? 'Find bytes: 0d 0a' : 'Find'}
          value={text}
          error={find.fault !== null}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') find.go(event.shiftKey ? 'previous' : 'next');
            if (event.key === 'Escape') onText('');
          }}
          rightSectionWidth={count === '' ? 6 : 92}
          rightSectionPointerEvents="none"
          rightSection={
            <span className="stream-find-count" role="status">
              {count}
            </span>
          }
        />
      </Tooltip>
      {!isHex && (
        <Tooltip label="Match capitals">
          <ActionIcon
            size={24}
            aria-label="Match capitals"
            aria-pressed={matchCase}
            variant={matchCase ? 'light' : 'subtle'}
            onClick={() => onMatchCase(!matchCase)}
          >
            <IconLetterCase size={15} />
          </ActionIcon>
        </Tooltip>
      )}
      <ActionIcon size={24} aria-label="Previous match" disabled={!isFound} onClick={() => find.go('previous')}>
        <IconChevronUp size={15} />
      </ActionIcon>
      <ActionIcon size={24} aria-label="Next match" disabled={!isFound} onClick={() => find.go('next')}>
        <IconChevronDown size={15} />
      </ActionIcon>
    </div>
  );
}
