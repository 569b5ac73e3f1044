import type { DetailNode } from '../../preload/contract/packets';

/** One visible line of the field tree. */
export interface TreeLine {
  readonly node: DetailNode;
  /** Indexes from the root, `3.0.2`: names the node within its packet. */
  readonly path: string;
  /** Names from the root, `tcp/tcp.flags`: names the same place in other packets, so that expansion is remembered. */
  readonly place: string;
  readonly depth: number;
  readonly expanded: boolean;
  readonly position: number;
  readonly siblings: number;
}

const placeOf = (parent: string, node: DetailNode) => {
  const own = node.name || node.text.replace(/\d+/g, '#').replaceAll('/', '|');
  return parent ? `${parent}/${own}` : own;
};

/** The lines to show, top to bottom: every root and the children of what is expanded. */
export function visibleLines(roots: readonly DetailNode[], expanded: ReadonlySet<string>): TreeLine[] {
  const lines: TreeLine[] = [];
  const add = (nodes: readonly DetailNode[], parentPath: string, parentPlace: string, depth: number) => {
    nodes.forEach((node, index) => {
      const path = parentPath ? `${parentPath}.${index}` : String(index);
      const place = placeOf(parentPlace, node);
      const isExpanded = node.children.length > 0 && expanded.has(place);
      lines.push({ node, path, place, depth, expanded: isExpanded, position: index + 1, siblings: nodes.length });
      if (isExpanded) add(node.children, path, place, depth + 1);
    });
  };
  add(roots, '', '', 0);
  return lines;
}

/** Every place that has children, for "expand all". */
export function allPlaces(roots: readonly DetailNode[]): string[] {
  const places: string[] = [];
  const add = (nodes: readonly DetailNode[], parent: string) => {
    for (const node of nodes) {
      if (node.children.length === 0) continue;
      const place = placeOf(parent, node);
      places.push(place);
      add(node.children, place);
    }
  };
  add(roots, '');
  return places;
}

/** @returns the node at a path; null where this packet has none there */
export function nodeAt(roots: readonly DetailNode[], path: string | null): DetailNode | null {
  if (path === null) return null;
  let nodes = roots;
  let found: DetailNode | null = null;
  for (const index of path.split('.')) {
    found = nodes[Number(index)] ?? null;
    if (!found) return null;
    nodes = found.children;
  }
  return found;
}

/** Places of a node's ancestors, outermost first: expand these to see it. */
export function placesAbove(roots: readonly DetailNode[], path: string): string[] {
  const places: string[] = [];
  let nodes = roots;
  for (const index of path.split('.').slice(0, -1)) {
    const node = nodes[Number(index)];
    if (!node) break;
    places.push(placeOf(places.at(-1) ?? '', node));
    nodes = node.children;
  }
  return places;
}

/**
 * The field that a byte belongs to: of all nodes read from it the one with the fewest bytes, the deeper one among equals,
 * and the first among equals at one depth. Children may lie outside their parent's bytes, so the whole tree is looked at.
 *
 * @returns its path; null for a byte that no field was read from
 */
export function deepestAt(roots: readonly DetailNode[], source: number, offset: number): string | null {
  let best: { path: string; length: number; depth: number } | null = null;
  const look = (nodes: readonly DetailNode[], parent: string, depth: number) => {
    nodes.forEach((node, index) => {
      const path = parent ? `${parent}.${index}` : String(index);
      const holds = node.source === source && offset >= node.start && offset < node.start + node.length;
      if (holds && (!best || node.length < best.length || (node.length === best.length && depth > best.depth))) {
        best = { path, length: node.length, depth };
      }
      look(node.children, path, depth + 1);
    });
  };
  look(roots, '', 0);
  return (best as { path: string } | null)?.path ?? null;
}
