import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { StateName } from '../../../preload/contract/connections';
import type { SocketColumn, SocketRow } from '../../../preload/contract/sockets';
import { RangeTable } from '../../components/range-table/range-table';
import type { TableColumn, TableOrder } from '../../components/range-table/table-column';
import { TableFault } from '../../components/table-fault';
import { formatCount } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import { selectConnection, useConnection } from '../../state/connection';
import { goToPacket } from '../../state/navigation';
import { useSelection } from '../../state/selection';
import { showSocketsAt, socketList, socketRows } from '../../state/socket-list';
import { openPanel } from '../../state/workspace';
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

const endText = ({ address, port }: SocketRow['local']): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

const toneOf = ({ state }: SocketRow): string => {
  if (state === 'ESTABLISHED') return 'tone-good';
  if (state === 'SYN_SENT' || state === 'SYN_RCVD') return 'tone-warn';
  return state === 'TIME_WAIT' || state === 'LISTEN' ? 'tone-dim' : '';
};

const COLUMNS: readonly TableColumn<SocketRow>[] = [
  { id: 'local', title: 'Local address', width: 260, text: ({ local }) => visibleText(endText(local)) },
  {
    id: 'remote',
    title: 'Remote address',
    width: 260,
    text: ({ remote }) => (remote.port === 0 ? '*' : visibleText(endText(remote))),
  },
  { id: 'state', title: 'State', width: 130, text: ({ state }) => state, tone: toneOf },
  {
    id: 'stream',
    title: 'Stream',
    width: 80,
    isRight: true,
    text: ({ stream }) => (stream === null ? '' : String(stream)),
    tone: () => 'tone-dim',
  },
  {
    id: 'packet',
    title: 'Last packet',
    help: "The connection's last packet until then",
    width: 100,
    isRight: true,
    text: ({ packet }) => String(packet),
    tone: () => 'tone-dim',
  },
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
  const [when, setWhen] = useState<'packet' | 'end'>('packet');
  const packet = useSelection((selection) => selection.packet);
  const shown = useConnection();
  const isEmpty = list !== null && list.rows === 0;
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
          onChange={(next) => {
            setWhen(next as typeof when);
            showSocketsAt(next as typeof when);
          }}
        />
        <Counts />
      </div>
      {fault !== null && <TableFault fault={fault} onAgain={() => socketList.refresh()} />}
      {isEmpty && (
        <div className="table-empty" role="status">
          {list.total === 0
            ? 'No socket was open then, as far as the capture tells. Select a later packet, or look at the end.'
            : `No socket was ${request.state} then.`}
          {list.total > 0 && <Button onClick={() => socketList.change({ state: null })}>Show all states</Button>}
        </div>
      )}
      {!isEmpty && fault === null && (
        <RangeTable<SocketRow>
          table="states"
          label="Sockets"
          columns={COLUMNS}
          list={list?.id ?? -1}
          rows={list?.rows ?? 0}
          fetchRows={socketRows}
          idOf={idOf}
          order={request.sort}
          onOrder={order}
          selected={shown.transport === 'tcp' ? `${shown.stream} client` : null}
          {...(when === 'end' && { onChoose: choose })}
          onOpen={({ packet: last }) => goToPacket(last)}
          onMenu={({ row }) => {
            if (row.stream !== null) {
              selectConnection('tcp', row.stream, row.packet);
              openPanel('flow');
            }
          }}
        />
      )}
    </div>
  );
}
