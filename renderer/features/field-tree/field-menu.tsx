import { Menu } from '@mantine/core';
import { IconArrowRight, IconColumnInsertRight, IconCopy } from '@tabler/icons-react';
import type { DetailNode } from '../../../preload/contract/packets';
import { ColorItems } from '../../components/color-items';
import { FilterItems } from '../../components/filter-items';
import { PointMenu } from '../../components/point-menu';
import { cArray, escapedString, hexDump, hexStream } from '../../format/bytes';
import { visibleText } from '../../format/visible-text';
import { withFieldColumn } from '../../state/columns';
import { copyText } from '../../state/copying';
import { conversationTerms } from '../../state/filter-terms';
import { goToPacket } from '../../state/navigation';
import { tell } from '../../state/notices';
import { useSelection } from '../../state/selection';
import { changeSettings, useSettings } from '../../state/settings';

export interface FieldMenuPlace {
  readonly x: number;
  readonly y: number;
  readonly node: DetailNode;
}

function bytesOf(node: DetailNode): Uint8Array {
  const source = useSelection.getState().detail?.sources[node.source];
  return source ? source.bytes.subarray(node.start, node.start + node.length) : new Uint8Array();
}

function applyAsColumn(name: string): void {
  changeSettings({ columns: withFieldColumn(useSettings.getState().columns, name) });
  tell(`Column ${name} added`);
}

const arrayName = (node: DetailNode) => (node.name || 'bytes').replace(/[^a-zA-Z0-9]+/g, '_');

/** What can be done with a field: copied in many shapes, made a column, followed. */
export function FieldMenu({ place, onClose }: { readonly place: FieldMenuPlace | null; readonly onClose: () => void }) {
  const node = place?.node;
  const copy = (title: string, isPossible: boolean, text: (node: DetailNode) => string) => (
    <Menu.Item
      key={title}
      leftSection={<IconCopy size={14} />}
      disabled={!isPossible}
      onClick={() => node && copyText(text(node), title)}
    >
      Copy {title === 'C array' ? title : title.charAt(0).toLowerCase() + title.slice(1)}
    </Menu.Item>
  );
  const hasBytes = (node?.length ?? 0) > 0;
  const detail = useSelection((selection) => selection.detail);
  const conversations = node && detail ? conversationTerms(detail) : [];
  return (
    <PointMenu at={place} onClose={onClose}>
      <FilterItems term={node?.filter ?? ''} conversations={conversations} />
      <ColorItems term={node?.filter ?? ''} conversations={conversations} />
      <Menu.Divider />
      {node && node.frame > 0 && (
        <Menu.Item leftSection={<IconArrowRight size={14} />} onClick={() => goToPacket(node.frame)}>
          Go to packet {node.frame}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconColumnInsertRight size={14} />}
        disabled={!node?.name}
        onClick={() => node && applyAsColumn(node.name)}
      >
        Apply as column
      </Menu.Item>
      <Menu.Divider />
      {copy('Value', Boolean(node?.value), ({ value }) => value)}
      {copy('Field == value', Boolean(node?.filter), ({ filter }) => filter)}
      {copy('Line as text', Boolean(node), ({ text }) => visibleText(text))}
      {copy('Field name', Boolean(node?.name), ({ name }) => name)}
      <Menu.Divider />
      {copy('Hex stream', hasBytes, (field) => hexStream(bytesOf(field)))}
      {copy('Hex dump', hasBytes, (field) => hexDump(bytesOf(field), field.start))}
      {copy('Escaped string', hasBytes, (field) => escapedString(bytesOf(field)))}
      {copy('C array', hasBytes, (field) => cArray(bytesOf(field), arrayName(field)))}
    </PointMenu>
  );
}
