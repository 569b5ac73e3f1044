import { Menu } from '@mantine/core';
import { commands, runCommand } from '../state/commands/commands';
import { IS_MAC, showKeys } from '../state/keys';

/** A command as a line of a menu, with its keys; dimmed while it cannot run, ticked while what it switches is on. */
export function CommandItem({ id }: { readonly id: string }) {
  const command = commands.find((each) => each.id === id);
  if (!command) return null;
  const [keys] = command.keys;
  const shared = {
    disabled: !command.isPossible(),
    rightSection: keys ? <span className="menu-keys">{showKeys(keys, IS_MAC)}</span> : null,
    children: command.title,
  };
  return command.isOn ? (
    <Menu.CheckboxItem {...shared} checked={command.isOn()} onChange={() => runCommand(id)} closeMenuOnClick />
  ) : (
    <Menu.Item {...shared} onClick={() => runCommand(id)} />
  );
}
