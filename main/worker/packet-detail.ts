import type { DetailNode, PacketDetail, PacketRow } from '../../preload/contract/packets';
import type { DecodeFault } from '../analysis/decode-fault';
import type { Dissection } from '../analysis/dissection';
import type { FieldNode } from '../analysis/fields/field-node';
import { filterText } from '../analysis/fields/filter-text';
import { lineText } from '../analysis/fields/line-text';
import { valueText } from '../analysis/fields/value-text';

/** A packet's field tree and bytes. */
export const packetDetail = (dissection: Dissection, row: PacketRow): PacketDetail => ({
  number: dissection.frame.number,
  row,
  sources: dissection.sources,
  tree: [...dissection.roots.flatMap(detailNodes), ...dissection.faults.map(faultNode)],
  comments: dissection.frame.comments,
});

function detailNodes(node: FieldNode): DetailNode[] {
  const { field, value } = node;
  if (field.hidden) return [];
  return [
    {
      name: field.name,
      text: lineText(node),
      value: valueText(field, value),
      filter: filterText(field, value),
      help: field.help,
      kind: field.type === 'protocol' ? 'protocol' : field.generated ? 'generated' : 'field',
      source: node.source,
      start: node.start,
      length: node.length,
      frame: field.type === 'framenum' ? (value as number) : 0,
      children: node.children === null ? [] : node.children.flatMap(detailNodes),
    },
  ];
}

const faultNode = (fault: DecodeFault): DetailNode => ({
  name: fault.kind === 'cut' ? '_ws.short' : '_ws.malformed',
  text: faultText(fault),
  value: '',
  filter: '',
  help: '',
  kind: 'fault',
  source: 0,
  start: fault.offset,
  length: 0,
  frame: 0,
  children: [],
});

/** `Cut short: tcp needs 20 bytes at byte 34, and 6 were captured`. */
export function faultText({ kind, protocol, offset, needed, available, reason }: DecodeFault): string {
  const what = kind === 'cut' ? 'Cut short' : 'Malformed';
  if (needed === 0) return `${what}: ${protocol}, at byte ${offset}: ${reason}`;
  return `${what}: ${protocol} needs ${needed} bytes at byte ${offset}, and ${available} ${kind === 'cut' ? 'were captured' : 'are there'}`;
}
