import { SegmentedControl } from '@mantine/core';
import type { ConnectionRow, ConversationKind } from '../../../preload/contract/connections';
import { ColumnMenu } from '../../components/range-table/column-menu';
import { SaveMenu } from '../../components/range-table/save-menu';
import type { TableColumn } from '../../components/range-table/table-column';
import { TableSearch } from '../../components/range-table/table-search';
import { formatCount } from '../../format/quantity';
import { connectionList, exportConnections, showKind } from '../../state/connection-list';

const search = (text: string) => connectionList.change({ text });

interface ConnectionsBarProps {
  readonly kinds: readonly { readonly value: ConversationKind; readonly label: string }[];
  readonly columns: readonly TableColumn<ConnectionRow>[];
}

/** Which conversations are listed, and what is done with the list. */
export function ConnectionsBar({ kinds, columns }: ConnectionsBarProps) {
  const { request, list, isWorking } = connectionList.use();
  const count = !list
    ? ''
    : list.rows === list.total
      ? formatCount(list.total)
      : `${formatCount(list.rows)} of ${formatCount(list.total)}`;
  return (
    <div className="table-bar">
      <SegmentedControl
        size="xs"
        aria-label="Kind of conversation"
        data={[...kinds]}
        value={request.kind}
        onChange={(kind) => showKind(kind as ConversationKind)}
      />
      <TableSearch
        label="Find connections"
        placeholder="Find address, port, process, state, #17"
        applied={request.text}
        onSearch={search}
      />
      <span className="table-bar-count" aria-live="polite">
        {count}
        {isWorking && list === null && 'Counting…'}
      </span>
      <span className="table-bar-rest" />
      <SaveMenu isEmpty={!list?.rows} onCsv={() => exportConnections('csv')} onJson={() => exportConnections('json')} />
      <ColumnMenu table={`connections-${request.kind}`} columns={columns} />
    </div>
  );
}
