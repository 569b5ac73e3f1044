import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CaptureState } from '../../../preload/contract/capture';
import { formatBytes, formatCount, formatCounted, formatDuration, formatShare } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import { useCapture } from '../../state/capture';
import { openDialog } from '../../state/dialogs';
import { shownName, useLive } from '../../state/live/live';
import { useSelection } from '../../state/selection';
import { useView } from '../../state/view';
import './status-bar.css';

function phaseText(capture: CaptureState): string {
  switch (capture.phase) {
    case 'loading':
      return '';
    case 'ready':
      return `loaded in ${formatDuration(capture.loadMilliseconds)}`;
    case 'cancelled':
      return `stopped after ${formatBytes(capture.bytesRead)} of ${formatBytes(capture.sizeBytes)}`;
    case 'following':
      return 'following the file';
    case 'failed':
      return 'reading failed';
  }
}

function Warnings({ warnings }: { readonly warnings: CaptureState['warnings'] }) {
  const errors = warnings.filter(({ severity }) => severity === 'error').length;
  const others = warnings.length - errors;
  if (warnings.length === 0) return null;
  return (
    <UnstyledButton className="status-button" onClick={() => openDialog({ kind: 'warnings' })}>
      {errors > 0 && <span className="status-bad">● {formatCounted(errors, 'fault')}</span>}
      {others > 0 && <span className="status-warn">● {formatCounted(others, 'warning')}</span>}
    </UnstyledButton>
  );
}

/** How many of the packets are displayed, and which share that is where it is not all. */
function Displayed({ packets }: { readonly packets: number }) {
  const { rows, complete, stopped, filter, timeRange } = useView();
  const isLimited = filter !== '' || timeRange !== null;
  if (!isLimited) return <span>{formatCount(rows)} displayed</span>;
  return (
    <span className="status-limited" role="status">
      {formatCount(rows)} displayed ({formatShare(rows, packets)}){complete ? '' : '…'}
      {stopped && ', stopped before the end'}
    </span>
  );
}

interface StatusBarProps {
  /** Stands where the loading time will stand, while loading. */
  readonly progress: ReactNode;
  /** Stands in place of both for a capture that is live. */
  readonly live: ReactNode;
}

/** What is open, how much of it is shown, and what was wrong with it. */
export function StatusBar({ progress, live }: StatusBarProps) {
  const capture = useCapture((state) => state.capture);
  const liveState = useLive((state) => state.live);
  const selected = useSelection((selection) => selection.packets.length);
  if (!capture) return null;
  return (
    <footer className="status-bar">
      <span className="status-name" title={liveState?.path ?? capture.path}>
        {visibleText(shownName(capture, liveState))}
      </span>
      <span>{formatCounted(capture.packets, 'packet')}</span>
      <Displayed packets={capture.packets} />
      {selected > 1 && <span>{formatCount(selected)} selected</span>}
      {capture.marked > 0 && <span>{formatCount(capture.marked)} marked</span>}
      {liveState ? live : capture.phase === 'loading' ? progress : <span>{phaseText(capture)}</span>}
      {capture.commented > 0 && (
        <UnstyledButton className="status-button" onClick={() => openDialog({ kind: 'comments' })}>
          {formatCounted(capture.commented, 'comment')}
        </UnstyledButton>
      )}
      <Warnings warnings={capture.warnings} />
      <span className="status-format" title={capture.format}>
        {capture.format}
        {capture.compression === 'none' ? '' : `, ${capture.compression}`}
      </span>
    </footer>
  );
}
