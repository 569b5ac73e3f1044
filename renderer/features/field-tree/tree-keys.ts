import type { TreeLine } from '../../state/detail-tree';
import { selectField, setExpanded } from '../../state/field-focus';

type KeyEvent = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/**
 * Keys of a tree as ARIA describes them: arrows along the lines, right into and left out of a branch, star opens the
 * siblings; Enter opens or closes, or follows a link to a frame.
 *
 * @returns whether the key was one of the tree's
 */
export function treeKey(
  event: KeyEvent,
  lines: readonly TreeLine[],
  at: number,
  page: number,
  goTo: (frame: number) => void,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || lines.length === 0) return false;
  const line = lines[at];
  const select = (index: number) => {
    selectField(lines[Math.max(0, Math.min(lines.length - 1, index))]?.path ?? null);
    return true;
  };
  switch (event.key) {
    case 'ArrowDown':
      return select(at + 1);
    case 'ArrowUp':
      return select(at - 1);
    case 'PageDown':
      return select(at + page);
    case 'PageUp':
      return select(at - page);
    case 'Home':
      return select(0);
    case 'End':
      return select(lines.length - 1);
    case 'ArrowRight':
      return line ? enter(line, () => select(at + 1)) : true;
    case 'ArrowLeft':
      return line ? leave(line, lines, at, select) : true;
    case 'Enter':
    case ' ':
      return line ? activate(line, goTo) : true;
    case '*':
      return line ? openSiblings(lines, line) : true;
    default:
      return false;
  }
}

function enter(line: TreeLine, next: () => boolean): boolean {
  if (line.node.children.length === 0) return true;
  if (line.expanded) return next();
  setExpanded(line.place, true);
  return true;
}

function leave(line: TreeLine, lines: readonly TreeLine[], at: number, select: (index: number) => boolean): boolean {
  if (line.expanded) {
    setExpanded(line.place, false);
    return true;
  }
  for (let above = at - 1; above >= 0; above -= 1) if ((lines[above]?.depth ?? 0) < line.depth) return select(above);
  return true;
}

function activate(line: TreeLine, goTo: (frame: number) => void): boolean {
  if (line.node.frame > 0) goTo(line.node.frame);
  else if (line.node.children.length > 0) setExpanded(line.place, !line.expanded);
  return true;
}

function openSiblings(lines: readonly TreeLine[], line: TreeLine): boolean {
  const parent = line.path.split('.').slice(0, -1).join('.');
  for (const each of lines) {
    const isSibling = each.path.split('.').slice(0, -1).join('.') === parent;
    if (isSibling && each.node.children.length > 0) setExpanded(each.place, true);
  }
  return true;
}
