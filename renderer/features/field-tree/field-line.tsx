import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { visibleText } from '../../format/visible-text';
import type { TreeLine } from '../../state/detail-tree';
import { hoverField, selectField, setExpanded } from '../../state/field-focus';
import { goToPacket } from '../../state/navigation';
import type { FieldMenuPlace } from './field-menu';

interface FieldLineProps {
  readonly line: TreeLine;
  readonly top: number;
  readonly isSelected: boolean;
  readonly isHovered: boolean;
  readonly onMenu: (place: FieldMenuPlace) => void;
}

function classes({ line, isSelected, isHovered }: FieldLineProps): string {
  const names = ['field-line', `field-${line.node.kind}`];
  if (isSelected) names.push('is-selected');
  if (isHovered) names.push('is-hovered');
  return names.join(' ');
}

/** One line of the tree. Keys are handled by the tree, which holds the keyboard for all its lines. */
export function FieldLine(props: FieldLineProps) {
  const { line, top, isSelected, onMenu } = props;
  const { node, path, place, depth, expanded } = line;
  const hasChildren = node.children.length > 0;
  const Chevron = expanded ? IconChevronDown : IconChevronRight;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it handles keys (aria-activedescendant)
    // biome-ignore lint/a11y/useFocusableInteractive: the tree around it holds the focus
    <div
      id={`field-${path}`}
      role="treeitem"
      className={classes(props)}
      aria-level={depth + 1}
      aria-posinset={line.position}
      aria-setsize={line.siblings}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? expanded : undefined}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 6 + depth * 14 }}
      onClick={() => selectField(path)}
      onDoubleClick={() => hasChildren && setExpanded(place, !expanded)}
      onMouseEnter={() => hoverField(path)}
      onContextMenu={(event) => {
        event.preventDefault();
        selectField(path);
        onMenu({ x: event.clientX, y: event.clientY, node });
      }}
    >
      {hasChildren ? (
        <Chevron
          size={13}
          className="field-chevron"
          aria-hidden
          onClick={(event) => {
            event.stopPropagation();
            setExpanded(place, !expanded);
          }}
        />
      ) : (
        <span className="field-chevron" />
      )}
      <span className="field-text">{visibleText(node.text)}</span>
      {node.frame > 0 && (
        <button
          type="button"
          tabIndex={-1}
          className="field-link"
          onClick={(event) => {
            event.stopPropagation();
            goToPacket(node.frame);
          }}
        >
          go to {node.frame}
        </button>
      )}
    </div>
  );
}
