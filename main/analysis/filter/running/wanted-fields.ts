import type { WantedFields } from '../../dissection';
import type { Field } from '../../fields/field';
import { Certainty } from '../plan/certainty';
import { inStream, type LayerKnowledge } from '../plan/layer-knowledge';
import type { FieldUse } from '../typing/typed-test';

/** What a packet must be read for, so that a filter can decide it. */
export interface FilterNeeds {
  /** Null where the whole tree is needed: to count layers, or to find where a protocol's packet ends. */
  readonly wanted: WantedFields | null;
  /** What the tracking of connections knows is asked for. */
  readonly connections: boolean;
  /** By chain of layers (`LayerChains`): 1 where the fields can only stand in what a TCP segment carries. */
  onlyInStreams(): Uint8Array;
}

export function filterNeeds(uses: readonly FieldUse[], knowledge: LayerKnowledge): FilterNeeds {
  const fields = new Set<Field>(uses.map(({ field }) => field));
  const connections = uses.some(({ field }) => isTracked(field.name));
  const needsTree = uses.some(({ layers, whole, field }) => layers !== null || whole || field.name === 'tcp');
  const onlyInStreams = () => chainsWithStreamsOnly(uses, knowledge);
  if (needsTree) return { wanted: null, connections, onlyInStreams };
  const overTcp = uses.some(
    ({ field }) => isOfStreams(field.name) || knowledge.ownersOf(field).some((each) => knowledge.goesOverTcp(each)),
  );
  return { wanted: { fields, overTcp }, connections, onlyInStreams };
}

function chainsWithStreamsOnly(uses: readonly FieldUse[], knowledge: LayerKnowledge): Uint8Array {
  const tables = uses.flatMap(({ field }) => knowledge.ownersOf(field)).map((owner) => knowledge.presence(owner)());
  const [first] = tables;
  if (first === undefined || uses.some(({ field }) => isOfStreams(field.name))) return new Uint8Array(0);
  return first.map((_, chain) =>
    tables.some((table) => table[chain] === inStream) &&
    tables.every((table) => table[chain] === inStream || table[chain] === Certainty.no)
      ? 1
      : 0,
  );
}

/** Fields of the segment's own header, which need nothing that the tracking knows. */
const ownFields =
  /^tcp\.(payload|srcport|dstport|port|len|hdr_len|checksum|urgent_pointer|options\.(mss|wscale|timestamp|sack_perm|nop|eol|type))/;

/** What is known of a datagram's conversation. */
const ofConversations = /^udp\.(stream|time_)/;

const isTracked = (name: string): boolean =>
  (name.startsWith('tcp.') && !ownFields.test(name)) || ofConversations.test(name) || name.startsWith('wirestate.');

/** What says how segments are put together, or names what they carry. */
const isOfStreams = (name: string): boolean =>
  name.startsWith('tcp.segment') || name.startsWith('tcp.reassembled') || name === 'frame.protocols';
