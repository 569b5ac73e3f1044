import { ActionIcon, Button, Checkbox, Group, Modal, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { type ColumnSetting, defaultColumns } from '../../../preload/contract/settings';
import { columnTitle, fieldOfColumn, withColumnMoved, withFieldColumn } from '../../state/columns';
import { closeDialog, useDialog } from '../../state/dialogs';
import { changeSettings, useSettings } from '../../state/settings';
import { FieldPicker } from './field-picker';
import './columns-dialog.css';

const store = (columns: readonly ColumnSetting[]) => changeSettings({ columns });

function ColumnLine({ setting, isFirst, isLast }: { setting: ColumnSetting; isFirst: boolean; isLast: boolean }) {
  const { columns } = useSettings.getState();
  const title = columnTitle(setting);
  const field = fieldOfColumn(setting.id);
  const change = (changes: Partial<ColumnSetting>) =>
    store(columns.map((each) => (each.id === setting.id ? { ...each, ...changes } : each)));
  return (
    <li className="column-line">
      <Checkbox
        aria-label={`Show ${title}`}
        checked={!setting.hidden}
        onChange={(event) => change({ hidden: !event.currentTarget.checked })}
      />
      <TextInput
        aria-label={`Heading of ${title}`}
        value={setting.title}
        placeholder={columnTitle({ ...setting, title: '' })}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <span className="column-field">{field ?? ''}</span>
      <ActionIcon
        aria-label={`Move ${title} to the left`}
        disabled={isFirst}
        onClick={() => store(withColumnMoved(columns, setting.id, -1))}
      >
        <IconArrowUp size={14} />
      </ActionIcon>
      <ActionIcon
        aria-label={`Move ${title} to the right`}
        disabled={isLast}
        onClick={() => store(withColumnMoved(columns, setting.id, 1))}
      >
        <IconArrowDown size={14} />
      </ActionIcon>
      <ActionIcon
        aria-label={`Remove ${title}`}
        disabled={field === null}
        onClick={() => store(columns.filter((each) => each.id !== setting.id))}
      >
        <IconTrash size={14} />
      </ActionIcon>
    </li>
  );
}

function Content() {
  const columns = useSettings((settings) => settings.columns);
  return (
    <>
      <FieldPicker onPick={(name) => store(withFieldColumn(useSettings.getState().columns, name))} />
      <ul className="column-lines">
        {columns.map((setting, index) => (
          <ColumnLine key={setting.id} setting={setting} isFirst={index === 0} isLast={index === columns.length - 1} />
        ))}
      </ul>
      <Group justify="space-between" mt="md">
        <Button variant="subtle" color="gray" onClick={() => store(defaultColumns)}>
          Default columns
        </Button>
        <Button variant="filled" onClick={() => closeDialog('columns')}>
          Done
        </Button>
      </Group>
    </>
  );
}

/** Which columns there are, in which order, under which headings. Changes show at once. */
export function ColumnsDialog() {
  const dialog = useDialog('columns');
  return (
    <Modal opened={dialog !== null} onClose={() => closeDialog('columns')} title="Columns" size="lg">
      {dialog && <Content />}
    </Modal>
  );
}
