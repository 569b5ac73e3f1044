import { ActionIcon, Button, Kbd, Menu, Tooltip, UnstyledButton, useComputedColorScheme } from '@mantine/core';
import { IconChevronDown, IconFolderOpen, IconMenu2, IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CommandItem } from '../../components/command-item';
import { LogoMark } from '../../components/logo-mark';
import { SubMenu } from '../../components/sub-menu';
import { useCapture } from '../../state/capture';
import { groups } from '../../state/commands/command';
import { commands, runCommand } from '../../state/commands/commands';
import { IS_MAC, showKeys } from '../../state/keys';
import { CaptureButton } from './capture-button';
import { TimeFormatMenu } from './time-format-menu';
import './top-bar.css';

/** The window's menu, for shells that have no menu bar of the system and for whoever looks for one. */
function MainMenu() {
  return (
    <Menu position="bottom-start" width={200}>
      <Menu.Target>
        <ActionIcon size={30} aria-label="Menu">
          <IconMenu2 size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {groups.map((group) => (
          <SubMenu key={group} className="top-bar-commands" title={group}>
            {commands
              .filter((command) => command.group === group && !command.isUnlisted)
              .map(({ id }) => (
                <CommandItem key={id} id={id} />
              ))}
          </SubMenu>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The way to everything that can be done, before there is anything to filter. */
function Search() {
  return (
    <UnstyledButton className="top-bar-search" onClick={() => runCommand('palette')}>
      <IconSearch size={14} />
      <span className="top-bar-search-text">Search commands and fields, or type a packet number</span>
      <Kbd size="xs">{showKeys('Mod+K', IS_MAC)}</Kbd>
    </UnstyledButton>
  );
}

/** @param filter - stands in the middle while a capture is open */
export function TopBar({ filter }: { readonly filter: ReactNode }) {
  const hasCapture = useCapture(({ capture }) => capture !== null);
  const isDark = useComputedColorScheme('dark') === 'dark';
  return (
    <section className="top-bar" aria-label="Tools">
      <MainMenu />
      <span className="top-bar-name">
        <LogoMark />
        Wirestate
      </span>
      <Button leftSection={<IconFolderOpen size={15} />} onClick={() => runCommand('open')}>
        Open
      </Button>
      <CaptureButton />
      {hasCapture ? filter : <Search />}
      {hasCapture && <TimeFormatMenu icon={<IconChevronDown size={13} />} />}
      {hasCapture && (
        <Tooltip label="Search commands and fields, or type a packet number">
          <Button aria-label="Command palette" onClick={() => runCommand('palette')}>
            {showKeys('Mod+K', IS_MAC)}
          </Button>
        </Tooltip>
      )}
      <Tooltip label={isDark ? 'Light theme' : 'Dark theme'}>
        <ActionIcon
          size={30}
          aria-label={isDark ? 'Use the light theme' : 'Use the dark theme'}
          onClick={() => runCommand('toggle-theme')}
        >
          {isDark ? <IconSun size={16} /> : <IconMoon size={16} />}
        </ActionIcon>
      </Tooltip>
    </section>
  );
}
