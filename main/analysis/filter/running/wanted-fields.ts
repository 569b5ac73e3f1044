import type { WantedFields } from '../../dissection';
import type { Field } from '../../fields/field';
import type { LayerKnowledge } from '../plan/layer-knowledge';
import type { FieldUse } from '../typing/typed-test';

/** What a packet must be read for, so that a filter can decide it. */
export interface FilterNeeds {
  /** Null where the whole tree is needed: to count layers, or to find where a protocol's packet ends. */
  readonly wanted: WantedFields | null;
  /** What the tracking of connections knows is asked for. */
  readonly connections: boolean;
}

export function filterNeeds(uses: readonly FieldUse[], knowledge: LayerKnowledge): FilterNeeds {
  const fields = new Set<Field>(uses.map(({ field }) => field));
  const connections = uses.some(({ field }) => isTracked(field.name));
  const needsTree = uses.some(({ layers, whole, field }) => layers !== null || whole || field.name === 'tcp');
  if (needsTree) return { wanted: null, connections };
  const overTcp = uses.some(
    ({ field }) => isOfStreams(field.name) || knowledge.ownersOf(field).some((each) => knowledge.goesOverTcp(each)),
  );
  return { wanted: { fields, overTcp }, connections };
}

/** Fields of the segment's own header, which need nothing that the tracking knows. */
const ownFields =
  /^tcp\.(payload|srcport|dstport|port|len|hdr_len|checksum|urgent_pointer|options\.(mss|wscale|timestamp|sack_perm|nop|eol|type))/;

const isTracked = (name: string): boolean =>
  (name.startsWith('tcp.') && !ownFields.test(name)) || name === 'udp.stream' || name.startsWith('wirestate.');

/** What says how segments are put together, or names what they carry. */
const isOfStreams = (name: string): boolean =>
  name.startsWith('tcp.segment') || name.startsWith('tcp.reassembled') || name === 'frame.protocols';
