import { Kbd, Modal } from '@mantine/core';
import { commands } from '../../state/commands/commands';
import { closeDialog, useDialog } from '../../state/dialogs';
import { IS_MAC, showKeys } from '../../state/keys';
import './shortcuts-dialog.css';

/** Keys that belong to a panel and are no commands. */
const IN_PANELS: readonly (readonly [string, string])[] = [
  ['ArrowUp', 'Previous line, in the list, the tree, the bytes'],
  ['ArrowDown', 'Next line'],
  ['ArrowRight', 'Open a field, or go into it'],
  ['ArrowLeft', 'Close a field, or go to the one around it'],
  ['*', 'Open all fields beside this one'],
  ['Mod+C', 'Copy the cell'],
];

/** Every key there is, by what it is for. */
export function ShortcutsDialog() {
  const dialog = useDialog('shortcuts');
  const groups = [...new Set(commands.map(({ group }) => group))];
  return (
    <Modal opened={dialog !== null} onClose={() => closeDialog('shortcuts')} title="Keyboard shortcuts" size="xl">
      <div className="shortcuts">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group && command.keys.length > 0 && !command.isUnlisted)
                .map((command) => (
                  <div key={command.id}>
                    <dt>{command.title}</dt>
                    <dd>
                      {command.keys.map((keys) => (
                        <Kbd key={keys} size="xs">
                          {showKeys(keys, IS_MAC)}
                        </Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>In panels</h3>
          <dl>
            {IN_PANELS.map(([keys, title]) => (
              <div key={keys}>
                <dt>{title}</dt>
                <dd>
                  <Kbd size="xs">{showKeys(keys, IS_MAC)}</Kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Modal>
  );
}
