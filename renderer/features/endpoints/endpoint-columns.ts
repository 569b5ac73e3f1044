import type { EndpointRow } from '../../../preload/contract/endpoints';
import type { TableColumn } from '../../components/range-table/table-column';
import { formatCount } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';

const count = (
  id: string,
  title: string,
  help: string,
  countOf: (row: EndpointRow) => number,
  alarm = '',
): TableColumn<EndpointRow> => ({
  id,
  title,
  help,
  width: /^Bytes|Conn/.test(title) ? 122 : 84,
  isRight: true,
  text: (row) => formatCount(countOf(row)),
  plain: (row) => String(countOf(row)),
  tone: (row) => (countOf(row) === 0 ? 'tone-dim' : alarm),
});

const address: TableColumn<EndpointRow> = {
  id: 'address',
  title: 'Address',
  width: 200,
  text: (row) => visibleText(row.address),
};

const port: TableColumn<EndpointRow> = {
  id: 'port',
  title: 'Port',
  width: 72,
  isRight: true,
  text: (row) => String(row.port),
};

const traffic: readonly TableColumn<EndpointRow>[] = [
  count('packets', 'Packets', 'Sent and received', (row) => row.sentPackets + row.receivedPackets),
  count('bytes', 'Bytes', 'Sent and received, as on the wire', (row) => row.sentBytes + row.receivedBytes),
  count('sentPackets', 'Sent', 'Packets sent', (row) => row.sentPackets),
  count('sentBytes', 'Bytes sent', 'As on the wire', (row) => row.sentBytes),
  count('receivedPackets', 'Received', 'Packets received', (row) => row.receivedPackets),
  count('receivedBytes', 'Bytes received', 'As on the wire', (row) => row.receivedBytes),
];

const ofTcp: readonly TableColumn<EndpointRow>[] = [
  count('connections', 'Connections', 'TCP connections that it takes part in', (row) => row.connections),
  count('resets', 'Resets', 'Segments with RST that it sent', (row) => row.resets, 'tone-bad'),
  count('retransmissions', 'Resends', 'Segments that it sent again', (row) => row.retransmissions, 'tone-warn'),
];

export const ENDPOINT_COLUMNS = {
  eth: [address, ...traffic],
  ip: [address, ...traffic, ...ofTcp],
  tcp: [address, port, ...traffic, ...ofTcp],
  udp: [address, port, ...traffic],
} as const;
