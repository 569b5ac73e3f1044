import { Kbd, Modal } from '@mantine/core';
import { groups } from '../../state/commands/command';
import { commands } from '../../state/commands/commands';
import { closeDialog, useDialog } from '../../state/dialogs';
import { IS_MAC, showKeys } from '../../state/keys';
import './shortcuts-dialog.css';

/** Keys that belong to a panel and are no commands. */
const inPanels: readonly { readonly panel: string; readonly lines: readonly (readonly [string, ...string[]])[] }[] = [
  {
    panel: 'Lists, fields and bytes',
    lines: [
      ['Previous or next line', 'ArrowUp', 'ArrowDown'],
      ['Open a field, or go into it', 'ArrowRight'],
      ['Close a field, or go to the one around it', 'ArrowLeft'],
      ['Open all fields beside this one', '*'],
      ['Copy the cell', 'Mod+C'],
      ['Menu of what is selected', 'Shift+F10'],
    ],
  },
  {
    panel: 'Flow graph and stream',
    lines: [
      ['Previous or next line', 'ArrowUp', 'ArrowDown'],
      ['Previous or next problem', 'P', 'N'],
      ['Open a run of bulk data; go to the packet', 'Enter'],
      ['Further apart, closer', 'Plus', '-'],
    ],
  },
  {
    panel: 'Graphs and timeline',
    lines: [
      ['Move what is shown', 'ArrowLeft', 'ArrowRight'],
      ['Closer, further, all of it', 'Plus', '-', '0'],
      ['Previous or next point', ',', '.'],
      ['Go to the packet of the point', 'Enter'],
      ['Mark a stretch of the timeline', 'Shift+ArrowRight'],
    ],
  },
];

function ShortcutLine({ title, keys }: { readonly title: string; readonly keys: readonly string[] }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {keys.map((each) => (
          <Kbd key={each} size="xs">
            {showKeys(each, IS_MAC)}
          </Kbd>
        ))}
      </dd>
    </div>
  );
}

/** Every key there is, by what it is for. */
export function ShortcutsDialog() {
  const dialog = useDialog('shortcuts');
  return (
    <Modal opened={dialog !== null} onClose={() => closeDialog('shortcuts')} title="Keyboard shortcuts" size="xl">
      <div className="shortcuts">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group && command.keys.length > 0 && !command.isUnlisted)
                .map(({ id, title, keys }) => (
                  <ShortcutLine key={id} title={title} keys={keys} />
                ))}
            </dl>
          </section>
        ))}
        {inPanels.map(({ panel, lines }) => (
          <section key={panel}>
            <h3>{panel}</h3>
            <dl>
              {lines.map(([title, ...keys]) => (
                <ShortcutLine key={title} title={title} keys={keys} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
