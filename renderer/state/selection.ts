import { create } from 'zustand';
import type { PacketDetail } from '../../preload/contract/packets';
import { bridge, sentenceOf } from './bridge';
import { useCapture } from './capture';
import { canGo, EMPTY_HISTORY, go, type PacketHistory, visit, walk } from './packet-history';

interface Selection {
  /** The packet that every panel shows; 0 for none. */
  readonly packet: number;
  /** All selected packets, the shown one among them. */
  readonly packets: readonly number[];
  readonly history: PacketHistory;
  /** How `packet` was come to. */
  readonly arrival: Arrival;
  /** Of `packet`, or still of the one before it while the new one is on its way; null before the first. */
  readonly detail: PacketDetail | null;
  readonly detailFault: string | null;
}

const NOTHING: Selection = {
  packet: 0,
  packets: [],
  history: EMPTY_HISTORY,
  arrival: 'unasked',
  detail: null,
  detailFault: null,
};

export const useSelection = create<Selection>(() => NOTHING);

let fetching = false;

/** Fetches the shown packet's detail; while one is on its way only the newest wish is kept, so that held keys never queue. */
async function fetchDetail(): Promise<void> {
  if (fetching) return;
  fetching = true;
  try {
    for (;;) {
      const { packet } = useSelection.getState();
      const capture = useCapture.getState().capture;
      if (!capture || packet === 0) return;
      const revision = capture.revision;
      let result: Partial<Selection>;
      try {
        result = { detail: await bridge().packets.detail(capture.id, packet), detailFault: null };
      } catch (fault) {
        result = { detailFault: sentenceOf(fault) };
      }
      const now = useCapture.getState().capture;
      if (now?.id !== capture.id) continue;
      useSelection.setState(result);
      if (useSelection.getState().packet === packet && now.revision === revision) return;
    }
  } finally {
    fetching = false;
  }
}

/** How one came to a packet: jumps are kept in the history each, steps are not, and the window itself goes unasked. */
export type Arrival = 'step' | 'jump' | 'unasked';

/** Shows a packet everywhere and selects it alone. */
export function selectPacket(packet: number, arrival: Arrival): void {
  const { history, packet: before } = useSelection.getState();
  const next = arrival === 'jump' ? visit(history, packet) : walk(history, packet);
  useSelection.setState({ packet, packets: [packet], history: next, arrival });
  if (packet !== before || useSelection.getState().detail?.number !== packet) void fetchDetail();
}

/** Selects several packets; the shown one stays unless it is no longer among them. */
export function selectPackets(packets: readonly number[]): void {
  useSelection.setState({ packets });
}

export function travel(by: -1 | 1): void {
  const { history } = useSelection.getState();
  if (!canGo(history, by)) return;
  const next = go(history, by);
  const packet = next.visited[next.at] as number;
  useSelection.setState({ history: next, packet, packets: [packet], arrival: 'jump' });
  void fetchDetail();
}

/** Forgets everything with the capture it belongs to, and fetches again what a change of the capture made stale. */
export function listenToSelection(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id !== before?.id) useSelection.setState(NOTHING);
    if (!capture) return;
    const { packet } = useSelection.getState();
    if (packet > capture.packets && capture.phase !== 'loading') useSelection.setState(NOTHING);
    else if (packet > 0 && capture.revision !== before?.revision) void fetchDetail();
    // The first packet is shown without being asked for, as soon as it is there.
    else if (packet === 0 && capture.packets > 0) selectPacket(1, 'unasked');
  });
}
