import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { LiveState } from '../../../preload/contract/live-capture';
import { formatCount } from '../../format/quantity';
import { formatElapsed } from '../../format/time';
import { visibleText } from '../../format/visible-text';
import { useLive } from '../../state/live/live';
import './live-status.css';

/** How a live capture goes: how long, how many, what was lost, by what, and why it ended. */
export function LiveStatus() {
  const live = useLive((state) => state.live);
  if (!live) return null;
  const isOver = live.phase === 'stopped';
  return (
    <>
      <span className="live-status" role="status">
        {isOver ? (
          <span className={live.failed ? 'live-failed' : ''}>{visibleText(endingOf(live))}</span>
        ) : (
          <>
            <span className="live-dot" aria-hidden="true" />
            {live.phase === 'stopping' ? 'stopping' : 'capturing'} <Elapsed since={live.startedAt} />
          </>
        )}
      </span>
      <Counters live={live} />
      {live.timestamps === 'wirestate' && (
        <Tooltip label="Not stamped by the kernel: each packet has the time at which it reached the program.">
          <span className="live-late">timestamps by Wirestate</span>
        </Tooltip>
      )}
      {live.backendReason !== '' && (
        <Tooltip label={live.backendReason} multiline maw={420}>
          <span>{live.backend}</span>
        </Tooltip>
      )}
    </>
  );
}

/** `Capturing was stopped.` without its stop. */
const endingOf = ({ ending }: LiveState): string => ending.replace(/\.$/, '');

function Elapsed({ since }: { readonly since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <>{formatElapsed(now - since)}</>;
}

/** What the backend does not tell is not shown as none. */
function Counters({ live }: { readonly live: LiveState }) {
  const { captured, received, droppedByKernel, droppedByInterface, missing, perInterface } = live.counters;
  const dropped = (droppedByKernel ?? 0) + (droppedByInterface ?? 0);
  const isTold = droppedByKernel !== null || droppedByInterface !== null;
  const lines = [
    received === null ? 'The backend does not tell yet how many it received.' : `${formatCount(received)} received`,
    `dropped by the kernel: ${told(droppedByKernel)}`,
    `dropped by the interface: ${told(droppedByInterface)}`,
    ...(missing === null ? [] : [`missing by the kernel's counts: about ${formatCount(missing)}`]),
    ...(perInterface.length > 1
      ? perInterface.map(
          ({ device, captured: own, droppedByKernel: lost, missing: about }) =>
            `${device}: ${formatCount(own)} captured, ${lossOf(lost, about)}`,
        )
      : []),
  ];
  return (
    <Tooltip multiline label={lines.map((line) => <div key={line}>{line}</div>)}>
      <span className="live-counters">
        <span>{formatCount(captured)} captured</span>
        {received !== null && <span>{formatCount(received)} received</span>}
        {!isTold && missing !== null && missing > 0 && (
          <span className="live-dropped">about {formatCount(missing)} lost</span>
        )}
        {!isTold && missing === null && <span>{whenTold(live)}</span>}
        {isTold && (
          <span className={dropped > 0 ? 'live-dropped' : ''}>
            {dropped === 0 ? 'none dropped' : `${formatCount(dropped)} dropped`}
          </span>
        )}
      </span>
    </Tooltip>
  );
}

/** A loss that nobody tells of is not shown as none. */
const whenTold = ({ backend, phase }: LiveState): string =>
  backend === 'dumpcap' && phase !== 'stopped' ? 'drops told at the end' : 'drops not told';

function lossOf(dropped: number | null, missing: number | null): string {
  if (dropped !== null) return `${formatCount(dropped)} dropped`;
  return missing === null ? 'drops not told' : `about ${formatCount(missing)} lost`;
}

const told = (count: number | null) => (count === null ? 'not told' : formatCount(count));
