import type { ProcessOfEnd } from '../../dissection-context';
import type { Field } from '../../fields/field';
import { AddressFamily } from '../../packet-summary';
import type { Protocol } from '../../protocol';
import type { AddressTable } from '../../store/address-table';
import type { Chunk, ColumnName } from '../../store/chunk';
import { RowFlag } from '../../store/schema';
import { AnalysisFlag, type AnalysisFlagName, analysisFieldNames, anyVerdict } from '../../tcp/analysis-flag';
import { verdictNames } from '../../tcp/verdict/verdict-code';
import { connectionEvents, flagFields } from '../../transport/tcp-flags';
import type { Value } from '../typing/typed-test';
import { Certainty } from './certainty';
import { type ColumnField, codedField, computedField, type NumberColumn, numberField } from './column-field';
import type { PlanFacts } from './facts';
import { frameFields } from './frame-columns';
import { toBeChecked } from './layer-knowledge';
import { sequenceField } from './sequence-columns';

type Presence = ColumnField['presence'];

/** The columns that hold a field's values; null where only the dissector knows them. */
export function columnField(field: Field, facts: PlanFacts): ColumnField | null {
  const make = makers[field.name];
  return make ? make(facts) : null;
}

const plain = (bits: number, presence: Presence, ...names: ColumnName[]): ColumnField =>
  numberField(bits, presence, ({ chunk }) => names.map((name) => chunk[name] as NumberColumn));

/**
 * Exactly one header of the protocol, and `isWhole` for what only the dissector could read.
 * @param rivals protocols whose numbers would stand in the same columns
 */
function inHeader(
  { knowledge }: PlanFacts,
  name: string,
  rivals: readonly string[],
  isWhole: (chunk: Chunk, at: number) => boolean,
): Presence {
  const single = knowledge.single(name, rivals);
  return ({ chunk, from, to }, into) => {
    const table = single();
    const { layers } = chunk;
    for (let at = from; at < to; at++) {
      const known = table[layers[at] as number] as number;
      into[at] = known !== toBeChecked ? known : isWhole(chunk, at) ? Certainty.yes : Certainty.doubt;
    }
  };
}

/** A segment that is cut short has no flags in the column. */
const inSegment = (facts: PlanFacts): Presence =>
  inHeader(
    facts,
    'tcp',
    [],
    ({ rowFlags, tcpFlags, stream }, at) =>
      ((rowFlags[at] as number) & RowFlag.tcp) !== 0 &&
      ((tcpFlags[at] as number) & 0xfff) !== 0 &&
      (stream[at] as number) >= 0,
  );

const inDatagram = (facts: PlanFacts): Presence =>
  inHeader(
    facts,
    'udp',
    ['tcp', 'udplite'],
    ({ rowFlags, stream }, at) => ((rowFlags[at] as number) & RowFlag.udp) !== 0 && (stream[at] as number) >= 0,
  );

/** The one IP header, whose addresses are then in the columns. */
function inInternet(facts: PlanFacts, name: 'ip' | 'ipv6'): Presence {
  const family = name === 'ip' ? AddressFamily.ipv4 : AddressFamily.ipv6;
  const { addresses } = facts.store;
  return inHeader(
    facts,
    name,
    [name === 'ip' ? 'ipv6' : 'ip'],
    ({ source }, at) => addresses.family(source[at] as number) === family,
  );
}

function addresses(facts: PlanFacts, name: 'ip' | 'ipv6', ...columns: ('source' | 'destination')[]): ColumnField {
  const table = facts.store.addresses;
  return codedField(
    inInternet(facts, name),
    ({ chunk }) => columns.map((column) => chunk[column]),
    (id) => addressValue(table, id),
    facts.addressCount,
  );
}

/** The value that filters compare for an address of the table. */
export function addressValue(table: AddressTable, id: number): Value {
  return table.family(id) === AddressFamily.ipv4 ? table.ipv4(id) : table.octets(id).slice();
}

/** The number of the protocol that follows, where the chain names it: the scan hands on by that number alone. */
function followingProtocol(facts: PlanFacts): ColumnField {
  const { layerChains } = facts.store;
  const internet = facts.registry.named('ip').index;
  const numberOf = (chain: number): number => {
    const protocols = layerChains.protocolsOf(chain);
    const following = protocols[protocols.indexOf(internet) + 1];
    const keys = following === undefined ? [] : ipNumbers(facts.registry.at(following));
    return keys.length === 1 ? (keys[0] as number) : -1;
  };
  const presence = inInternet(facts, 'ip');
  const known: number[] = [];
  return codedField(
    (stretch, into) => {
      presence(stretch, into);
      for (let chain = known.length; chain < layerChains.count; chain++) known.push(numberOf(chain));
      const { layers } = stretch.chunk;
      for (let at = stretch.from; at < stretch.to; at++) {
        const chain = layers[at] as number;
        if (into[at] === Certainty.yes && ((known[chain] as number) < 0 || layerChains.isComplete(chain)))
          into[at] = Certainty.doubt;
      }
    },
    ({ chunk }) => [chunk.layers],
    (chain) => known[chain] as number,
    () => layerChains.count,
  );
}

const ipNumbers = ({ registrations }: Protocol): number[] =>
  (registrations ?? []).filter(({ table }) => table === 'ip.protocol').flatMap(({ keys }) => keys);

/** TTL, hop limit and identification are kept of the header that carries the transport. */
function withTransport(facts: PlanFacts, name: 'ip' | 'ipv6', bits: number, column: ColumnName): ColumnField {
  const presence = inInternet(facts, name);
  const wanted = column === 'ipIdentification' ? RowFlag.hasIdentification : RowFlag.tcp | RowFlag.udp;
  return plain(
    bits,
    (stretch, into) => {
      presence(stretch, into);
      const { rowFlags } = stretch.chunk;
      for (let at = stretch.from; at < stretch.to; at++)
        if (((rowFlags[at] as number) & wanted) === 0 && into[at] === Certainty.yes) into[at] = Certainty.doubt;
    },
    column,
  );
}

/** There where the tracking of connections set one of the bits, and nowhere else. */
const verdictBits = (mask: number): ColumnField =>
  computedField(
    ({ chunk, from, to }, into) => {
      const { analysis, rowFlags, tcpFlags } = chunk;
      for (let at = from; at < to; at++) {
        const flags = rowFlags[at] as number;
        const isSet = (flags & RowFlag.tcp) !== 0 && ((analysis[at] as number) & mask) !== 0;
        // A segment whose header cannot be has been judged, but is not shown so.
        const isWhole = (flags & RowFlag.dissected) === 0 || ((tcpFlags[at] as number) & 0xfff) !== 0;
        into[at] = !isSet ? Certainty.no : isWhole ? Certainty.yes : Certainty.doubt;
      }
    },
    () => 1,
  );

/** There where some flags stand so. */
const eventOf = (presence: Presence, looksAt: number, must: number): ColumnField =>
  computedField(
    (stretch, into) => {
      presence(stretch, into);
      const { tcpFlags } = stretch.chunk;
      for (let at = stretch.from; at < stretch.to; at++)
        if (into[at] === Certainty.yes && ((tcpFlags[at] as number) & looksAt) !== must) into[at] = Certainty.no;
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

/** There where the connection's process was noted; both ends' where both are on the capturing machine. */
const processField =
  (told: (process: ProcessOfEnd) => Value): Maker =>
  ({ notes: { machine } }) => ({
    presence({ firstRow, from, to }, into) {
      for (let at = from; at < to; at++) {
        into[at] = machine !== null && machine.processes(firstRow + at).length > 0 ? Certainty.yes : Certainty.no;
      }
    },
    values({ firstRow }, at, into) {
      for (const process of machine?.processes(firstRow + at) ?? []) into.push(told(process));
    },
    codes: null,
    decode: null,
    domain: null,
    timeBase: null,
  });

type Maker = (facts: PlanFacts) => ColumnField;

const makers: Readonly<Record<string, Maker>> = {
  ...frameFields,
  'tcp.srcport': (facts) => plain(16, inSegment(facts), 'sourcePort'),
  'tcp.dstport': (facts) => plain(16, inSegment(facts), 'destinationPort'),
  'tcp.port': (facts) => plain(16, inSegment(facts), 'sourcePort', 'destinationPort'),
  'tcp.stream': (facts) => plain(32, inSegment(facts), 'stream'),
  'tcp.seq_raw': (facts) => plain(32, inSegment(facts), 'sequence'),
  'tcp.ack_raw': (facts) => plain(32, inSegment(facts), 'acknowledgment'),
  'tcp.seq': (facts) => sequenceField(facts, inSegment(facts), 'sequence'),
  'tcp.ack': (facts) => sequenceField(facts, inSegment(facts), 'acknowledgment'),
  'tcp.len': (facts) => plain(32, inSegment(facts), 'payloadLength'),
  'tcp.window_size_value': (facts) => plain(16, inSegment(facts), 'window'),
  'tcp.flags': (facts) => plain(16, inSegment(facts), 'tcpFlags'),
  ...Object.fromEntries(
    Object.values(flagFields).map(({ name, mask }) => [
      name,
      (facts: PlanFacts) =>
        codedField(
          inSegment(facts),
          ({ chunk }) => [chunk.tcpFlags],
          (flags) => (flags & mask ? 1 : 0),
          () => 65_536,
        ),
    ]),
  ),
  ...Object.fromEntries(
    connectionEvents.map(({ field, looksAt, must }) => [
      field.name,
      (facts: PlanFacts) => eventOf(inSegment(facts), looksAt, must),
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
  'wirestate.process': processField(({ name }) => name),
  'wirestate.pid': processField(({ pid }) => pid),
  'udp.srcport': (facts) => plain(16, inDatagram(facts), 'sourcePort'),
  'udp.dstport': (facts) => plain(16, inDatagram(facts), 'destinationPort'),
  'udp.port': (facts) => plain(16, inDatagram(facts), 'sourcePort', 'destinationPort'),
  'udp.stream': (facts) => plain(32, inDatagram(facts), 'stream'),
  'ip.proto': followingProtocol,
  'ip.src': (facts) => addresses(facts, 'ip', 'source'),
  'ip.dst': (facts) => addresses(facts, 'ip', 'destination'),
  'ip.addr': (facts) => addresses(facts, 'ip', 'source', 'destination'),
  'ip.ttl': (facts) => withTransport(facts, 'ip', 8, 'timeToLive'),
  'ip.id': (facts) => withTransport(facts, 'ip', 16, 'ipIdentification'),
  'ipv6.src': (facts) => addresses(facts, 'ipv6', 'source'),
  'ipv6.dst': (facts) => addresses(facts, 'ipv6', 'destination'),
  'ipv6.addr': (facts) => addresses(facts, 'ipv6', 'source', 'destination'),
  'ipv6.hlim': (facts) => withTransport(facts, 'ipv6', 8, 'timeToLive'),
};
