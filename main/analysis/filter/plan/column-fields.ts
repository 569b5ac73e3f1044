import type { Field } from '../../fields/field';
import { AddressFamily } from '../../packet-summary';
import type { AddressTable } from '../../store/address-table';
import type { ColumnName } from '../../store/chunk';
import { RowFlag } from '../../store/schema';
import { AnalysisFlag, type AnalysisFlagName, analysisFieldNames, anyVerdict } from '../../tcp/analysis-flag';
import { verdictNames } from '../../tcp/verdict/verdict-code';
import { flagFields } from '../../transport/tcp-flags';
import type { Value } from '../typing/typed-test';
import { Certainty } from './certainty';
import { type ColumnField, codedField, computedField, type NumberColumn, numberField } from './column-field';
import type { CaptureFacts } from './facts';
import { frameFields } from './frame-columns';
import { sequenceField } from './sequence-columns';

type Presence = ColumnField['presence'];

/** The columns that hold a field's values; null where only the dissector knows them. */
export function columnField(field: Field, facts: CaptureFacts): ColumnField | null {
  const make = makers[field.name];
  return make ? make(facts) : null;
}

const plain = (bits: number, presence: Presence, ...names: ColumnName[]): ColumnField =>
  numberField(bits, presence, ({ chunk }) => names.map((name) => chunk[name] as NumberColumn));

/** Exactly one TCP header, read whole. One that the dissector read may be cut short, and then has no flags in the column. */
function inSegment({ knowledge }: CaptureFacts): Presence {
  return ({ chunk, from, to }, into) => {
    const single = knowledge.single('tcp');
    const { layers, rowFlags, tcpFlags } = chunk;
    for (let at = from; at < to; at++) {
      const known = single[layers[at] as number] as number;
      const flags = rowFlags[at] as number;
      const isWhole =
        (flags & RowFlag.tcp) !== 0 && ((flags & RowFlag.dissected) === 0 || ((tcpFlags[at] as number) & 0xfff) !== 0);
      into[at] = known === Certainty.yes && !isWhole ? Certainty.doubt : known;
    }
  };
}

function inDatagram({ knowledge }: CaptureFacts): Presence {
  return ({ chunk, from, to }, into) => {
    const single = knowledge.single('udp', ['tcp', 'udplite']);
    const { layers, rowFlags } = chunk;
    for (let at = from; at < to; at++) {
      const known = single[layers[at] as number] as number;
      into[at] = known === Certainty.yes && ((rowFlags[at] as number) & RowFlag.udp) === 0 ? Certainty.doubt : known;
    }
  };
}

function withStream(presence: Presence): Presence {
  return (stretch, into) => {
    presence(stretch, into);
    const { stream } = stretch.chunk;
    for (let at = stretch.from; at < stretch.to; at++)
      if (into[at] === Certainty.yes && (stream[at] as number) < 0) into[at] = Certainty.doubt;
  };
}

/** Exactly one IP header of the family, whose addresses are then in the columns. */
function inInternet({ knowledge, store }: CaptureFacts, name: 'ip' | 'ipv6'): Presence {
  const family = name === 'ip' ? AddressFamily.ipv4 : AddressFamily.ipv6;
  const rival = name === 'ip' ? 'ipv6' : 'ip';
  return ({ chunk, from, to }, into) => {
    const single = knowledge.single(name, [rival]);
    const { layers, source } = chunk;
    for (let at = from; at < to; at++) {
      const known = single[layers[at] as number] as number;
      const isOther = known === Certainty.yes && store.addresses.family(source[at] as number) !== family;
      into[at] = isOther ? Certainty.doubt : known;
    }
  };
}

function addresses(facts: CaptureFacts, name: 'ip' | 'ipv6', ...columns: ('source' | 'destination')[]): ColumnField {
  const table = facts.store.addresses;
  return codedField(
    inInternet(facts, name),
    ({ chunk }) => columns.map((column) => chunk[column]),
    (id) => addressValue(table, id),
    () => table.count,
  );
}

/** The value that filters compare for an address of the table. */
export function addressValue(table: AddressTable, id: number): Value {
  const octets = table.octets(id);
  if (octets.length !== 4) return octets.slice();
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** TTL and hop limit are kept of the header that carries the transport. */
function hopField(facts: CaptureFacts, name: 'ip' | 'ipv6'): ColumnField {
  const presence = inInternet(facts, name);
  return plain(
    8,
    (stretch, into) => {
      presence(stretch, into);
      const { rowFlags } = stretch.chunk;
      for (let at = stretch.from; at < stretch.to; at++) {
        const isKept = ((rowFlags[at] as number) & (RowFlag.tcp | RowFlag.udp)) !== 0;
        if (into[at] === Certainty.yes && !isKept) into[at] = Certainty.doubt;
      }
    },
    'timeToLive',
  );
}

function identification(facts: CaptureFacts): ColumnField {
  const presence = inInternet(facts, 'ip');
  return plain(
    16,
    (stretch, into) => {
      presence(stretch, into);
      const { rowFlags } = stretch.chunk;
      for (let at = stretch.from; at < stretch.to; at++) {
        const isKept = ((rowFlags[at] as number) & RowFlag.hasIdentification) !== 0;
        if (into[at] === Certainty.yes && !isKept) into[at] = Certainty.doubt;
      }
    },
    'ipIdentification',
  );
}

/** There where the tracking of connections set one of the bits, and nowhere else. */
const verdictBits = (mask: number): ColumnField =>
  computedField(
    ({ chunk, from, to }, into) => {
      const { analysis, rowFlags } = chunk;
      for (let at = from; at < to; at++) {
        const isSet = ((rowFlags[at] as number) & RowFlag.tcp) !== 0 && ((analysis[at] as number) & mask) !== 0;
        into[at] = isSet ? Certainty.yes : Certainty.no;
      }
    },
    () => 1,
  );

const ownVerdict: ColumnField = codedField(
  ({ chunk, from, to }, into) => {
    const { verdict } = chunk;
    for (let at = from; at < to; at++) into[at] = verdict[at] === 0 ? Certainty.no : Certainty.yes;
  },
  ({ chunk }) => [chunk.verdict],
  (code) => verdictNames[code] ?? '',
  () => 256,
);

type Maker = (facts: CaptureFacts) => ColumnField;

const makers: Readonly<Record<string, Maker>> = {
  ...frameFields,
  'tcp.srcport': (facts) => plain(16, inSegment(facts), 'sourcePort'),
  'tcp.dstport': (facts) => plain(16, inSegment(facts), 'destinationPort'),
  'tcp.port': (facts) => plain(16, inSegment(facts), 'sourcePort', 'destinationPort'),
  'tcp.stream': (facts) => plain(32, withStream(inSegment(facts)), 'stream'),
  'tcp.seq_raw': (facts) => plain(32, inSegment(facts), 'sequence'),
  'tcp.ack_raw': (facts) => plain(32, inSegment(facts), 'acknowledgment'),
  'tcp.seq': (facts) => sequenceField(facts, withStream(inSegment(facts)), 'sequence'),
  'tcp.ack': (facts) => sequenceField(facts, withStream(inSegment(facts)), 'acknowledgment'),
  'tcp.len': (facts) => plain(32, inSegment(facts), 'payloadLength'),
  'tcp.window_size_value': (facts) => plain(16, inSegment(facts), 'window'),
  'tcp.flags': (facts) => plain(16, inSegment(facts), 'tcpFlags'),
  ...Object.fromEntries(
    Object.values(flagFields).map(({ name, mask }) => [
      name,
      (facts: CaptureFacts) =>
        codedField(
          inSegment(facts),
          ({ chunk }) => [chunk.tcpFlags],
          (flags) => (flags & mask ? 1 : 0),
          () => 65_536,
        ),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(analysisFieldNames).map(([flag, name]) => [
      name,
      () => verdictBits(AnalysisFlag[flag as AnalysisFlagName]),
    ]),
  ),
  'tcp.analysis.flags': () => verdictBits(anyVerdict),
  'wirestate.verdict': () => ownVerdict,
  'udp.srcport': (facts) => plain(16, inDatagram(facts), 'sourcePort'),
  'udp.dstport': (facts) => plain(16, inDatagram(facts), 'destinationPort'),
  'udp.port': (facts) => plain(16, inDatagram(facts), 'sourcePort', 'destinationPort'),
  'udp.stream': (facts) => plain(32, withStream(inDatagram(facts)), 'stream'),
  'ip.src': (facts) => addresses(facts, 'ip', 'source'),
  'ip.dst': (facts) => addresses(facts, 'ip', 'destination'),
  'ip.addr': (facts) => addresses(facts, 'ip', 'source', 'destination'),
  'ip.ttl': (facts) => hopField(facts, 'ip'),
  'ip.id': identification,
  'ipv6.src': (facts) => addresses(facts, 'ipv6', 'source'),
  'ipv6.dst': (facts) => addresses(facts, 'ipv6', 'destination'),
  'ipv6.addr': (facts) => addresses(facts, 'ipv6', 'source', 'destination'),
  'ipv6.hlim': (facts) => hopField(facts, 'ipv6'),
};
