import type { SocketRow } from '../../../preload/contract/sockets';
import type { TableColumn } from '../../components/range-table/table-column';
import { endText } from '../../format/endpoint';
import { visibleText } from '../../format/visible-text';

const toneOf = ({ state }: SocketRow): string => {
  if (state === 'ESTABLISHED') return 'tone-good';
  if (state === 'SYN_SENT' || state === 'SYN_RCVD') return 'tone-warn';
  return state === 'TIME_WAIT' || state === 'LISTEN' ? 'tone-dim' : '';
};

export const SOCKET_COLUMNS: readonly TableColumn<SocketRow>[] = [
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
