import { UnstyledButton } from '@mantine/core';
import { formatBytes } from '../../format/quantity';
import { bridge } from '../../state/bridge';
import { captureId, useCapture } from '../../state/capture';
import { attempt } from '../../state/notices';
import './load-bar.css';

/** How far the file has been read, with a way to stop; from the first half second on, as short loads need none. */
export function LoadBar() {
  const capture = useCapture((state) => state.capture);
  if (capture?.phase !== 'loading') return null;
  if (capture.loadMilliseconds < 500) return <span>loading</span>;
  const share = capture.sizeBytes > 0 ? Math.min(1, capture.bytesRead / capture.sizeBytes) : 0;
  return (
    <span className="load-bar">
      <span
        className="load-bar-track"
        role="progressbar"
        aria-label="Reading the capture"
        aria-valuenow={Math.floor(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span className="load-bar-done" style={{ transform: `scaleX(${share})` }} />
      </span>
      {formatBytes(capture.bytesRead)} of {formatBytes(capture.sizeBytes)}
      <UnstyledButton
        className="load-bar-stop"
        onClick={() => attempt('The loading could not be stopped', () => bridge().captures.cancelLoading(captureId()))}
      >
        Stop
      </UnstyledButton>
    </span>
  );
}
