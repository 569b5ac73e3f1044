import type { ConnectionRow, ConversationKind, StateName } from '../../../preload/contract/connections';
import type { TableColumn } from '../../components/range-table/table-column';
import { endText } from '../../format/endpoint';
import { kernelText, kernelTone } from '../../format/kernel';
import { formatCount } from '../../format/quantity';
import { formatRowTime } from '../../format/time';
import { visibleText } from '../../format/visible-text';
import { useCapture } from '../../state/capture';
import { useSettings } from '../../state/settings';
import { closedText, openedText, optionsText, rateOf, resentText, roundTripText, troubleText } from './connection-text';
import { ClientCell, ServerCell } from './end-cell';
import { LifeCell } from './life-cell';

/** In the window's time format; what is since the packet before has no meaning here and is since the start. */
function startText({ seconds, nanoseconds, hasTime }: ConnectionRow): string {
  const { timeFormat, utc } = useSettings.getState();
  const first = useCapture.getState().capture?.firstTime;
  const reference = { referenceSeconds: first?.seconds ?? 0, referenceNanoseconds: first?.nanoseconds ?? 0 };
  return formatRowTime(
    { seconds, nanoseconds, hasTime, previousSeconds: 0, previousNanoseconds: 0, ...reference },
    { format: timeFormat === 'since-previous' ? 'since-start' : timeFormat, utc, digits: 6 },
  );
}

const STATE_TONES: Partial<Record<StateName, string>> = {
  ESTABLISHED: 'tone-good',
  SYN_SENT: 'tone-warn',
  SYN_RCVD: 'tone-warn',
  CLOSED: 'tone-dim',
  TIME_WAIT: 'tone-dim',
  LISTEN: 'tone-dim',
};

const count = (
  id: string,
  title: string,
  help: string,
  countOf: (row: ConnectionRow) => number,
  isHidden = false,
): TableColumn<ConnectionRow> => ({
  id,
  title,
  help,
  width: 84,
  isRight: true,
  isHidden,
  text: (row) => formatCount(countOf(row)),
  plain: (row) => String(countOf(row)),
  tone: (row) => (countOf(row) === 0 ? 'tone-dim' : ''),
});

const roundTrip = (
  id: string,
  which: 'initial' | 'minimum' | 'median' | 'maximum',
  title: string,
  help: string,
  isHidden: boolean,
): TableColumn<ConnectionRow> => ({
  id,
  title,
  help,
  width: 96,
  isRight: true,
  isHidden,
  text: (row) => roundTripText(row, which),
});

/** `192.0.2.1:50000 curl (4242)` where it was noted whose it was. */
const endOf = (row: ConnectionRow, end: 'client' | 'server') =>
  visibleText(`${endText(row[end])} ${row.processes[end]}`.trimEnd());

const ends = (client: string, server: string): readonly TableColumn<ConnectionRow>[] => [
  { id: 'client', title: client, width: 176, text: (row) => endOf(row, 'client'), drawing: ClientCell },
  { id: 'server', title: server, width: 176, text: (row) => endOf(row, 'server'), drawing: ServerCell },
];

const times: readonly TableColumn<ConnectionRow>[] = [
  { id: 'start', title: 'Start', help: 'Time of its first packet', width: 104, isRight: true, text: startText },
  {
    id: 'duration',
    title: 'Duration',
    help: 'Seconds from its first to its last packet',
    width: 96,
    isRight: true,
    text: ({ duration }) => duration.toFixed(6),
  },
];

const life: TableColumn<ConnectionRow> = {
  id: 'life',
  title: 'Life',
  help: 'When it carried data (client above, server below) and met trouble, from its first packet to its last; on top, where that lies in the capture',
  width: 116,
  isSortable: false,
  text: () => '',
  drawing: LifeCell,
};

const amounts: readonly TableColumn<ConnectionRow>[] = [
  count('packets', 'Packets', 'Packets in both directions', ({ packets }) => packets.client + packets.server, true),
  count('bytes', 'Bytes', 'Bytes in both directions, as on the wire', ({ bytes }) => bytes.client + bytes.server, true),
  count('clientPackets', 'Packets →', 'Packets from the client', ({ packets }) => packets.client),
  count('serverPackets', '← Packets', 'Packets from the server', ({ packets }) => packets.server),
  count('clientBytes', 'Bytes →', 'Bytes from the client, as on the wire', ({ bytes }) => bytes.client),
  count('serverBytes', '← Bytes', 'Bytes from the server, as on the wire', ({ bytes }) => bytes.server),
];

const state = (end: 'client' | 'server', title: string): TableColumn<ConnectionRow> => ({
  id: `${end}State`,
  title,
  help: `State in which the ${end} is at the end of the capture (RFC 9293)`,
  width: 104,
  text: ({ tcp }) => tcp?.states[end] ?? '',
  tone: ({ tcp }) => (tcp && STATE_TONES[tcp.states[end]]) ?? '',
});

const kernel = (end: 'client' | 'server', title: string): TableColumn<ConnectionRow> => ({
  id: `${end}Kernel`,
  title,
  help: `What the kernel said last of the ${end}'s socket, where that is the capturing machine's, and what of it the packets say otherwise; sorted, what they contradict comes first`,
  width: 120,
  text: ({ tcp }) => kernelText(tcp?.kernel[end] ?? null),
  tone: ({ tcp }) => kernelTone(tcp?.kernel[end] ?? null),
});

const path = (end: 'client' | 'server', title: string): TableColumn<ConnectionRow> => ({
  id: `${end}Path`,
  title,
  help: `States that the ${end} went through, in their order (RFC 9293)`,
  width: 260,
  isHidden: true,
  isSortable: false,
  text: ({ tcp }) => (tcp?.shape ? tcp.shape.paths[end].join(' → ') : ''),
  tone: () => 'tone-dim',
});

const kernels = [kernel('client', "Client's kernel"), kernel('server', "Server's kernel")];

/** What one looks for first. */
const condition: readonly TableColumn<ConnectionRow>[] = [
  state('client', 'Client is'),
  state('server', 'Server is'),
  {
    id: 'close',
    title: 'Closed',
    help: 'How it closed',
    width: 120,
    text: closedText,
    tone: ({ tcp }) => (tcp?.shape?.close === 'reset' ? 'tone-bad' : ''),
  },
  {
    id: 'retransmissionRate',
    title: 'Resent',
    help: 'Share of the segments with data, SYN or FIN that were sent again',
    width: 76,
    isRight: true,
    text: resentText,
    tone: ({ tcp }) => (tcp && rateOf(tcp) >= 0.01 ? 'tone-bad' : 'tone-warn'),
  },
  {
    id: 'trouble',
    title: 'What was wrong',
    help: 'Resets, resends, late segments, duplicate ACKs, zero windows',
    width: 216,
    text: troubleText,
    tone: ({ tcp }) => (tcp && (tcp.resets > 0 || tcp.retransmissions > 0) ? 'tone-bad' : 'tone-warn'),
  },
];

const measures: readonly TableColumn<ConnectionRow>[] = [
  path('client', "Client's states"),
  path('server', "Server's states"),
  { id: 'handshake', title: 'Opened', help: 'How it opened', width: 112, text: openedText },
  roundTrip('initialRoundTrip', 'initial', 'First RTT', 'Round trip of the handshake', false),
  roundTrip('minimumRoundTrip', 'minimum', 'Least RTT', 'Shortest round trip of a segment and its ACK', true),
  roundTrip('medianRoundTrip', 'median', 'Median RTT', 'Median round trip of segments and their ACKs', false),
  roundTrip('maximumRoundTrip', 'maximum', 'Most RTT', 'Longest round trip of a segment and its ACK', true),
  count(
    'retransmissions',
    'Resends',
    'Segments sent again, needed or not',
    ({ tcp }) => tcp?.retransmissions ?? 0,
    true,
  ),
  count('outOfOrder', 'Late', 'First transmissions that arrive late', ({ tcp }) => tcp?.outOfOrder ?? 0, true),
  count('duplicateAcks', 'Dup ACKs', 'Duplicate acknowledgments', ({ tcp }) => tcp?.duplicateAcks ?? 0, true),
  count('zeroWindows', 'Zero windows', 'Segments that offer no window', ({ tcp }) => tcp?.zeroWindows ?? 0, true),
  count('resets', 'Resets', 'Segments with RST', ({ tcp }) => tcp?.resets ?? 0, true),
  {
    id: 'clientMss',
    title: 'Client offers',
    help: "Options of the client's SYN; sorted by MSS",
    width: 190,
    text: ({ tcp }) => (tcp ? optionsText(tcp.options.client) : ''),
    tone: () => 'tone-dim',
  },
  {
    id: 'serverMss',
    title: 'Server offers',
    help: "Options of the server's SYN,ACK; sorted by MSS",
    width: 190,
    text: ({ tcp }) => (tcp ? optionsText(tcp.options.server) : ''),
    tone: () => 'tone-dim',
  },
];

const stream: TableColumn<ConnectionRow> = {
  id: 'stream',
  title: 'Stream',
  width: 68,
  isRight: true,
  text: (row) => String(row.stream),
  tone: () => 'tone-dim',
};

const withoutKernel: Readonly<Record<ConversationKind, readonly TableColumn<ConnectionRow>[]>> = {
  tcp: [stream, ...ends('Client', 'Server'), life, ...condition, ...times, ...amounts, ...measures],
  udp: [stream, ...ends('Client', 'Server'), life, ...times, ...amounts],
  ip: [...ends('First speaker', 'Other'), life, ...times, ...amounts],
};

const besideStates = 1 + withoutKernel.tcp.findIndex(({ id }) => id === 'serverState');
const tcpWithKernel = [
  ...withoutKernel.tcp.slice(0, besideStates),
  ...kernels,
  ...withoutKernel.tcp.slice(besideStates),
];

/** The columns of a kind of conversation, in their order; with what the machine that captured knew, where it was asked. */
export const connectionColumns = (
  kind: ConversationKind,
  knowsKernel: boolean,
): readonly TableColumn<ConnectionRow>[] => (kind === 'tcp' && knowsKernel ? tcpWithKernel : withoutKernel[kind]);
