import { create } from 'zustand';
import type { CaptureState } from '../../../preload/contract/capture';
import type { LiveStart, LiveState } from '../../../preload/contract/live-capture';
import { bridge } from '../bridge';
import { useCapture } from '../capture';

interface Live {
  /** What is known of the open capture as a live one; null where it is a file like any other. */
  readonly live: LiveState | null;
  /** A capture was asked for and no packet can come in yet. */
  readonly isStarting: boolean;
}

export const useLive = create<Live>(() => ({ live: null, isStarting: false }));

/** The newest that was heard of captures that are not shown (yet): an event may overtake the answer that names its capture. */
const heard = new Map<number, LiveState>();
const mostHeard = 8;

export const isRunning = (live: LiveState | null): boolean => live !== null && live.phase !== 'stopped';

/** Whether there is something in a temporary file that would be missed: not where it ended without a packet. */
export function isUnsaved(live: LiveState | null): boolean {
  if (!live?.unsaved) return false;
  // Of a capture that was recovered nothing was counted.
  const isCounted = live.counters.fileBytes > 0;
  return live.phase !== 'stopped' || !isCounted || live.counters.captured > 0;
}

/** Takes up what main says about live captures. */
export function listenToLive(): void {
  bridge().on('liveState', (live) => {
    hear(live);
    if (live.capture === useCapture.getState().capture?.id) useLive.setState({ live });
  });
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id !== before?.id) useLive.setState({ live: (capture && heard.get(capture.id)) ?? null });
  });
}

function hear(live: LiveState): void {
  heard.delete(live.capture);
  heard.set(live.capture, live);
  for (const old of heard.keys()) if (heard.size > mostHeard) heard.delete(old);
}

/** Shows a live capture in this window, in place of what it shows. */
export async function showLive({ state, live }: LiveStart): Promise<void> {
  const before = useCapture.getState().capture;
  if (!heard.has(live.capture)) hear(live);
  useCapture.setState({ capture: state, opening: null, failure: null });
  useLive.setState({ live: heard.get(live.capture) ?? live });
  if (before && before.id !== state.id) await bridge().captures.close(before.id);
}

/** What a capture is called on screen: a temporary file's name says nothing. */
export function shownName(capture: CaptureState, live: LiveState | null): string {
  if (live === null || live.capture !== capture.id) return capture.name;
  if (!live.unsaved) return live.path.split(/[\\/]/).at(-1) ?? capture.name;
  return `Captured on ${deviceNames(live)}`;
}

/** `lo`, `eth0 and lo`, `eth0, lo and 3 more`. */
export function deviceNames({ devices }: Pick<LiveState, 'devices'>): string {
  const names = devices.map((device) => (device === 'any' ? 'all interfaces' : device));
  if (names.length === 0) return 'an interface';
  if (names.length <= 2) return names.join(' and ');
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
