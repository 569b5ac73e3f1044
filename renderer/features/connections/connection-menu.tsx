import { Menu } from '@mantine/core';
import {
  IconArrowBarToRight,
  IconArrowsDiff,
  IconArrowsLeftRight,
  IconChartLine,
  IconHash,
  IconMessages,
} from '@tabler/icons-react';
import type { ConnectionRow, ConversationKind } from '../../../preload/contract/connections';
import { FilterItems } from '../../components/filter-items';
import { PointMenu } from '../../components/point-menu';
import { CopyItems } from '../../components/range-table/copy-items';
import type { TableMenuPlace } from '../../components/range-table/range-table';
import type { TableColumn } from '../../components/range-table/table-column';
import { compareConnections, compareWith } from '../../state/comparison';
import { goToPacket } from '../../state/navigation';
import { followStream } from '../../state/stream';
import { openPanel } from '../../state/workspace';
import { addressTerms, rowTerm } from './connection-filters';

interface ConnectionMenuProps {
  readonly place: TableMenuPlace<ConnectionRow> | null;
  readonly kind: ConversationKind;
  readonly columns: readonly TableColumn<ConnectionRow>[];
  /** The selected rows, the one under the pointer among them. */
  readonly selected: readonly ConnectionRow[];
  readonly onClose: () => void;
}

function Pictures({ row, kind }: { readonly row: ConnectionRow; readonly kind: 'tcp' | 'udp' }) {
  const { stream } = row;
  return (
    <>
      <Menu.Item
        leftSection={<IconMessages size={14} />}
        rightSection={<span className="menu-keys">Enter</span>}
        onClick={() => followStream({ transport: kind, stream })}
      >
        Follow it
      </Menu.Item>
      {kind === 'tcp' && (
        <>
          <Menu.Item leftSection={<IconArrowsLeftRight size={14} />} onClick={() => openPanel('flow')}>
            Flow graph
          </Menu.Item>
          <Menu.Item leftSection={<IconChartLine size={14} />} onClick={() => openPanel('graphs')}>
            Graphs
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowBarToRight size={14} />}
            onClick={() => openPanel('flow', { key: String(stream), title: `Flow ${stream}`, params: { stream } })}
          >
            Open in a panel of its own
          </Menu.Item>
        </>
      )}
    </>
  );
}

function Compare({ row, selected }: { readonly row: ConnectionRow; readonly selected: readonly ConnectionRow[] }) {
  const [one, other] = selected;
  const icon = <IconArrowsDiff size={14} />;
  if (selected.length === 2 && one && other) {
    return (
      <Menu.Item leftSection={icon} onClick={() => compareConnections(one.stream, other.stream)}>
        Compare {one.stream} with {other.stream}
      </Menu.Item>
    );
  }
  return (
    <Menu.Item leftSection={icon} onClick={() => compareWith(row.stream)}>
      Compare with…
    </Menu.Item>
  );
}

/** What can be done with a conversation. */
export function ConnectionMenu({ place, kind, columns, selected, onClose }: ConnectionMenuProps) {
  return (
    <PointMenu at={place} onClose={onClose}>
      {place && (
        <>
          <FilterItems term={rowTerm(place.row, kind)} conversations={addressTerms(place.row, kind)} />
          {kind !== 'ip' && <Pictures row={place.row} kind={kind} />}
          {kind === 'tcp' && <Compare row={place.row} selected={selected} />}
          <Menu.Item leftSection={<IconHash size={14} />} onClick={() => goToPacket(place.row.firstPacket)}>
            Go to its first packet
          </Menu.Item>
          <CopyItems table={`connections-${kind}`} columns={columns} value={place.value} rows={selected} />
        </>
      )}
    </PointMenu>
  );
}
