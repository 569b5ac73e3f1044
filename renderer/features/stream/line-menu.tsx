import { Menu } from '@mantine/core';
import { IconArrowRight, IconCopy } from '@tabler/icons-react';
import type { StreamExtent, StreamShape } from '../../../preload/contract/stream';
import { PointMenu } from '../../components/point-menu';
import { bridge } from '../../state/bridge';
import { captureId } from '../../state/capture';
import { copyText } from '../../state/copying';
import { goToPacket } from '../../state/navigation';
import { attempt } from '../../state/notices';
import type { LinePlace } from './byte-under';

export interface LineMenuPlace {
  readonly x: number;
  readonly y: number;
  readonly place: LinePlace;
}

interface LineMenuProps {
  readonly menu: LineMenuPlace | null;
  readonly shape: StreamShape;
  readonly extent: StreamExtent;
  readonly onClose: () => void;
}

function copyLines(shape: StreamShape, start: number, end: number, what: string): void {
  attempt(`${what} could not be copied`, async () => {
    copyText(await bridge().stream.text(captureId(), shape, start, end), what);
  });
}

/** What can be done with a line. */
export function LineMenu({ menu, shape, extent, onClose }: LineMenuProps) {
  const place = menu?.place;
  const marked = window.getSelection()?.toString() ?? '';
  return (
    <PointMenu at={menu} onClose={onClose}>
      <Menu.Item
        leftSection={<IconArrowRight size={14} />}
        disabled={!place?.packet}
        onClick={() => place && goToPacket(place.packet)}
      >
        Go to packet {place?.packet || ''}
      </Menu.Item>
      <Menu.Divider />
      {marked !== '' && (
        <Menu.Item leftSection={<IconCopy size={14} />} onClick={() => copyText(marked, 'Marked text')}>
          Copy what is marked
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconCopy size={14} />}
        onClick={() => place && copyLines(shape, place.line, place.line + 1, 'Line')}
      >
        Copy line
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy size={14} />} onClick={() => copyLines(shape, 0, extent.lines, 'Stream')}>
        Copy everything as shown
      </Menu.Item>
    </PointMenu>
  );
}
