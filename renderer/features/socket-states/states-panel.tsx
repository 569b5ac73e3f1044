import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { StateName } from '../../../preload/contract/connections';
import type { SocketColumn, SocketRow } from '../../../preload/contract/sockets';
import { ConnectionOffers } from '../../components/connection-offers';
import { ColumnMenu } from '../../components/range-table/column-menu';
import { RangeTable, type TableMenuPlace } from '../../components/range-table/range-table';
import { SaveMenu } from '../../components/range-table/save-menu';
import type { TableOrder } from '../../components/range-table/table-column';
import { saveHeldRows } from '../../components/range-table/table-csv';
import { TableFault } from '../../components/table-fault';
import { formatCount } from '../../format/quantity';
import { selectConnection, useConnection } from '../../state/connection';
import { goToPacket } from '../../state/navigation';
import { useSelection } from '../../state/selection';
import { showSocketsAt, socketList, socketRows, useSocketTime } from '../../state/socket-list';
import { socketColumns } from './socket-columns';
import { SocketMenu } from './socket-menu';
import './socket-states.css';

/** In the order of a connection's life. */
const STATES: readonly StateName[] = [
  'LISTEN',
  'SYN_SENT',
  'SYN_RCVD',
  'PARTIAL',
  'ESTABLISHED',
  'FIN_WAIT_1',
  'FIN_WAIT_2',
  'CLOSE_WAIT',
  'CLOSING',
  'LAST_ACK',
  'TIME_WAIT',
];

const idOf = ({ stream, end, local, packet }: SocketRow) =>
  stream === null ? `listen ${local.address} ${local.port} ${packet}` : `${stream} ${end}`;

const order = (sort: TableOrder | null) =>
  socketList.change({ sort: sort && { column: sort.column as SocketColumn, descending: sort.descending } });

const choose = ({ stream, packet }: SocketRow) => {
  if (stream !== null) selectConnection('tcp', stream, packet);
};

function Counts() {
  const list = socketList.use((shownList) => shownList.list);
  const states = list?.states ?? {};
  const shown = socketList.use(({ request }) => request.state);
  return (
    <fieldset className="state-counts" aria-label="Sockets by state">
      {STATES.filter((state) => states[state] || state === shown).map((state) => (
        <button
          key={state}
          type="button"
          className="state-count"
          aria-pressed={state === shown}
          title={state === shown ? 'Show all states' : `Show only ${state}`}
          onClick={() => socketList.change({ state: state === shown ? null : state })}
        >
          {state} <b>{formatCount(states[state] ?? 0)}</b>
        </button>
      ))}
    </fieldset>
  );
}

/** The sockets of all hosts as netstat would have listed them. */
export function StatesPanel() {
  const { request, list, fault } = socketList.use();
  const { when } = useSocketTime();
  const [menu, setMenu] = useState<TableMenuPlace<SocketRow> | null>(null);
  const [selected, setSelected] = useState<readonly SocketRow[]>([]);
  const packet = useSelection((selection) => selection.packet);
  const shown = useConnection();
  const isEmpty = list !== null && list.rows === 0;
  const knowsKernel = list?.knowsKernel ?? false;
  const text = useMemo(() => ({ table: 'states', columns: socketColumns(knowsKernel) }), [knowsKernel]);
  return (
    <div className="table-panel">
      <div className="table-bar">
        <SegmentedControl
          size="xs"
          aria-label="Time of the socket table"
          data={[
            { value: 'packet', label: packet > 0 ? `At packet ${packet}` : 'At the packet' },
            { value: 'end', label: 'At the end' },
          ]}
          value={when}
          onChange={(next) => showSocketsAt(next as typeof when)}
        />
        <Counts />
        <span className="table-bar-rest" />
        <SaveMenu
          isEmpty={!list?.rows}
          onCsv={() => list && saveHeldRows('states', text, { list: list.id, rows: list.rows, fetchRows: socketRows })}
        />
        <ColumnMenu {...text} />
      </div>
      {fault !== null && <TableFault fault={fault} onAgain={() => socketList.refresh()} />}
      {isEmpty && (
        <div className="table-empty" role="status">
          {list.total > 0 && `No socket was ${request.state} then.`}
          {list.total > 0 && <Button onClick={() => socketList.change({ state: null })}>Show all states</Button>}
          {list.total === 0 && (
            <ConnectionOffers
              says={`No socket ${when === 'end' ? 'is open at the end' : 'was open at that packet'}, as far as the capture tells.`}
              does="Go to"
            >
              {when === 'packet' && (
                <Button onClick={() => showSocketsAt('end')}>Look at the end of the capture</Button>
              )}
            </ConnectionOffers>
          )}
        </div>
      )}
      {!isEmpty && fault === null && (
        <RangeTable<SocketRow>
          {...text}
          label="Sockets"
          list={list?.id ?? -1}
          rows={list?.rows ?? 0}
          fetchRows={socketRows}
          idOf={idOf}
          order={request.sort}
          onOrder={order}
          selected={shown.transport === 'tcp' ? `${shown.stream} client` : null}
          {...(when === 'end' && { onChoose: choose })}
          onOpen={({ packet: last }) => goToPacket(last)}
          onMenu={setMenu}
          onSelect={setSelected}
        />
      )}
      <SocketMenu place={menu} text={text} selected={selected} onClose={() => setMenu(null)} />
    </div>
  );
}
