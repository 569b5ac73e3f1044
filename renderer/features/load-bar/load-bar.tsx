import { Button } from '@mantine/core';
import { formatBytes, formatCounted } from '../../format/quantity';
import { bridge } from '../../state/bridge';
import { captureId, useCapture } from '../../state/capture';
import { attempt } from '../../state/notices';
import './load-bar.css';

/** How far the file has been read, with a way to stop; there from the first half second on, as short loads need none. */
export function LoadBar() {
  const capture = useCapture((state) => state.capture);
  if (capture?.phase !== 'loading' || capture.loadMilliseconds < 500) return null;
  const share = capture.sizeBytes > 0 ? Math.min(1, capture.bytesRead / capture.sizeBytes) : 0;
  const percent = Math.floor(share * 100);
  return (
    <div className="load-bar">
      <div
        className="load-bar-track"
        role="progressbar"
        aria-label="Reading the capture"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className="load-bar-done" style={{ transform: `scaleX(${share})` }} />
      </div>
      <span className="load-bar-text">
        Reading {formatBytes(capture.bytesRead)} of {formatBytes(capture.sizeBytes)} ·{' '}
        {formatCounted(capture.packets, 'packet')}
      </span>
      <Button
        size="compact-xs"
        onClick={() => attempt('The loading could not be stopped', () => bridge().captures.cancelLoading(captureId()))}
      >
        Stop here
      </Button>
    </div>
  );
}
