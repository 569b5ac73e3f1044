import type { ConnectionLife, ConnectionRow, Ends, StateName, TcpRow } from '../../../preload/contract/connections';
import { RowFlag } from '../../analysis/store/schema';
import { elapsedNanoseconds } from '../../analysis/tcp/clock';
import { clientState, serverState, tcpStateName } from '../../analysis/tcp/tcp-state';
import type { Job } from '../jobs';
import { kernelSample } from '../machine/kernel-sample';
import { processText } from '../machine/process-text';
import { connectionLives } from './connection-lives';
import { nowhere } from './conversation-counts';
import type { ConversationSource } from './conversation-source';

/** A longer connection is left to `measure`: a page of the table waits for none of them. */
const mostSegmentsMeasured = 20_000;

/** Some conversations as lines of the table. */
export async function connectionRows(
  source: ConversationSource,
  numbers: readonly number[],
  job: Job,
): Promise<ConnectionRow[]> {
  if (numbers.length === 0) return [];
  for (const number of numbers) await measureShort(source, number, job);
  const lives = await connectionLives(source, numbers, job);
  const rows: ConnectionRow[] = [];
  for (const [index, number] of numbers.entries()) {
    if (source.kind === 'tcp') await source.analysis.machine.prepareKernel(number, () => job.breathe());
    rows.push({ ...conversationLine(source, number), life: lives[index] as ConnectionLife });
  }
  return rows;
}

async function measureShort({ measures, tally }: ConversationSource, number: number, job: Job): Promise<void> {
  if (measures === null || measures.has(number)) return;
  const { client, server } = packetsOf(tally.counts, number);
  if (client + server <= mostSegmentsMeasured) await measures.measure(number, job);
}

/** What the counts tell of a conversation. */
export function conversationLine(source: ConversationSource, number: number): Omit<ConnectionRow, 'life'> {
  const { store, tally, conversations } = source;
  const first = tally.firstRow(number);
  const { clientBytes, serverBytes } = tally.counts;
  return {
    stream: number,
    client: { address: store.addresses.text(conversations.client(number)), port: conversations.clientPort(number) },
    server: { address: store.addresses.text(conversations.server(number)), port: conversations.serverPort(number) },
    seconds: store.get('seconds', first) || 0,
    nanoseconds: store.get('nanoseconds', first),
    hasTime: store.has(first, RowFlag.hasTime),
    duration: elapsedNanoseconds(store, first, tally.lastRow(number)) / 1e9,
    packets: packetsOf(tally.counts, number),
    bytes: { client: clientBytes[number] ?? 0, server: serverBytes[number] ?? 0 },
    firstPacket: first + 1,
    processes: { client: processOf(source, number, 'client'), server: processOf(source, number, 'server') },
    tcp: tcpRow(source, number),
  };
}

function processOf({ kind, analysis }: ConversationSource, number: number, end: 'client' | 'server'): string {
  return kind === 'ip' ? '' : processText(analysis, kind, number, end);
}

const packetsOf = (
  { clientPackets, serverPackets }: ConversationSource['tally']['counts'],
  number: number,
): Ends<number> => ({ client: clientPackets[number] ?? 0, server: serverPackets[number] ?? 0 });

function tcpRow(source: ConversationSource, stream: number): TcpRow | null {
  const { tcp } = source.tally;
  if (tcp === null) return null;
  const shape = source.measures?.shape(stream) ?? null;
  return {
    states: stateNames(source.states(stream)),
    kernel: kernelOf(source, stream),
    shape: shape && { handshake: shape.handshake, close: shape.close, roundTrip: shape.roundTrip, paths: shape.paths },
    options: {
      client: source.options(tcp.clientSyn[stream] ?? nowhere),
      server: source.options(tcp.serverSyn[stream] ?? nowhere),
    },
    retransmissions: tcp.retransmissions[stream] ?? 0,
    outOfOrder: tcp.outOfOrder[stream] ?? 0,
    duplicateAcks: tcp.duplicateAcks[stream] ?? 0,
    zeroWindows: tcp.zeroWindows[stream] ?? 0,
    resets: tcp.resets[stream] ?? 0,
    sequencedSegments: tcp.sequenced[stream] ?? 0,
    findings: [],
  };
}

function kernelOf({ analysis }: ConversationSource, stream: number): TcpRow['kernel'] {
  const views = analysis.machine.kernelLast(stream);
  const of = (end: 'client' | 'server') => {
    const view = views.find(({ side }) => side === end);
    return view === undefined ? null : kernelSample(view);
  };
  return { client: of('client'), server: of('server') };
}

const stateNames = (states: number): Ends<StateName> => ({
  client: tcpStateName(clientState(states)),
  server: tcpStateName(serverState(states)),
});
