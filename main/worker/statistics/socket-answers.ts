import { setImmediate } from 'node:timers/promises';
import type { StateName } from '../../../preload/contract/connections';
import type { SocketList, SocketListRequest, SocketRow } from '../../../preload/contract/sockets';
import { type SocketList as Sockets, socketsAt } from '../../analysis/tcp/socket-table';
import { TcpState, tcpStateName } from '../../analysis/tcp/tcp-state';
import { addressRanks } from '../address-ranks';
import type { CaptureAnalysis } from '../capture-analysis';
import { HeldLists } from '../held-lists';
import type { Job, Jobs } from '../jobs';
import { kernelSample, listenerSample } from '../machine/kernel-sample';
import { processText } from '../machine/process-text';
import { sortedByValue } from '../radix-sort';

interface HeldSockets {
  readonly sockets: Sockets;
  /** Sockets by position. */
  readonly numbers: Uint32Array;
  readonly analysis: CaptureAnalysis;
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
}

/** Later than anything. */
const endOfTime = 1n << 63n;

/** What the contract's `sockets` methods call. */
export class SocketAnswers {
  private readonly lists = new HeldLists<HeldSockets>();

  constructor(
    private readonly analysis: () => CaptureAnalysis,
    private readonly jobs: Jobs,
  ) {}

  readonly methods = {
    'sockets.list': (request: SocketListRequest) => this.list(request),
    'sockets.rows': async ({ list, start, count }: { list: number; start: number; count: number }) => {
      const held = this.lists.get(list);
      const rows: SocketRow[] = [];
      for (const each of held.numbers.subarray(start, start + count)) {
        const stream = held.sockets.stream(each);
        if (stream >= 0) await held.analysis.machine.prepareKernel(stream, setImmediate, held.time);
        rows.push(socketRow(held, each));
      }
      return rows;
    },
  } as const;

  private list({ at, state, sort, job: name }: SocketListRequest): Promise<SocketList> {
    const analysis = this.analysis();
    return this.jobs.run(name, 'Looking at the sockets', async (job) => {
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
      const id = this.lists.hold({ sockets, numbers: ordered, analysis, time: time ?? endOfTime });
      return { id, rows: size, total: sockets.count, states, knowsKernel: analysis.machine.knowsKernel };
    });
  }
}

/** With whose it was, and what the kernel said of it. */
function socketRow({ sockets, analysis, time }: HeldSockets, number: number): SocketRow {
  const socket = sockets.socket(number);
  const { stream, end, local } = socket;
  const { machine } = analysis;
  if (stream === null) {
    const note = machine.kernelOfListener(local, time);
    return { ...socket, process: machine.processListening(local), kernel: note && listenerSample(note) };
  }
  const view = machine.kernelNear(stream, time).find(({ side }) => side === end);
  return {
    ...socket,
    process: processText(analysis, 'tcp', stream, end),
    kernel: view === undefined ? null : kernelSample(view),
  };
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
