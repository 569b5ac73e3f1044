import { ActionIcon, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { commands } from '../../state/commands/commands';
import { IS_MAC, showKeys } from '../../state/keys';
import { closePanel, openPanel, useOpenPanels } from '../../state/workspace';
import './rail.css';

interface RailEntry {
  readonly id: string;
  readonly title: string;
  readonly icon: Icon;
  readonly isClosable: boolean;
  readonly home: 'lists' | 'pictures' | 'details';
  readonly command?: string;
}

const HOMES: readonly { readonly home: RailEntry['home']; readonly title: string }[] = [
  { home: 'lists', title: 'Of the whole capture' },
  { home: 'pictures', title: 'Of one connection' },
  { home: 'details', title: 'Of one packet' },
];

function hint({ title, command }: RailEntry): string {
  const keys = commands.find(({ id }) => id === command)?.keys[0];
  return keys ? `${title}  ${showKeys(keys, IS_MAC)}` : title;
}

/** Every panel there is, one click away: shows it, and closes one that is seen. One tab stop, gone through by arrows. */
export function Rail({ panels }: { readonly panels: readonly RailEntry[] }) {
  const { seen } = useOpenPanels();
  const [current, setCurrent] = useState('packets');
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('.rail-entry')];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    entries[(at + by + entries.length) % entries.length]?.focus();
  };
  return (
    <nav className="rail" aria-label="Panels">
      <div
        role="toolbar"
        aria-label="Panels"
        aria-orientation="vertical"
        className="rail-entries"
        onKeyDown={onKeyDown}
      >
        {HOMES.map(({ home, title }) => (
          <fieldset key={home} className="rail-group" aria-label={title}>
            {panels
              .filter((panel) => panel.home === home)
              .map((panel) => {
                const { id, icon: PanelIcon, isClosable } = panel;
                const isSeen = seen.includes(id);
                return (
                  <Tooltip key={id} label={hint(panel)} position="right">
                    <ActionIcon
                      size={30}
                      className="rail-entry"
                      data-seen={isSeen || undefined}
                      aria-label={panel.title}
                      aria-pressed={isSeen}
                      tabIndex={id === current ? 0 : -1}
                      onFocus={() => setCurrent(id)}
                      onClick={() => (isSeen && isClosable ? closePanel(id) : openPanel(id))}
                    >
                      <PanelIcon size={17} stroke={1.6} />
                    </ActionIcon>
                  </Tooltip>
                );
              })}
          </fieldset>
        ))}
      </div>
    </nav>
  );
}
