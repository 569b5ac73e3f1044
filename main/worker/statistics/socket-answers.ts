import { setImmediate } from 'node:timers/promises';
import type { StateName } from '../../../preload/contract/connections';
import type { SocketList, SocketListRequest, SocketRow } from '../../../preload/contract/sockets';
import type { Pause } from '../../analysis/in-stretches';
import { type SocketList as Sockets, socketsAt } from '../../analysis/tcp/socket-table';
import { tcpStateName } from '../../analysis/tcp/tcp-state';
import type { CaptureAnalysis } from '../capture-analysis';
import { HeldLists } from '../held-lists';
import type { Jobs } from '../jobs';
import { kernelSample, listenerSample } from '../machine/kernel-sample';
import { processText } from '../machine/process-text';
import { orderedSockets } from './socket-order';

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
        rows.push({ ...held.sockets.socket(each), ...(await machineOf(held, each, setImmediate)) });
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
      const held = { sockets, analysis, time: time ?? endOfTime };
      const sorted = { ...held, numbers: shown, machineOf: (each: number) => machineOf(held, each, pause) };
      const id = this.lists.hold({ ...held, numbers: sort ? await orderedSockets(sorted, sort, pause) : shown });
      return { id, rows: size, total: sockets.count, states, knowsKernel: analysis.machine.knowsKernel };
    });
  }
}

/** Whose a socket was, and what the kernel said of it. */
async function machineOf(
  { sockets, analysis, time }: Omit<HeldSockets, 'numbers'>,
  number: number,
  pause: Pause,
): Promise<Pick<SocketRow, 'process' | 'kernel'>> {
  const { stream, end, local } = sockets.socket(number);
  const { machine } = analysis;
  if (stream === null) {
    const note = machine.kernelOfListener(local, time);
    return { process: machine.processListening(local), kernel: note && listenerSample(note) };
  }
  await machine.prepareKernel(stream, pause, time);
  const view = machine.kernelNear(stream, time).find(({ side }) => side === end);
  return {
    process: processText(analysis, 'tcp', stream, end),
    kernel: view === undefined ? null : kernelSample(view),
  };
}
