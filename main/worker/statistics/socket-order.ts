import type { KernelSample } from '../../../preload/contract/kernel';
import type { SocketColumn, SocketListRequest, SocketRow } from '../../../preload/contract/sockets';
import type { Pause } from '../../analysis/in-stretches';
import type { SocketList as Sockets } from '../../analysis/tcp/socket-table';
import { TcpState } from '../../analysis/tcp/tcp-state';
import { addressRanks } from '../address-ranks';
import type { CaptureAnalysis } from '../capture-analysis';
import { kernelRank } from '../machine/kernel-order';
import { sortedByValue } from '../radix-sort';

type KeyOf = (socket: number) => number | null | undefined;
type Machine = Pick<SocketRow, 'process' | 'kernel'>;

interface Sorted {
  readonly analysis: CaptureAnalysis;
  readonly sockets: Sockets;
  /** The sockets that are sorted, in the order of the capture. */
  readonly numbers: Uint32Array;
  /** What the machine that captured told of one. */
  readonly machineOf: (socket: number) => Promise<Machine>;
}

/** Sockets in the order of a column; those without a value at the end, equal ones in the order of the capture. */
export async function orderedSockets(
  sorted: Sorted,
  { column, descending }: NonNullable<SocketListRequest['sort']>,
  pause: Pause,
): Promise<Uint32Array> {
  return sortedByValue(sorted.numbers, await keysOf(sorted, column, pause), descending, pause);
}

async function keysOf(sorted: Sorted, column: SocketColumn, pause: Pause): Promise<KeyOf> {
  const { analysis, sockets } = sorted;
  const isListening = (each: number): boolean => sockets.state(each) === TcpState.listen;
  switch (column) {
    case 'local':
    case 'remote': {
      const ranks = await addressRanks(analysis.store.addresses, pause);
      const keyOf = ({ address, port }: ReturnType<Sockets['local']>) => (ranks[address] ?? 0) * 0x10000 + port;
      if (column === 'local') return (each) => keyOf(sockets.local(each));
      return (each) => (isListening(each) ? -1 : keyOf(sockets.remote(each)));
    }
    case 'state':
      return (each) => sockets.state(each);
    case 'stream':
      return (each) => (isListening(each) ? null : sockets.stream(each));
    case 'packet':
      return (each) => sockets.row(each);
    case 'process':
      return processesInOrder(sorted, pause);
    default:
      return figuresInOrder(sorted, column, pause);
  }
}

/** By the program's name, then by its id. */
async function processesInOrder({ numbers, machineOf }: Sorted, pause: Pause): Promise<KeyOf> {
  const names = new Map<number, string>();
  for (const each of numbers) {
    const { process } = await machineOf(each);
    if (process !== '') names.set(each, process);
    await pause();
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  const ranks = new Map([...new Set(names.values())].sort(compare).map((name, rank) => [name, rank]));
  return (each) => ranks.get(names.get(each) ?? '');
}

type Figure = Exclude<SocketColumn, 'local' | 'remote' | 'state' | 'stream' | 'packet' | 'process'>;

async function figuresInOrder({ numbers, machineOf }: Sorted, column: Figure, pause: Pause): Promise<KeyOf> {
  const figures = new Map<number, number | null>();
  for (const each of numbers) {
    const { kernel } = await machineOf(each);
    figures.set(each, column === 'kernel' ? kernelRank(kernel) : figureOf(kernel, column));
    await pause();
  }
  return (each) => figures.get(each);
}

/** A socket that is gone has none. */
const figureOf = (kernel: KernelSample | null, column: Exclude<Figure, 'kernel'>): number | null =>
  kernel === null || kernel.state === 'CLOSED' ? null : kernel[column];
