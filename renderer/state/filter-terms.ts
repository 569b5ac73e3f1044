import type { ColumnId, DetailNode, PacketDetail } from '../../preload/contract/packets';
import { fieldOfColumn } from './columns';

/** How a term from a packet meets the filter that is there. */
export type FilterUse = 'selected' | 'not-selected' | 'and' | 'or' | 'and-not' | 'or-not';

const QUOTED = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g;
const operatorsOf = (filter: string): readonly string[] =>
  (filter.replace(QUOTED, '""').match(/&&|\|\||\^\^|\b(?:and|or|xor)\b/gi) ?? []).map((operator) => {
    const name = operator.toLowerCase();
    return { '&&': 'and', '||': 'or', '^^': 'xor' }[name] ?? name;
  });

/** Parentheses where another operator than `beside` joins the parts: what binds closer is then not left to memory. */
const joined = (filter: string, beside: 'and' | 'or') =>
  operatorsOf(filter).every((operator) => operator === beside) ? filter : `(${filter})`;

/** The filter that a menu item makes of the present one and a term. */
export function combineFilter(current: string, term: string, use: FilterUse): string {
  const before = current.trim();
  const negated = `!(${term})`;
  if (use === 'selected') return term;
  if (use === 'not-selected') return negated;
  const operator = use === 'and' || use === 'and-not' ? 'and' : 'or';
  const isNegated = use === 'and-not' || use === 'or-not';
  if (before === '') return isNegated ? negated : term;
  return `${joined(before, operator)} ${operator} ${isNegated ? negated : joined(term, operator)}`;
}

/** The first field of that name in the packet that can be compared, outermost layers first. */
export function nodeNamed(roots: readonly DetailNode[], name: string): DetailNode | null {
  for (const node of roots) {
    if (node.name === name && node.filter !== '') return node;
    const below = nodeNamed(node.children, name);
    if (below) return below;
  }
  return null;
}

/** Fields that a fixed column shows; several where it depends on the packet's layers. */
const COLUMN_FIELDS: Partial<Record<ColumnId, readonly string[]>> = {
  number: ['frame.number'],
  time: ['frame.time_epoch'],
  source: ['ip.src', 'ipv6.src', 'eth.src'],
  destination: ['ip.dst', 'ipv6.dst', 'eth.dst'],
  length: ['frame.len'],
  flags: ['tcp.flags'],
  stream: ['tcp.stream', 'udp.stream'],
};

/**
 * The filter for what a cell of the packet list shows; empty where no single field stands for it.
 *
 * @param shorts - display-filter names of protocols by what the Protocol column calls them
 */
export function cellTerm(detail: PacketDetail, column: ColumnId, shorts: ReadonlyMap<string, string>): string {
  const { row, tree } = detail;
  if (column === 'protocol') return shorts.get(row.protocol) ?? '';
  const custom = fieldOfColumn(column);
  const nodes = (custom === null ? (COLUMN_FIELDS[column] ?? []) : [custom]).flatMap(
    (name) => nodeNamed(tree, name) ?? [],
  );
  if (column === 'source') return (nodes.find(({ value }) => value === row.source) ?? nodes[0])?.filter ?? '';
  if (column === 'destination') return (nodes.find(({ value }) => value === row.destination) ?? nodes[0])?.filter ?? '';
  if (column === 'stream') return nodes.find(({ name }) => name.startsWith(row.transport))?.filter ?? '';
  return nodes[0]?.filter ?? '';
}

export interface ConversationTerm {
  readonly title: string;
  readonly filter: string;
}

/** Filters for all that two ends said to one another, the closest first: the connection, the addresses, the stations. */
export function conversationTerms({ row, tree }: PacketDetail): readonly ConversationTerm[] {
  const terms: ConversationTerm[] = [];
  if (row.stream >= 0 && row.transport !== 'other') {
    const isTcp = row.transport === 'tcp';
    terms.push({
      title: `${isTcp ? 'TCP connection' : 'UDP conversation'} ${row.stream}`,
      filter: `${row.transport}.stream eq ${row.stream}`,
    });
  }
  const pairs = [
    { layer: 'ip', title: 'IPv4 addresses', any: 'ip.addr' },
    { layer: 'ipv6', title: 'IPv6 addresses', any: 'ipv6.addr' },
    { layer: 'eth', title: 'Ethernet stations', any: 'eth.addr' },
  ];
  for (const { layer, title, any } of pairs) {
    const source = nodeNamed(tree, `${layer}.src`);
    const destination = nodeNamed(tree, `${layer}.dst`);
    if (!source || !destination) continue;
    terms.push({ title, filter: `${any} eq ${source.value} and ${any} eq ${destination.value}` });
  }
  return terms;
}
