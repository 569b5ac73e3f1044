import { ActionIcon, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { closePanel, openPanel, useOpenPanels } from '../../state/workspace';
import './rail.css';

interface RailEntry {
  readonly id: string;
  readonly title: string;
  readonly icon: Icon;
  readonly isClosable: boolean;
}

/** Every panel there is, one click away: shows it, and closes one that is seen. */
export function Rail({ panels }: { readonly panels: readonly RailEntry[] }) {
  const { seen } = useOpenPanels();
  return (
    <nav className="rail" aria-label="Panels">
      {panels.map(({ id, title, icon: PanelIcon, isClosable }) => {
        const isSeen = seen.includes(id);
        return (
          <Tooltip key={id} label={title} position="right">
            <ActionIcon
              size={30}
              className="rail-entry"
              data-seen={isSeen || undefined}
              aria-label={title}
              aria-pressed={isSeen}
              onClick={() => (isSeen && isClosable ? closePanel(id) : openPanel(id))}
            >
              <PanelIcon size={17} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        );
      })}
    </nav>
  );
}
