import type { ProtocolNode } from '../../../preload/contract/protocols';

/** A line of the tree as it is shown. */
export interface ProtocolLine {
  readonly node: ProtocolNode;
  /** Names from the outermost protocol on, with colons. */
  readonly path: string;
  readonly level: number;
  readonly isOpen: boolean;
}

/** The lines that are seen: what lies under a closed protocol is not. */
export function protocolLines(
  nodes: readonly ProtocolNode[],
  closed: ReadonlySet<string>,
  above = '',
  level = 1,
): readonly ProtocolLine[] {
  return nodes.flatMap((node) => {
    const path = above === '' ? node.name : `${above}:${node.name}`;
    const isOpen = node.children.length > 0 && !closed.has(path);
    const own: ProtocolLine = { node, path, level, isOpen };
    return isOpen ? [own, ...protocolLines(node.children, closed, path, level + 1)] : [own];
  });
}
