import type { PacketRow, RowPage, RowRange, RowTone } from '../../preload/contract/packets';
import type { Dissection } from '../analysis/dissection';
import { visitNodes } from '../analysis/fields/field-node';
import { literalText } from '../analysis/fields/literal-text';
import { valueText } from '../analysis/fields/value-text';
import { Transport } from '../analysis/packet-summary';
import { RowFlag } from '../analysis/store/schema';
import { flagInitials } from '../analysis/transport/tcp-flags';
import type { Annotations } from './annotations';
import type { CaptureAnalysis } from './capture-analysis';
import { type SegmentBadge, segmentBadge } from './segment-badge';
import type { RowList } from './views';

const mostRows = 2000;

/** A stretch of a view as the grid shows it. */
export function rowPage(analysis: CaptureAnalysis, annotations: Annotations, list: RowList, range: RowRange): RowPage {
  const total = list.count;
  const start = Math.max(0, Math.min(range.start, total));
  const end = Math.min(total, start + Math.min(range.count, mostRows));
  const rows: PacketRow[] = [];
  for (let position = start; position < end; position++) {
    const row = list.at(position);
    const previous = position === 0 ? row : list.at(position - 1);
    rows.push(packetRow(analysis, annotations, row, previous, range.custom));
  }
  return { start, rows, total };
}

/**
 * @param previous the row shown before it; itself for the first
 * @param given the packet's tree, where it was made already
 */
export function packetRow(
  analysis: CaptureAnalysis,
  annotations: Annotations,
  row: number,
  previous: number,
  custom: readonly string[],
  given: Dissection | null = null,
): PacketRow {
  const { store } = analysis;
  let tree = given ?? (custom.length > 0 ? analysis.dissect(row) : null);
  const coloring =
    analysis.coloring?.ruleOf(row, () => {
      tree ??= analysis.dissect(row);
      return tree;
    }) ?? null;
  const dissection = tree ?? analysis.dissect(row, false);
  const reference = annotations.referenceOf(row);
  const flags = store.get('rowFlags', row);
  const isTcp = (flags & RowFlag.tcp) !== 0;
  const badge = segmentBadge(analysis, row, annotations.verdictSource);
  return {
    number: row + 1,
    seconds: store.get('seconds', row),
    nanoseconds: store.get('nanoseconds', row),
    hasTime: (flags & RowFlag.hasTime) !== 0,
    previousSeconds: store.get('seconds', previous),
    previousNanoseconds: store.get('nanoseconds', previous),
    referenceSeconds: store.get('seconds', reference),
    referenceNanoseconds: store.get('nanoseconds', reference),
    source: store.addresses.text(store.get('source', row)),
    destination: store.addresses.text(store.get('destination', row)),
    sourcePort: store.get('sourcePort', row),
    destinationPort: store.get('destinationPort', row),
    // While loading the column has what the segment tells by itself, and the dissection the same.
    protocol: analysis.registry.at(dissection.summary.protocol).short,
    length: store.get('originalLength', row),
    flags: isTcp ? flagInitials(store.get('tcpFlags', row)) : '',
    ...connectionOf(analysis, row),
    info: infoText(badge, dissection),
    badge: badge.text,
    badgeHelp: literalText(badge.help),
    tone: badge.tone === 'plain' ? toneOf(dissection) : badge.tone,
    coloring,
    marked: analysis.marked.has(row),
    timeReference: annotations.isReference(row),
    commented: analysis.comments.has(row),
    faulty: dissection.faults.length > 0,
    custom: customValues(dissection, custom),
  };
}

/** The connection that a row belongs to, or the one of the packet that it quotes: an ICMP error is shown with it. */
function connectionOf({ store, connections }: CaptureAnalysis, row: number): Pick<PacketRow, 'stream' | 'transport'> {
  const stream = store.get('stream', row);
  if (store.has(row, RowFlag.tcp)) return { stream, transport: 'tcp' };
  if (store.has(row, RowFlag.udp)) return { stream, transport: 'udp' };
  const { quoted } = connections;
  if (!quoted.has(row)) return { stream, transport: 'other' };
  return { stream: quoted.connection(row), transport: quoted.transport(row) === Transport.tcp ? 'tcp' : 'udp' };
}

/** What the Info column says behind the badge. */
export const infoText = ({ explanation }: SegmentBadge, { info }: Dissection): string =>
  literalText([explanation, info].filter((text) => text !== '').join(' · '));

const toneOf = (dissection: Dissection): RowTone =>
  dissection.faults.some(({ kind }) => kind === 'malformed') ? 'problem' : 'plain';

/** Values of the fields named, several of one field separated by commas. */
export function customValues(dissection: Dissection, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const values = names.map(() => [] as string[]);
  visitNodes(dissection.roots, ({ field, value }) => {
    for (let i = 0; i < names.length; i++) if (names[i] === field.name) values[i]?.push(valueText(field, value));
  });
  return values.map((each) => each.join(','));
}
