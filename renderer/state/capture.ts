import { create } from 'zustand';
import type { CaptureId, CaptureState } from '../../preload/contract/capture';
import { bridge, sentenceOf } from './bridge';

interface Failure {
  readonly path: string;
  readonly message: string;
}

interface OpenCapture {
  /** The capture of this window; null shows the welcome screen. */
  readonly capture: CaptureState | null;
  /** A path that is being opened and is not yet known to be a capture. */
  readonly opening: string | null;
  readonly failure: Failure | null;
}

export const useCapture = create<OpenCapture>(() => ({ capture: null, opening: null, failure: null }));

/** The id of the open capture; throws where none is, which no caller on screen can reach. */
export function captureId(): CaptureId {
  const id = useCapture.getState().capture?.id;
  if (id === undefined) throw new Error('No capture is open.');
  return id;
}

/** Opens a file in this window in place of what it shows. A refusal leaves the capture that was open as it was. */
export async function openCapture(path: string): Promise<void> {
  const before = useCapture.getState().capture;
  useCapture.setState({ opening: path, failure: null });
  try {
    const capture = await bridge().captures.open(path);
    if (useCapture.getState().opening !== path) {
      await bridge().captures.close(capture.id);
      return;
    }
    useCapture.setState({ capture, opening: null });
    if (before && before.id !== capture.id) await bridge().captures.close(before.id);
  } catch (fault) {
    if (useCapture.getState().opening === path) {
      useCapture.setState({ opening: null, failure: { path, message: sentenceOf(fault) } });
    }
  }
}

export async function closeCapture(): Promise<void> {
  const { capture } = useCapture.getState();
  useCapture.setState({ capture: null, opening: null, failure: null });
  if (capture) await bridge().captures.close(capture.id);
}

/** Takes up what main says about the open capture. An event may overtake the answer of `open`, and an older one may come late. */
export function listenToCapture(): void {
  bridge().on('captureState', (state) => {
    if (useCapture.getState().capture?.id === state.id) useCapture.setState({ capture: state });
  });
}

/** While true, more rows may come. */
export const isGrowing = (capture: CaptureState): boolean =>
  capture.phase === 'loading' || capture.phase === 'following';
