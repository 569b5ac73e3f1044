import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { changeSettings, useSettings } from '../../state/settings';
import { arranged } from './column-definitions';
import type { TableColumn } from './table-column';

/** Which columns a table shows. */
export function ColumnMenu<Row>({
  table,
  columns,
}: {
  readonly table: string;
  readonly columns: readonly TableColumn<Row>[];
}) {
  const tables = useSettings((settings) => settings.tables);
  const shown = arranged(columns, tables?.[table]);
  const toggle = (id: string) => {
    const next = shown.map((column) => ({
      id: column.id,
      width: column.width,
      hidden: column.id === id ? !column.isHidden : column.isHidden,
    }));
    changeSettings({ tables: { ...tables, [table]: next } });
  };
  const reset = () => {
    const { [table]: _, ...others } = tables ?? {};
    changeSettings({ tables: others });
  };
  return (
    <Menu position="bottom-end" closeOnItemClick={false} width={230}>
      <Menu.Target>
        <Tooltip label="Columns">
          <ActionIcon size={24} aria-label="Columns of this table">
            <IconColumns3 size={15} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown className="range-table-columns">
        {shown.map(({ id, title, help, isHidden }) => (
          <Menu.CheckboxItem key={id} title={help} checked={!isHidden} onChange={() => toggle(id)}>
            {title}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={reset}>Put all columns back</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
