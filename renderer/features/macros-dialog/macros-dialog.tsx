import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import { ListTools } from '../../components/list-tools';
import { NamedLine } from '../../components/named-lines';
import { OrderedList } from '../../components/ordered-list';
import { tellWithUndo } from '../../components/undo-notice';
import { closeDialog, useDialog } from '../../state/dialogs';
import { useDraftList } from '../../state/draft-list';
import { callOf, nameFault, STANDARD_MACROS } from '../../state/macro-names';
import { changeSettings, useSettings } from '../../state/settings';
import './macros-dialog.css';

function freeName(names: readonly string[]): string {
  for (let number = 1; ; number += 1) if (!names.includes(`macro_${number}`)) return `macro_${number}`;
}

function Content() {
  const stored = useRef(useSettings.getState().macros);
  const list = useDraftList(stored.current, (macros) => changeSettings({ macros }));
  const names = list.kept.map(({ item }) => item.name);
  const name = useRef<HTMLInputElement>(null);
  const add = () => {
    list.insert(list.kept.length, [{ name: freeName(names), text: '' }]);
    requestAnimationFrame(() => name.current?.select());
  };
  const remove = (at: number) => tellWithUndo(`Macro ${list.kept[at]?.item.name} deleted`, list.remove(at));
  const chosen = list.kept[list.at]?.item;
  return (
    <Stack gap={8}>
      <div className="named-list">
        <OrderedList
          label="Macros"
          at={list.at}
          lines={list.kept.map(({ key, item }) => ({
            key,
            name: item.name,
            content: <NamedLine name={callOf(item)} text={item.text} />,
          }))}
          onSelect={list.select}
          onMove={list.move}
          onRemove={remove}
          empty="None of your own yet. A macro is a piece of a filter with a name, and places for what changes."
        />
      </div>
      <Group gap={4}>
        <Button data-autofocus={list.kept.length === 0 || undefined} leftSection={<IconPlus size={14} />} onClick={add}>
          New macro
        </Button>
        <ListTools list={list} onRemove={remove} />
      </Group>
      {chosen && (
        <>
          <TextInput
            ref={name}
            label="Name"
            value={chosen.name}
            onChange={(event) => list.change({ name: event.currentTarget.value })}
            error={nameFault(
              chosen.name,
              names.filter((_, at) => at !== list.at),
            )}
            styles={{ input: { fontFamily: 'var(--mono)' } }}
          />
          <Textarea
            label="Stands for"
            description="$1 to $9 are the arguments, in their order"
            placeholder="ip.addr == $1 and tcp.port == $2"
            autosize
            minRows={2}
            maxRows={8}
            value={chosen.text}
            onChange={(event) => list.change({ text: event.currentTarget.value })}
            styles={{ input: { fontFamily: 'var(--mono)' } }}
            spellCheck={false}
          />
          <div className="dim">
            In a filter: <code className="macro-call">{callOf(chosen)}</code>
          </div>
        </>
      )}
      <div className="macro-standard">
        Always there:
        {STANDARD_MACROS.map(({ call, help }) => (
          <div key={call}>
            <code className="macro-call">{call}</code> {help}
          </div>
        ))}
      </div>
      <Group justify="flex-end" mt={8}>
        <Button variant="filled" onClick={() => closeDialog('macros')}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}

/** Pieces of filters under names, for the filter bar, coloring rules and the command line. Changes hold at once. */
export function MacrosDialog() {
  const dialog = useDialog('macros');
  return (
    <Modal opened={dialog !== null} onClose={() => closeDialog('macros')} title="Filter macros" size="lg">
      {dialog && <Content />}
    </Modal>
  );
}
