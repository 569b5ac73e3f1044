import type { StateName } from '../../../preload/contract/connections';
import type { SocketList, SocketListRequest } from '../../../preload/contract/sockets';
import { type SocketList as Sockets, socketsAt } from '../../analysis/tcp/socket-table';
import { TcpState, tcpStateName } from '../../analysis/tcp/tcp-state';
import { addressRanks } from '../address-ranks';
import type { CaptureAnalysis } from '../capture-analysis';
import { HeldLists } from '../held-lists';
import type { Job, Jobs } from '../jobs';
import { sortedByValue } from '../radix-sort';

interface HeldSockets {
  readonly sockets: Sockets;
  /** Sockets by position. */
  readonly numbers: Uint32Array;
}

/** What the contract's `sockets` methods call. */
export class SocketAnswers {
  private readonly lists = new HeldLists<HeldSockets>();

  constructor(
    private readonly analysis: () => CaptureAnalysis,
    private readonly jobs: Jobs,
  ) {}

  readonly methods = {
    'sockets.list': (request: SocketListRequest) => this.list(request),
    'sockets.rows': ({ list, start, count }: { list: number; start: number; count: number }) => {
      const { sockets, numbers } = this.lists.get(list);
      return [...numbers.subarray(start, start + count)].map((each) => sockets.socket(each));
    },
  } as const;

  private list({ at, state, sort, job: id }: SocketListRequest): Promise<SocketList> {
    const analysis = this.analysis();
    return this.jobs.run(id, 'Looking at the sockets', async (job) => {
      const pause = () => job.breathe();
      const time = at === null ? undefined : BigInt(at);
      const sockets = await socketsAt(analysis.store, analysis.connections, time, pause);
      const numbers = new Uint32Array(sockets.count);
      const states: Partial<Record<StateName, number>> = {};
      let size = 0;
      for (let socket = 0; socket < sockets.count; socket++) {
        const name = tcpStateName(sockets.state(socket));
        states[name] = (states[name] ?? 0) + 1;
        if (state === null || name === state) numbers[size++] = socket;
      }
      const shown = numbers.slice(0, size);
      const ordered = sort ? await orderedSockets(analysis, sockets, shown, sort, job) : shown;
      const list = { id: this.lists.hold({ sockets, numbers: ordered }), rows: size, total: sockets.count, states };
      return list;
    });
  }
}

async function orderedSockets(
  { store }: CaptureAnalysis,
  sockets: Sockets,
  numbers: Uint32Array,
  { column, descending }: NonNullable<SocketListRequest['sort']>,
  job: Job,
): Promise<Uint32Array> {
  const pause = () => job.breathe();
  const isByEnd = column === 'local' || column === 'remote';
  const ranks = isByEnd ? await addressRanks(store.addresses, pause) : null;
  const endKey = ({ address, port }: ReturnType<Sockets['local']>) => (ranks?.[address] ?? 0) * 0x10000 + port;
  const keyOf = (each: number): number | null => {
    const isListening = sockets.state(each) === TcpState.listen;
    if (column === 'local') return endKey(sockets.local(each));
    if (column === 'remote') return isListening ? -1 : endKey(sockets.remote(each));
    if (column === 'state') return sockets.state(each);
    if (column === 'stream') return isListening ? null : sockets.stream(each);
    return sockets.row(each);
  };
  return sortedByValue(numbers, keyOf, descending, pause);
}
