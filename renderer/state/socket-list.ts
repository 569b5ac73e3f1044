import { create } from 'zustand';
import type { StateName } from '../../preload/contract/connections';
import type { SocketColumn, SocketList, SocketRow } from '../../preload/contract/sockets';
import { bridge } from './bridge';
import { captureId } from './capture';
import { RangeList } from './range-list';
import { useSelection } from './selection';

interface Request {
  /** Nanoseconds since the epoch; null for the end of the capture. */
  readonly at: string | null;
  readonly state: StateName | null;
  readonly sort: { readonly column: SocketColumn; readonly descending: boolean } | null;
}

/** The list of the States panel. */
export const socketList = new RangeList<Request, SocketList>({
  panel: 'states',
  title: 'Looking at the sockets',
  first: { at: null, state: null, sort: null },
  make: (capture, request, job) => bridge().sockets.list(capture, { ...request, job }),
});

/** Whether the table is of the selected packet's time or of the capture's end. */
export const useSocketTime = create<{ readonly when: 'packet' | 'end' }>(() => ({ when: 'packet' }));

const timeOf = ({ seconds, nanoseconds }: { readonly seconds: number; readonly nanoseconds: number }) =>
  String(BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds));

function takeTime(): void {
  const { detail } = useSelection.getState();
  const at = useSocketTime.getState().when === 'packet' && detail?.row.hasTime ? timeOf(detail.row) : null;
  if (at !== socketList.use.getState().request.at) socketList.change({ at });
}

/** Shows the sockets as they were when the selected packet passed, or at the end of the capture. */
export function showSocketsAt(when: 'packet' | 'end'): void {
  useSocketTime.setState({ when });
  takeTime();
}

/** Follows the selected packet. */
export function listenToSockets(): void {
  socketList.listen();
  useSelection.subscribe(({ detail }, before) => {
    if (detail !== before.detail) takeTime();
  });
}

export const socketRows = (list: number, start: number, count: number): Promise<readonly SocketRow[]> =>
  bridge().sockets.rows(captureId(), { list, start, count });
