import { Menu } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { copyText } from '../../state/copying';
import { copyTableRows, type TableText } from './table-csv';

interface CopyItemsProps<Row> extends TableText<Row> {
  /** What the cell under the pointer shows. */
  readonly value: string;
  readonly rows: readonly Row[];
}

/** Entries of a row's menu that copy the cell and the selected rows. */
export function CopyItems<Row>({ value, rows, ...table }: CopyItemsProps<Row>) {
  const icon = <IconCopy size={14} />;
  return (
    <>
      <Menu.Divider />
      <Menu.Item leftSection={icon} disabled={value === ''} onClick={() => copyText(value, 'Value')}>
        Copy value
      </Menu.Item>
      <Menu.Item leftSection={icon} onClick={() => copyTableRows(table, rows)}>
        Copy {rows.length > 1 ? `${rows.length} rows` : 'row'} as CSV
      </Menu.Item>
    </>
  );
}
