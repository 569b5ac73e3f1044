import { Menu } from '@mantine/core';
import { IconCopy, IconFold, IconTopologyStar } from '@tabler/icons-react';
import { memo } from 'react';
import type { FlowLine, FlowPlace } from '../../../preload/contract/flow';
import { CommandItem } from '../../components/command-item';
import { FilterItems } from '../../components/filter-items';
import { PointMenu } from '../../components/point-menu';
import { copyText } from '../../state/copying';
import { conversationTerms } from '../../state/filter-terms';
import { useSelection } from '../../state/selection';
import { spokenLabel } from './line-label';

export interface FlowMenuPlace {
  readonly x: number;
  readonly y: number;
  readonly place: FlowPlace;
  readonly line?: FlowLine;
}

interface FlowMenuProps {
  readonly place: FlowMenuPlace | null;
  readonly names: readonly string[];
  readonly onClose: () => void;
  readonly onToggle: (line: Pick<FlowLine, 'kind' | 'packet'>) => void;
  readonly onHost: (address: string) => void;
}

/** A filter for the packets of a line. */
function termOf(place: FlowMenuPlace | null): string {
  const { line } = place ?? {};
  if (!place || place.place.packet === 0) return '';
  if (line?.kind === 'run') return `frame.number >= ${line.packet} and frame.number <= ${line.last}`;
  return `frame.number == ${place.place.packet}`;
}

/** What can be done with the packets of a line. */
export const FlowMenu = memo(function FlowMenu({ place, names, onClose, onToggle, onHost }: FlowMenuProps) {
  const detail = useSelection((selection) => selection.detail);
  const own = place && detail?.number === place.place.packet ? detail : null;
  const { line } = place ?? {};
  const isRun = place?.place.kind === 'run';
  return (
    <PointMenu at={place} onClose={onClose}>
      <FilterItems term={termOf(place)} conversations={own ? conversationTerms(own) : []} />
      {isRun && place && (
        <Menu.Item leftSection={<IconFold size={14} />} onClick={() => onToggle(place.place)}>
          Show every packet of it
        </Menu.Item>
      )}
      {own && (
        <>
          <Menu.Item leftSection={<IconTopologyStar size={14} />} onClick={() => onHost(own.row.source)}>
            Draw all packets of {own.row.source}
          </Menu.Item>
          <Menu.Item leftSection={<IconTopologyStar size={14} />} onClick={() => onHost(own.row.destination)}>
            Draw all packets of {own.row.destination}
          </Menu.Item>
          <Menu.Divider />
        </>
      )}
      <CommandItem id="mark" />
      <CommandItem id="comment" />
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconCopy size={14} />}
        disabled={!line}
        onClick={() => line && copyText(spokenLabel(line, names), 'Line')}
      >
        Copy line
      </Menu.Item>
      <CommandItem id="edit.copy-text" />
    </PointMenu>
  );
});
