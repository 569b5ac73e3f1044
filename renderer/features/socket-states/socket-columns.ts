import type { KernelSample } from '../../../preload/contract/kernel';
import type { SocketRow } from '../../../preload/contract/sockets';
import type { TableColumn } from '../../components/range-table/table-column';
import { endText } from '../../format/endpoint';
import { kernelText, kernelTone } from '../../format/kernel';
import { formatCount } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';

const toneOf = ({ state }: SocketRow): string => {
  if (state === 'ESTABLISHED') return 'tone-good';
  if (state === 'SYN_SENT' || state === 'SYN_RCVD') return 'tone-warn';
  return state === 'TIME_WAIT' || state === 'LISTEN' ? 'tone-dim' : '';
};

/** A number that the kernel told; without a tone where it is zero. */
const told = (
  id: string,
  title: string,
  help: string,
  of: (sample: KernelSample) => number | null,
  tone: (row: SocketRow) => string = () => '',
): TableColumn<SocketRow> => {
  const numberIn = ({ kernel }: SocketRow) => (kernel === null || kernel.state === 'CLOSED' ? null : of(kernel));
  return {
    id,
    title,
    help,
    width: 88,
    isRight: true,
    text: (row) => {
      const value = numberIn(row);
      return value === null ? '' : formatCount(value);
    },
    plain: (row) => String(numberIn(row) ?? ''),
    tone: (row) => (numberIn(row) ? tone(row) : 'tone-dim'),
  };
};

/** More connections wait to be accepted than may: further ones are not answered. */
const isFull = ({ state, kernel }: SocketRow): boolean =>
  state === 'LISTEN' && kernel !== null && kernel.receiveQueue > kernel.sendQueue;

const ofMachine: readonly TableColumn<SocketRow>[] = [
  {
    id: 'kernel',
    title: 'Kernel says',
    help: 'What the kernel of the capturing machine said of its socket last until then, and what of it the packets say otherwise; sorted, what they contradict comes first',
    width: 150,
    text: ({ kernel }) => kernelText(kernel),
    tone: ({ kernel }) => kernelTone(kernel),
  },
  told(
    'receiveQueue',
    'Recv-Q',
    'Bytes that the process has not read; of a socket that listens, connections that wait to be accepted',
    ({ receiveQueue }) => receiveQueue,
    (row) => (isFull(row) ? 'tone-bad' : 'tone-warn'),
  ),
  told(
    'sendQueue',
    'Send-Q',
    'Bytes not sent or not acknowledged; of a socket that listens, how many connections may wait',
    ({ sendQueue }) => sendQueue,
    ({ state }) => (state === 'LISTEN' ? 'tone-dim' : 'tone-warn'),
  ),
  told(
    'resends',
    'Resent',
    'Segments that the kernel has sent again',
    ({ resends }) => resends,
    () => 'tone-bad',
  ),
  {
    id: 'roundTrip',
    title: 'RTT',
    help: 'Round trip as the kernel smooths it',
    width: 96,
    isRight: true,
    text: ({ kernel }) => (kernel?.roundTrip == null ? '' : `${kernel.roundTrip.toFixed(3)} ms`),
    plain: ({ kernel }) => String(kernel?.roundTrip ?? ''),
  },
  told('congestionWindow', 'Cwnd', 'Congestion window, in segments', ({ congestionWindow }) => congestionWindow),
  {
    id: 'process',
    title: 'Process',
    help: 'Program and process id; "listens" where its own socket was not seen, only the one that listens there',
    width: 200,
    text: ({ process }) => visibleText(process),
  },
];

const ofPackets: readonly TableColumn<SocketRow>[] = [
  { id: 'local', title: 'Local address', width: 260, text: ({ local }) => visibleText(endText(local)) },
  {
    id: 'remote',
    title: 'Remote address',
    width: 260,
    text: ({ remote }) => (remote.port === 0 ? '*' : visibleText(endText(remote))),
  },
  { id: 'state', title: 'State', width: 130, text: ({ state }) => state, tone: toneOf },
  {
    id: 'stream',
    title: 'Stream',
    width: 80,
    isRight: true,
    text: ({ stream }) => (stream === null ? '' : String(stream)),
    tone: () => 'tone-dim',
  },
  {
    id: 'packet',
    title: 'Last packet',
    help: "The connection's last packet until then",
    width: 100,
    isRight: true,
    text: ({ packet }) => String(packet),
    tone: () => 'tone-dim',
  },
];

/** Room for what follows. */
const narrower = (columns: readonly TableColumn<SocketRow>[]) =>
  columns.map((column) => (column.width > 200 ? { ...column, width: 190 } : column));

const ofBoth = [...narrower(ofPackets.slice(0, 3)), ...ofMachine, ...ofPackets.slice(3)];

/** With what the machine that captured knew, where it was asked. */
export const socketColumns = (knowsKernel: boolean): readonly TableColumn<SocketRow>[] =>
  knowsKernel ? ofBoth : ofPackets;
