import { ActionIcon, Tooltip } from '@mantine/core';
import { IconFold, IconFoldDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { isMenuKey, menuPointOf } from '../../components/menu-key';
import { type TreeLine, visibleLines } from '../../state/detail-tree';
import { collapseAll, expandAll, hoverField, selectField, useFieldFocus } from '../../state/field-focus';
import { goToPacket } from '../../state/navigation';
import { useSelection } from '../../state/selection';
import { FieldHelp } from './field-help';
import { FieldLine } from './field-line';
import { FieldMenu, type FieldMenuPlace } from './field-menu';
import { treeKey } from './tree-keys';
import './field-tree.css';

const LINE_HEIGHT = 20;
const NO_LINES: readonly TreeLine[] = [];

/** The packet layer by layer, each line linked with the bytes it was read from. */
export function FieldTree() {
  const detail = useSelection((selection) => selection.detail);
  const fault = useSelection((selection) => selection.detailFault);
  const expanded = useFieldFocus((focus) => focus.expanded);
  const path = useFieldFocus((focus) => focus.path);
  const hovered = useFieldFocus((focus) => focus.hovered);
  const [menu, setMenu] = useState<FieldMenuPlace | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => (detail ? visibleLines(detail.tree, expanded) : NO_LINES), [detail, expanded]);
  const at = lines.findIndex((line) => line.path === path);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 12,
  });

  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);

  const onKeyDown = (event: React.KeyboardEvent) => {
    const line = lines[at];
    if (isMenuKey(event) && line) {
      event.preventDefault();
      setMenu({ ...menuPointOf(document.getElementById(`field-${line.path}`)), node: line.node });
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / LINE_HEIGHT) - 1);
    if (treeKey(event, lines, at, page, (frame) => goToPacket(frame))) event.preventDefault();
  };

  if (!detail) return <Empty fault={fault} />;
  return (
    <div className="field-tree">
      <div
        ref={scroller}
        className="field-tree-lines"
        role="tree"
        tabIndex={0}
        data-panel-focus
        aria-label={`Fields of packet ${detail.number}`}
        aria-activedescendant={at >= 0 ? `field-${lines[at]?.path}` : undefined}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          // Not for the mouse: the line that it is about to choose would be scrolled away from under it.
          const isByKeys = event.target.matches(':focus-visible');
          if (isByKeys && at < 0 && lines.length > 0) selectField(lines[0]?.path ?? null);
        }}
        onMouseLeave={() => hoverField(null)}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index] as TreeLine;
            return (
              <FieldLine
                key={line.path}
                line={line}
                top={item.start}
                isSelected={line.path === path}
                isHovered={line.path === hovered}
                onMenu={setMenu}
              />
            );
          })}
        </div>
      </div>
      <div className="field-tree-tools">
        <Tooltip label="Expand all">
          <ActionIcon size={22} aria-label="Expand all fields" onClick={expandAll}>
            <IconFoldDown size={14} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Collapse all">
          <ActionIcon size={22} aria-label="Collapse all fields" onClick={collapseAll}>
            <IconFold size={14} />
          </ActionIcon>
        </Tooltip>
      </div>
      <FieldHelp line={at >= 0 ? lines[at] : undefined} />
      <FieldMenu place={menu} onClose={() => setMenu(null)} />
    </div>
  );
}

function Empty({ fault }: { readonly fault: string | null }) {
  return (
    <div className="panel-empty" data-panel-focus tabIndex={-1}>
      {fault ?? 'Select a packet to see its fields.'}
    </div>
  );
}
