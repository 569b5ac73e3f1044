import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { EndpointColumn, EndpointKind, EndpointRow } from '../../../preload/contract/endpoints';
import { FilterItems } from '../../components/filter-items';
import { PointMenu } from '../../components/point-menu';
import { ColumnMenu } from '../../components/range-table/column-menu';
import { CopyItems } from '../../components/range-table/copy-items';
import { RangeTable, type TableMenuPlace } from '../../components/range-table/range-table';
import { SaveMenu } from '../../components/range-table/save-menu';
import type { TableOrder } from '../../components/range-table/table-column';
import { saveHeldRows } from '../../components/range-table/table-csv';
import { TableSearch } from '../../components/range-table/table-search';
import { TableFault } from '../../components/table-fault';
import { endTerm, endText } from '../../format/endpoint';
import { formatCount } from '../../format/quantity';
import { connectionList } from '../../state/connection-list';
import { endpointList, endpointRows } from '../../state/endpoint-list';
import { takeTerm } from '../../state/filter';
import { openPanel } from '../../state/workspace';
import { ENDPOINT_COLUMNS } from './endpoint-columns';

const KINDS: readonly { readonly value: EndpointKind; readonly label: string }[] = [
  { value: 'eth', label: 'Ethernet' },
  { value: 'ip', label: 'Hosts' },
  { value: 'tcp', label: 'TCP ports' },
  { value: 'udp', label: 'UDP ports' },
];

const idOf = ({ address, port }: EndpointRow) => `${address} ${port}`;

const termOf = (row: EndpointRow, kind: EndpointKind): string =>
  kind === 'eth' ? `eth.addr == ${row.address}` : endTerm(row, kind === 'udp' ? 'udp' : 'tcp');

/** Lists the connections of an endpoint. */
function showConnections(row: EndpointRow, kind: EndpointKind): void {
  connectionList.change({ kind: kind === 'udp' ? 'udp' : 'tcp', text: endText(row) });
  openPanel('connections');
}

const search = (text: string) => endpointList.change({ text });
const order = (sort: TableOrder | null) =>
  endpointList.change({ sort: sort && { column: sort.column as EndpointColumn, descending: sort.descending } });

/** Who sends and receives. */
export function EndpointsPanel() {
  const { request, list, fault } = endpointList.use();
  const [menu, setMenu] = useState<TableMenuPlace<EndpointRow> | null>(null);
  const [selected, setSelected] = useState<readonly EndpointRow[]>([]);
  const kind = list?.kind ?? request.kind;
  const open = useCallback((row: EndpointRow) => takeTerm(termOf(row, kind), 'selected', true), [kind]);
  const text = { table: `endpoints-${kind}`, columns: ENDPOINT_COLUMNS[kind] };
  const isEmpty = list !== null && list.rows === 0;
  return (
    <div className="table-panel">
      <div className="table-bar">
        <SegmentedControl
          size="xs"
          aria-label="Kind of endpoint"
          data={[...KINDS]}
          value={request.kind}
          onChange={(next) => endpointList.change({ kind: next as EndpointKind })}
        />
        <TableSearch
          label="Find endpoints"
          placeholder="Find by address or port"
          applied={request.text}
          onSearch={search}
        />
        <span className="table-bar-count" aria-live="polite">
          {list &&
            (list.rows === list.total
              ? formatCount(list.total)
              : `${formatCount(list.rows)} of ${formatCount(list.total)}`)}
        </span>
        <span className="table-bar-rest" />
        <SaveMenu
          isEmpty={!list?.rows}
          onCsv={() =>
            list && saveHeldRows('endpoints', text, { list: list.id, rows: list.rows, fetchRows: endpointRows })
          }
        />
        <ColumnMenu table={`endpoints-${request.kind}`} columns={ENDPOINT_COLUMNS[request.kind]} />
      </div>
      {fault !== null && <TableFault fault={fault} onAgain={() => endpointList.refresh()} />}
      {isEmpty && (
        <div className="table-empty" role="status">
          {list.total > 0 ? 'No endpoint is found by that.' : 'No packet of this capture has such an endpoint.'}
          {list.total > 0 && <Button onClick={() => search('')}>Show all</Button>}
        </div>
      )}
      {!isEmpty && fault === null && (
        <RangeTable<EndpointRow>
          key={kind}
          table={`endpoints-${kind}`}
          label="Endpoints"
          columns={ENDPOINT_COLUMNS[kind]}
          list={list?.id ?? -1}
          rows={list?.rows ?? 0}
          fetchRows={endpointRows}
          idOf={idOf}
          order={request.sort}
          onOrder={order}
          selected={null}
          onOpen={open}
          onMenu={setMenu}
          onSelect={setSelected}
        />
      )}
      <PointMenu at={menu} onClose={() => setMenu(null)}>
        {menu && (
          <>
            <FilterItems term={termOf(menu.row, kind)} conversations={[]} />
            {kind !== 'eth' && (
              <Menu.Item leftSection={<IconArrowsExchange size={14} />} onClick={() => showConnections(menu.row, kind)}>
                List its connections
              </Menu.Item>
            )}
            <CopyItems {...text} value={menu.value} rows={selected.includes(menu.row) ? selected : [menu.row]} />
          </>
        )}
      </PointMenu>
    </div>
  );
}
