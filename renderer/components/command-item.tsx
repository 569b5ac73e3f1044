import { Menu } from '@mantine/core';
import { commands, runCommand } from '../state/commands/commands';
import { IS_MAC, showKeys } from '../state/keys';

/** A command as a line of a menu, with its keys; dimmed while it cannot run. */
export function CommandItem({ id }: { readonly id: string }) {
  const command = commands.find((each) => each.id === id);
  if (!command) return null;
  const keys = command.keys[0];
  return (
    <Menu.Item
      disabled={!command.isPossible()}
      onClick={() => runCommand(id)}
      rightSection={keys ? <span className="menu-keys">{showKeys(keys, IS_MAC)}</span> : null}
    >
      {command.title}
    </Menu.Item>
  );
}
