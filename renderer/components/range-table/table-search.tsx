import { ActionIcon, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

/** A pause in writing after which the list is searched. */
const SEARCH_MILLISECONDS = 150;

interface TableSearchProps {
  readonly label: string;
  readonly placeholder: string;
  /** What the list is searched for now. */
  readonly applied: string;
  readonly onSearch: (text: string) => void;
}

/** Finds rows of a table as one writes. */
export function TableSearch({ label, placeholder, applied, onSearch }: TableSearchProps) {
  const [text, setText] = useState(applied);
  useEffect(() => setText(applied), [applied]);
  useEffect(() => {
    if (text === applied) return;
    const timer = setTimeout(() => onSearch(text), SEARCH_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text, applied, onSearch]);
  const clear = () => {
    setText('');
    onSearch('');
  };
  return (
    <TextInput
      size="xs"
      className="table-search"
      placeholder={placeholder}
      aria-label={label}
      leftSection={<IconSearch size={13} />}
      rightSection={
        text === '' ? null : (
          <ActionIcon size={18} aria-label="Show all" onClick={clear}>
            <IconX size={12} />
          </ActionIcon>
        )
      }
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || text === '') return;
        event.stopPropagation();
        clear();
      }}
    />
  );
}
