import { Button } from '@mantine/core';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ConnectionColumn, ConnectionRow, ConversationKind } from '../../../preload/contract/connections';
import { RangeTable, type TableMenuPlace } from '../../components/range-table/range-table';
import type { TableOrder } from '../../components/range-table/table-column';
import { TableFault } from '../../components/table-fault';
import { cancelComparison, compareConnections, useComparison } from '../../state/comparison';
import { selectConnection, useConnection } from '../../state/connection';
import { connectionList, connectionPosition, connectionRows, showKind } from '../../state/connection-list';
import { goToPacket } from '../../state/navigation';
import { followStream } from '../../state/stream';
import { connectionColumns } from './connection-columns';
import { ConnectionMenu } from './connection-menu';
import { ConnectionsBar } from './connections-bar';
import './connections.css';

const KINDS: readonly { readonly value: ConversationKind; readonly label: string }[] = [
  { value: 'tcp', label: 'TCP' },
  { value: 'udp', label: 'UDP' },
  { value: 'ip', label: 'IP' },
];

const NAMES: Readonly<Record<ConversationKind, string>> = {
  tcp: 'TCP connections',
  udp: 'UDP conversations',
  ip: 'Pairs of IP addresses',
};

function Empty({
  kind,
  total,
  text,
}: {
  readonly kind: ConversationKind;
  readonly total: number;
  readonly text: string;
}) {
  if (total > 0) {
    return (
      <div className="table-empty" role="status">
        <div>
          None of {total} has <code>{text}</code> in its addresses, ports, processes or states.
        </div>
        <Button onClick={() => connectionList.change({ text: '' })}>Show all</Button>
      </div>
    );
  }
  const other = kind === 'tcp' ? 'udp' : kind === 'udp' ? 'ip' : 'tcp';
  return (
    <div className="table-empty" role="status">
      <div>This capture holds no {NAMES[kind].replace(/^Pairs/, 'pairs')}.</div>
      <Button onClick={() => showKind(other)}>Look at {NAMES[other].replace(/^Pairs/, 'pairs')}</Button>
    </div>
  );
}

/** Who is waited for, when a connection was chosen to be compared with another one. */
function ComparisonNotice() {
  const first = useComparison((comparison) => comparison.first);
  if (first === null) return null;
  return (
    <div className="connections-comparison" role="status">
      Choose the connection to compare with {first}: click it, or go to it and press Enter.
      <Button size="compact-xs" onClick={cancelComparison}>
        Cancel
      </Button>
    </div>
  );
}

const idOf = ({ stream }: ConnectionRow) => String(stream);

/** Every conversation of the capture, with what became of it. */
export function ConnectionsPanel() {
  const { request, list, fault } = connectionList.use();
  const [menu, setMenu] = useState<TableMenuPlace<ConnectionRow> | null>(null);
  const [selected, setSelected] = useState<readonly ConnectionRow[]>([]);
  const shown = useConnection();
  const kind = list?.kind ?? request.kind;

  useEffect(() => cancelComparison, []);

  const choose = useCallback(
    (row: ConnectionRow) => {
      if (kind !== 'ip') selectConnection(kind, row.stream, row.firstPacket);
    },
    [kind],
  );
  const open = useCallback(
    (row: ConnectionRow) => {
      const { first } = useComparison.getState();
      if (first !== null && kind === 'tcp' && first !== row.stream) compareConnections(first, row.stream);
      else if (kind === 'ip') goToPacket(row.firstPacket);
      else followStream({ transport: kind, stream: row.stream });
    },
    [kind],
  );
  const click = useCallback(
    (row: ConnectionRow) => {
      const { first } = useComparison.getState();
      if (first !== null && kind === 'tcp' && first !== row.stream) compareConnections(first, row.stream);
    },
    [kind],
  );
  const order = useCallback(
    (sort: TableOrder | null) =>
      connectionList.change({ sort: sort && { column: sort.column as ConnectionColumn, descending: sort.descending } }),
    [],
  );
  const isEmpty = list !== null && list.rows === 0;
  const knowsKernel = list?.knowsKernel ?? false;
  const columns = useMemo(() => connectionColumns(kind, knowsKernel), [kind, knowsKernel]);
  return (
    <div className="table-panel">
      <ConnectionsBar kinds={KINDS} columns={columns} />
      <ComparisonNotice />
      {fault !== null && <TableFault fault={fault} onAgain={() => connectionList.refresh()} />}
      {isEmpty && <Empty kind={kind} total={list.total} text={request.text} />}
      {!isEmpty && fault === null && (
        <RangeTable<ConnectionRow>
          key={kind}
          table={`connections-${kind}`}
          label={NAMES[kind]}
          columns={columns}
          list={list?.id ?? -1}
          rows={list?.rows ?? 0}
          fetchRows={connectionRows}
          idOf={idOf}
          order={request.sort}
          onOrder={order}
          selected={shown.transport === kind ? String(shown.stream) : null}
          positionOf={connectionPosition}
          onChoose={choose}
          onOpen={open}
          onMenu={setMenu}
          onClick={click}
          onSelect={setSelected}
        />
      )}
      <ConnectionMenu
        place={menu}
        kind={kind}
        columns={columns}
        selected={menu && !selected.some(({ stream }) => stream === menu.row.stream) ? [menu.row] : selected}
        onClose={() => setMenu(null)}
      />
    </div>
  );
}
