import type { ProtocolLine } from './protocol-rows';

/** What a key does in the tree: goes to a line, opens or closes the present one, filters by it. */
export type TreeMove =
  | { readonly kind: 'go'; readonly to: number }
  | { readonly kind: 'set-open'; readonly isOpen: boolean }
  | { readonly kind: 'filter' };

const go = (to: number): TreeMove => ({ kind: 'go', to });

/** Keys as in every tree (WAI-ARIA, tree view pattern). Null for a key that means nothing here. */
export function treeMove(key: string, lines: readonly ProtocolLine[], at: number): TreeMove | null {
  const line = lines[at];
  if (!line) return null;
  switch (key) {
    case 'ArrowDown':
      return go(Math.min(lines.length - 1, at + 1));
    case 'ArrowUp':
      return go(Math.max(0, at - 1));
    case 'Home':
      return go(0);
    case 'End':
      return go(lines.length - 1);
    case 'ArrowRight':
      if (line.node.children.length === 0) return null;
      return line.isOpen ? go(at + 1) : { kind: 'set-open', isOpen: true };
    case 'ArrowLeft':
      if (line.isOpen) return { kind: 'set-open', isOpen: false };
      return go(Math.max(0, parentOf(lines, at)));
    case 'Enter':
      return { kind: 'filter' };
    default:
      return null;
  }
}

const parentOf = (lines: readonly ProtocolLine[], at: number): number =>
  lines.findLastIndex(({ level }, index) => index < at && level < (lines[at]?.level ?? 1));
