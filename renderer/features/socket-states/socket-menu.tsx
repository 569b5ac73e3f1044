import { Menu } from '@mantine/core';
import { IconArrowsLeftRight, IconHash, IconMessages } from '@tabler/icons-react';
import type { SocketRow } from '../../../preload/contract/sockets';
import { FilterItems } from '../../components/filter-items';
import { PointMenu } from '../../components/point-menu';
import { CopyItems } from '../../components/range-table/copy-items';
import type { TableMenuPlace } from '../../components/range-table/range-table';
import type { TableText } from '../../components/range-table/table-csv';
import { endTerm, endText } from '../../format/endpoint';
import { selectConnection } from '../../state/connection';
import { goToPacket } from '../../state/navigation';
import { followStream } from '../../state/stream';
import { openPanel } from '../../state/workspace';

interface SocketMenuProps {
  readonly place: TableMenuPlace<SocketRow> | null;
  readonly text: TableText<SocketRow>;
  readonly selected: readonly SocketRow[];
  readonly onClose: () => void;
}

/** The connection alone; of a socket that listens, all that comes to it. */
const termOf = ({ stream, local }: SocketRow) => (stream === null ? endTerm(local, 'tcp') : `tcp.stream == ${stream}`);

const endsOf = ({ local, remote }: SocketRow) =>
  [local, remote].filter(({ port }) => port > 0).map((end) => ({ title: endText(end), filter: endTerm(end, 'tcp') }));

function Pictures({ stream, packet }: { readonly stream: number; readonly packet: number }) {
  return (
    <>
      <Menu.Item leftSection={<IconMessages size={14} />} onClick={() => followStream({ transport: 'tcp', stream })}>
        Follow it
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowsLeftRight size={14} />}
        onClick={() => {
          selectConnection('tcp', stream, packet);
          openPanel('flow');
        }}
      >
        Flow graph
      </Menu.Item>
    </>
  );
}

/** What can be done with a socket. */
export function SocketMenu({ place, text, selected, onClose }: SocketMenuProps) {
  return (
    <PointMenu at={place} onClose={onClose}>
      {place && (
        <>
          <FilterItems term={termOf(place.row)} conversations={endsOf(place.row)} />
          {place.row.stream !== null && <Pictures stream={place.row.stream} packet={place.row.packet} />}
          <Menu.Item
            leftSection={<IconHash size={14} />}
            rightSection={<span className="menu-keys">Enter</span>}
            onClick={() => goToPacket(place.row.packet)}
          >
            Go to packet {place.row.packet}
          </Menu.Item>
          <CopyItems {...text} value={place.value} rows={selected.includes(place.row) ? selected : [place.row]} />
        </>
      )}
    </PointMenu>
  );
}
