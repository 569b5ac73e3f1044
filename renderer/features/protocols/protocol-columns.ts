import type { ProtocolHierarchy } from '../../../preload/contract/protocols';
import type { TableColumn } from '../../components/range-table/table-column';
import { formatCount, formatShare } from '../../format/quantity';
import type { ProtocolLine } from './protocol-rows';

type Column = Omit<TableColumn<ProtocolLine>, 'width'>;

const count = (id: string, title: string, help: string, countOf: (line: ProtocolLine) => number): Column => ({
  id,
  title,
  help,
  text: (line) => formatCount(countOf(line)),
  plain: (line) => String(countOf(line)),
});

/** The columns, of which the first two are drawn. */
export const protocolColumns = (whole: Pick<ProtocolHierarchy, 'packets' | 'bytes'>): readonly Column[] => [
  { id: 'protocol', title: 'Protocol', text: ({ node }) => node.short, plain: ({ path }) => path },
  { id: 'share', title: 'Share of packets', text: ({ node }) => formatShare(node.packets, whole.packets) },
  count('packets', 'Packets', 'Packets that have it at this place', ({ node }) => node.packets),
  count('bytes', 'Bytes', 'Of those packets, whole, as on the wire', ({ node }) => node.bytes),
  { id: 'byteShare', title: 'Share of bytes', text: ({ node }) => formatShare(node.bytes, whole.bytes) },
  count('ends', 'Ends', 'Packets in which it is the last protocol', ({ node }) => node.endPackets),
  count('endBytes', 'Bytes of those', 'Of packets in which it is the last protocol', ({ node }) => node.endBytes),
];
