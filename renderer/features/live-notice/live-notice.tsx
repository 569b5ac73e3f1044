import { Button, CloseButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { LiveState } from '../../../preload/contract/live-capture';
import { formatCount, formatCounted, formatShare } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import { runCommand } from '../../state/commands/commands';
import { isUnsaved, useLive } from '../../state/live/live';
import './live-notice.css';

interface Notice {
  /** Names the occasion: one that was dismissed comes back only with another. */
  readonly key: string;
  readonly text: string;
  readonly isBad: boolean;
}

/** What must not be overlooked about a live capture: that packets were lost, that it ended otherwise than it should. */
export function LiveNotice() {
  const live = useLive((state) => state.live);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  if (!live) return null;
  const notices = noticesOf(live).filter(({ key }) => !dismissed.includes(key));
  const mayBeSaved = live.phase === 'stopped' && isUnsaved(live);
  return notices.map(({ key, text, isBad }) => (
    <div key={key} className={isBad ? 'live-notice is-bad' : 'live-notice'} role="alert">
      <IconAlertTriangle size={15} />
      <span className="live-notice-text">{visibleText(text)}</span>
      {isBad && live.phase === 'stopped' && (
        <>
          {mayBeSaved && <Button onClick={() => runCommand('save')}>Save…</Button>}
          <Button onClick={() => runCommand('restart-capture')}>Capture again</Button>
        </>
      )}
      <CloseButton size="sm" aria-label="Dismiss" onClick={() => setDismissed((known) => [...known, key])} />
    </div>
  ));
}

const remedy = 'A narrower capture filter, a smaller snap length or a larger buffer helps.';

function noticesOf(live: LiveState): readonly Notice[] {
  const { counters, capture, failed, ending, warnings } = live;
  const { droppedByKernel, droppedByInterface, missing, captured } = counters;
  const dropped = (droppedByKernel ?? 0) + (droppedByInterface ?? 0);
  const notices: Notice[] = warnings.map((text) => ({ key: `${capture} ${text}`, text, isBad: false }));
  if (dropped > 0) {
    const by = droppedByInterface ? 'by the kernel and the interface' : 'by the kernel';
    const text = `${formatCounted(dropped, 'packet')} of ${formatCount(captured + dropped)} (${formatShare(dropped, captured + dropped)}) ${
      dropped === 1 ? 'was' : 'were'
    } dropped ${by} and ${dropped === 1 ? 'is' : 'are'} missing. ${remedy}`;
    notices.push({ key: `${capture} dropped`, text, isBad: false });
  }
  if (missing !== null && missing > 0) {
    const share = formatShare(missing, captured + missing);
    const text = `About ${formatCounted(missing, 'packet')} (${share}) went by and ${
      missing === 1 ? 'was' : 'were'
    } not captured, as the kernel's counts tell. ${remedy}`;
    notices.push({ key: `${capture} dropped`, text, isBad: false });
  }
  if (failed) notices.push({ key: `${capture} failed`, text: ending, isBad: true });
  return notices;
}
