import { type Field, type FieldValue, field } from './field';

/** One line of the field tree: a field, its value, and the bytes that it was read from. */
export interface FieldNode {
  readonly field: Field;
  value: FieldValue;
  /** Offset of the first byte in the data source. */
  start: number;
  /** Number of bytes; 0 where the value comes from no byte. */
  length: number;
  /** Index into `Dissection.sources`: 0 is the frame, others are reassembled or decoded data. */
  readonly source: number;
  children: FieldNode[] | null;
  /** Replaces the text made of label and value; called only when the line is looked at. */
  text: (() => string) | null;
  /** Follows the usual text: `(relative)`, `(raw 2565066654)`. */
  note: string;
}

/** Stands for a node that nobody wants: what is said of it is not kept. */
export const unwanted: FieldNode = {
  field: field('', 'none', ''),
  value: null,
  start: 0,
  length: 0,
  source: 0,
  children: null,
  text: null,
  note: '',
};

/** A run of bytes that nodes point into: the frame itself, or what was made of it and others. */
export interface DataSource {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Visits the tree in order, parents before children. */
export function visitNodes(
  nodes: readonly FieldNode[],
  visit: (node: FieldNode, depth: number) => void,
  depth = 0,
): void {
  for (const node of nodes) {
    visit(node, depth);
    if (node.children) visitNodes(node.children, visit, depth + 1);
  }
}
