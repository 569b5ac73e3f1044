import type { Dissection } from '../../analysis/dissection';
import type { FieldNode } from '../../analysis/fields/field-node';
import { lineText } from '../../analysis/fields/line-text';
import type { Annotations } from '../annotations';
import type { CaptureAnalysis } from '../capture-analysis';
import { faultText } from '../packet-detail';
import { infoText } from '../packet-rows';
import { segmentBadge } from '../segment-badge';
import { nowhere, type PacketMatcher } from './packet-matcher';

/** Whether a text that is shown holds what is looked for. */
export type TextTest = (text: string) => boolean;

const ofMeaning = { isProvisional: true, asksAnnotations: true, forget: () => {} } as const;

/** Packets whose Info column, or the verdict before it, passes. */
export function infoMatcher(analysis: CaptureAnalysis, annotations: Annotations, passes: TextTest): PacketMatcher {
  const matches = (row: number): boolean => {
    const badge = segmentBadge(analysis, row, annotations.verdictSource);
    return passes(infoText(badge, analysis.dissect(row, false))) || (badge.text !== '' && passes(badge.text));
  };
  return { ...ofMeaning, asksAnnotations: false, matches, spot: (row) => (matches(row) ? nowhere : null) };
}

/** Packets of whose field tree a line passes. */
export function fieldMatcher(analysis: CaptureAnalysis, passes: TextTest): PacketMatcher {
  return {
    ...ofMeaning,
    matches: (row) => pathOfLine(analysis.dissect(row), passes) !== null,
    spot: (row) => {
      const path = pathOfLine(analysis.dissect(row), passes);
      return path === null ? null : { path, bytes: [] };
    },
  };
}

/** The first line that passes, as `packetDetail` lays them out. */
function pathOfLine({ roots, faults }: Dissection, passes: TextTest): readonly number[] | null {
  const found = findNode(roots, (node) => !node.field.hidden && passes(lineText(node)));
  if (found !== null) return found;
  const fault = faults.findIndex((each) => passes(faultText(each)));
  return fault < 0 ? null : [roots.filter(({ field }) => !field.hidden).length + fault];
}

/**
 * Indexes that lead to the first node that passes, among those that are shown; null where none does. A node that is not shown, as
 * `tcp.port` beside the source port, stands for the shown one beside it that was read from the same bytes.
 */
export function findNode(nodes: readonly FieldNode[], passes: (node: FieldNode) => boolean): number[] | null {
  let index = 0;
  for (const node of nodes) {
    if (node.field.hidden) {
      const beside = passes(node) ? besideOf(node, nodes) : -1;
      if (beside >= 0) return [beside];
      continue;
    }
    if (passes(node)) return [index];
    const below = node.children === null ? null : findNode(node.children, passes);
    if (below !== null) return [index, ...below];
    index++;
  }
  return null;
}

/** Among the nodes that are shown. */
const besideOf = ({ source, start, length }: FieldNode, nodes: readonly FieldNode[]): number =>
  nodes
    .filter(({ field }) => !field.hidden)
    .findIndex((each) => each.source === source && each.start === start && each.length === length);
