import { Button, CloseButton } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { UnsavedCapture } from '../../../preload/contract/live-capture';
import { formatAge, formatBytes } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import { bridge } from '../../state/bridge';
import { useCapture } from '../../state/capture';
import { deviceNames, showLive } from '../../state/live/live';
import { attempt } from '../../state/notices';

function useLeftBehind() {
  const [captures, setCaptures] = useState<readonly UnsavedCapture[]>([]);
  const opening = useCapture((state) => state.opening);
  useEffect(() => {
    if (opening !== null) return;
    bridge()
      .live.unsaved()
      .then(setCaptures, () => setCaptures([]));
  }, [opening]);
  const forget = (id: string) => {
    setCaptures((known) => known.filter((capture) => capture.id !== id));
    attempt('The capture could not be removed', () => bridge().live.forget(id));
  };
  return { captures, forget };
}

/** Captures that were never saved: their window or the whole program ended before. */
export function LeftBehind() {
  const { captures, forget } = useLeftBehind();
  const [isSure, setSure] = useState<string | null>(null);
  if (captures.length === 0) return null;
  const now = Date.now();
  const recover = (id: string) =>
    attempt('The capture could not be recovered', async () => showLive(await bridge().live.recover(id)));
  return (
    <section className="welcome-left" aria-labelledby="welcome-left">
      <h2 id="welcome-left">Captured and not saved</h2>
      <ul className="welcome-list">
        {captures.map(({ id, devices, startedAt, sizeBytes, path }) => (
          <li key={id}>
            <button type="button" className="welcome-file" title={path} onClick={() => recover(id)}>
              <IconHistory size={16} stroke={1.6} />
              <span className="welcome-file-name">
                Captured on {visibleText(deviceNames({ devices }))}
                <span className="welcome-file-shows">Its window or the program ended before it was saved.</span>
              </span>
              <span className="welcome-file-facts">
                {formatBytes(sizeBytes)}
                <br />
                {formatAge(startedAt, now)}
              </span>
            </button>
            {isSure === id ? (
              <Button size="compact-xs" color="red" variant="subtle" onClick={() => forget(id)}>
                Remove for good
              </Button>
            ) : (
              <CloseButton
                size="sm"
                aria-label={`Remove what was captured on ${deviceNames({ devices })}`}
                onClick={() => setSure(id)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
