import { create } from 'zustand';
import type { ProtocolHierarchy } from '../../preload/contract/protocols';
import { bridge, sentenceOf } from './bridge';
import { isGrowing, useCapture } from './capture';
import { withJob } from './jobs';
import { useOpenPanels } from './workspace';

interface CountedProtocols {
  readonly hierarchy: ProtocolHierarchy | null;
  /** `packets`: each taken by itself; `streams`: what TCP carries told by its streams. */
  readonly countedBy: 'packets' | 'streams';
  readonly isWorking: boolean;
  readonly fault: string | null;
}

const NOTHING: CountedProtocols = { hierarchy: null, countedBy: 'packets', isWorking: false, fault: null };

export const useProtocols = create<CountedProtocols>(() => NOTHING);

const REFRESH_MILLISECONDS = 1000;

let counted = '';
let isBusy = false;
let timer: ReturnType<typeof setTimeout> | null = null;

const stateKey = () => {
  const { capture } = useCapture.getState();
  return capture ? `${capture.id} ${capture.packets} ${capture.revision} ${isGrowing(capture)}` : '';
};

/** Counts at once by packets; when the capture is read, again by streams. */
async function count(): Promise<void> {
  const { capture } = useCapture.getState();
  const key = stateKey();
  if (!capture || isBusy || key === counted || !useOpenPanels.getState().seen.includes('protocols')) return;
  isBusy = true;
  useProtocols.setState({ isWorking: true });
  const ask = (byStreams: boolean) =>
    withJob('Counting protocols', (job) => bridge().protocols.hierarchy(capture.id, { byStreams, job }));
  const isCurrent = () => useCapture.getState().capture?.id === capture.id;
  try {
    const atOnce = await ask(false);
    if (isCurrent()) useProtocols.setState({ hierarchy: atOnce, countedBy: 'packets', fault: null });
    if (!isGrowing(capture)) {
      const exact = await ask(true);
      if (isCurrent()) useProtocols.setState({ hierarchy: exact, countedBy: 'streams' });
    }
  } catch (problem) {
    if (isCurrent() && !/cancelled/i.test(String(problem))) useProtocols.setState({ fault: sentenceOf(problem) });
  } finally {
    counted = key;
    isBusy = false;
    useProtocols.setState({ isWorking: false });
    if (stateKey() !== key) countSoon();
  }
}

function countSoon(): void {
  if (timer !== null) return;
  timer = setTimeout(() => {
    timer = null;
    void count();
  }, REFRESH_MILLISECONDS);
}

/** Counts by streams, after that was cancelled. */
export function countAgain(): void {
  counted = '';
  void count();
}

export function listenToProtocols(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id !== before?.id) useProtocols.setState(NOTHING);
    if (capture && capture.id === before?.id) countSoon();
    else void count();
  });
  useOpenPanels.subscribe(() => void count());
}
