import type { ConnectionColumn, ConnectionOrder } from '../../../preload/contract/connections';
import type { Pause } from '../../analysis/in-stretches';
import { elapsedNanoseconds } from '../../analysis/tcp/clock';
import { TcpState, tcpStateName } from '../../analysis/tcp/tcp-state';
import { addressRanks } from '../address-ranks';
import type { Job } from '../jobs';
import { kernelRank } from '../machine/kernel-order';
import { kernelSample } from '../machine/kernel-sample';
import { sortedByValue } from '../radix-sort';
import { type ConnectionMeasures, closes, handshakes } from './connection-measures';
import { type ConnectionCounts, nowhere } from './conversation-counts';
import type { ConversationSource } from './conversation-source';

/** Columns whose values come of a pass over all segments. */
export const measuredColumns: ReadonlySet<ConnectionColumn> = new Set([
  'clientState',
  'serverState',
  'handshake',
  'close',
  'initialRoundTrip',
  'minimumRoundTrip',
  'medianRoundTrip',
  'maximumRoundTrip',
]);

/** Conversations in the order of a column; those without a value at the end, equal ones in the order of the capture. */
export async function orderedConversations(
  source: ConversationSource,
  numbers: Uint32Array,
  { column, descending }: ConnectionOrder,
  job: Job,
): Promise<Uint32Array> {
  if (column === 'stream') return descending ? numbers.slice().reverse() : numbers;
  const pause = () => job.breathe();
  return sortedByValue(numbers, await keysOf(source, numbers, column, pause), descending, pause);
}

async function keysOf(
  source: ConversationSource,
  numbers: Uint32Array,
  column: ConnectionColumn,
  pause: Pause,
): Promise<ValueOf> {
  if (column === 'client' || column === 'server') return endsInOrder(source, column, pause);
  if (column === 'clientKernel') return kernelsInOrder(source, numbers, 'client', pause);
  if (column === 'serverKernel') return kernelsInOrder(source, numbers, 'server', pause);
  return valuesOf(source, column);
}

/** By what the kernel said last of an end: what the packets contradict first. */
async function kernelsInOrder(
  { kind, analysis: { machine } }: ConversationSource,
  numbers: Uint32Array,
  end: 'client' | 'server',
  pause: Pause,
): Promise<ValueOf> {
  const ranks = new Map<number, number | null>();
  if (kind !== 'tcp' || !machine.knowsKernel) return () => null;
  for (const number of numbers) {
    await machine.prepareKernel(number, pause);
    const view = machine.kernelLast(number).find(({ side }) => side === end);
    if (view !== undefined) ranks.set(number, kernelRank(kernelSample(view)));
    await pause();
  }
  return (number) => ranks.get(number);
}

/** By an end's address, then by its port. */
async function endsInOrder(
  { conversations, store }: ConversationSource,
  end: 'client' | 'server',
  pause: Pause,
): Promise<ValueOf> {
  const ranks = await addressRanks(store.addresses, pause);
  return end === 'client'
    ? (number) => (ranks[conversations.client(number)] as number) * 0x10000 + conversations.clientPort(number)
    : (number) => (ranks[conversations.server(number)] as number) * 0x10000 + conversations.serverPort(number);
}

type ValueOf = (number: number) => number | null | undefined;

function valuesOf(source: ConversationSource, column: ConnectionColumn): ValueOf {
  const { tally, measures } = source;
  const { tcp } = tally;
  const general = generalValues(source, column);
  if (general) return general;
  if (tcp === null || measures === null) return () => null;
  switch (column) {
    case 'trouble':
      return (stream) => troubleOf(tcp, stream);
    case 'retransmissions':
      return (stream) => tcp.retransmissions[stream];
    case 'retransmissionRate':
      return (stream) => share(tcp.retransmissions[stream], tcp.sequenced[stream]);
    case 'outOfOrder':
      return (stream) => tcp.outOfOrder[stream];
    case 'duplicateAcks':
      return (stream) => tcp.duplicateAcks[stream];
    case 'zeroWindows':
      return (stream) => tcp.zeroWindows[stream];
    case 'resets':
      return (stream) => tcp.resets[stream];
    case 'clientMss':
      return (stream) => source.segmentSize(tcp.clientSyn[stream] ?? nowhere);
    case 'serverMss':
      return (stream) => source.segmentSize(tcp.serverSyn[stream] ?? nowhere);
    default:
      return measuredValues(measures, column);
  }
}

/** Everything that went wrong in a connection, counted together. */
const troubleOf = (tcp: ConnectionCounts, stream: number): number =>
  [tcp.retransmissions, tcp.outOfOrder, tcp.duplicateAcks, tcp.zeroWindows, tcp.resets].reduce(
    (total, counts) => total + (counts[stream] ?? 0),
    0,
  );

function generalValues(source: ConversationSource, column: ConnectionColumn): ValueOf | null {
  const { tally, conversations, store } = source;
  const { clientPackets, serverPackets, clientBytes, serverBytes } = tally.counts;
  switch (column) {
    case 'clientPort':
      return (number) => conversations.clientPort(number);
    case 'serverPort':
      return (number) => conversations.serverPort(number);
    case 'start':
      return (number) => elapsedNanoseconds(store, 0, tally.firstRow(number));
    case 'duration':
      return (number) => elapsedNanoseconds(store, tally.firstRow(number), tally.lastRow(number));
    case 'packets':
      return (number) => sum(clientPackets[number], serverPackets[number]);
    case 'bytes':
      return (number) => sum(clientBytes[number], serverBytes[number]);
    case 'clientPackets':
      return (number) => clientPackets[number];
    case 'serverPackets':
      return (number) => serverPackets[number];
    case 'clientBytes':
      return (number) => clientBytes[number];
    case 'serverBytes':
      return (number) => serverBytes[number];
    default:
      return null;
  }
}

const sum = (one = 0, other = 0): number => one + other;

/** Null where there is nothing to take a share of. */
export const share = (part = 0, whole = 0): number | null => (whole === 0 ? null : part / whole);

/** States in the order of a connection's life. */
const lives = [
  TcpState.listen,
  TcpState.synSent,
  TcpState.synReceived,
  TcpState.partial,
  TcpState.established,
  TcpState.finWait1,
  TcpState.finWait2,
  TcpState.closeWait,
  TcpState.closing,
  TcpState.lastAck,
  TcpState.timeWait,
  TcpState.closed,
].map(tcpStateName);

function measuredValues(measures: ConnectionMeasures, column: ConnectionColumn): ValueOf {
  const from = (value: (shape: NonNullable<ReturnType<ConnectionMeasures['shape']>>) => number | null): ValueOf => {
    return (stream) => {
      const shape = measures.shape(stream);
      return shape === null ? null : value(shape);
    };
  };
  switch (column) {
    case 'clientState':
      return from(({ client }) => lives.indexOf(client));
    case 'serverState':
      return from(({ server }) => lives.indexOf(server));
    case 'handshake':
      return from(({ handshake }) => handshakes.indexOf(handshake));
    case 'close':
      return from(({ close }) => closes.indexOf(close));
    case 'initialRoundTrip':
      return from(({ roundTrip }) => roundTrip.initial);
    case 'minimumRoundTrip':
      return from(({ roundTrip }) => roundTrip.minimum);
    case 'medianRoundTrip':
      return from(({ roundTrip }) => roundTrip.median);
    case 'maximumRoundTrip':
      return from(({ roundTrip }) => roundTrip.maximum);
    default:
      return () => null;
  }
}
