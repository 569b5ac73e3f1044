import { ActionIcon, Button, Loader, Tooltip } from '@mantine/core';
import { IconPlayerStopFilled, IconRefresh } from '@tabler/icons-react';
import { runCommand } from '../../state/commands/commands';
import { IS_MAC, showKeys } from '../../state/keys';
import { isRunning, useLive } from '../../state/live/live';

/** Begins a capture; while one runs, ends it or begins it anew. */
export function CaptureButton() {
  const live = useLive((state) => state.live);
  const isStarting = useLive((state) => state.isStarting);
  if (isRunning(live)) {
    return (
      <span className="top-bar-running">
        <Tooltip label={`Stop capturing (${showKeys('Mod+E', IS_MAC)})`}>
          <Button
            disabled={live?.phase === 'stopping'}
            leftSection={<IconPlayerStopFilled size={13} className="top-bar-stop" />}
            onClick={() => runCommand('toggle-capture')}
          >
            {live?.phase === 'stopping' ? 'Stopping' : 'Stop'}
          </Button>
        </Tooltip>
        <Restart />
      </span>
    );
  }
  if (isStarting) {
    return (
      <Tooltip label={`Call off the start (${showKeys('Mod+E', IS_MAC)})`}>
        <Button leftSection={<Loader size={12} color="gray" />} onClick={() => runCommand('toggle-capture')}>
          Starting
        </Button>
      </Tooltip>
    );
  }
  return (
    <span className="top-bar-running">
      <Tooltip label={`Choose interfaces; ${showKeys('Mod+E', IS_MAC)} starts at once with the last options`}>
        <Button leftSection={<span className="top-bar-record" />} onClick={() => runCommand('capture-options')}>
          Capture
        </Button>
      </Tooltip>
      {live && <Restart />}
    </span>
  );
}

function Restart() {
  return (
    <Tooltip label={`Capture anew with the same options (${showKeys('Mod+Shift+R', IS_MAC)})`}>
      <ActionIcon size={30} aria-label="Restart the capture" onClick={() => runCommand('restart-capture')}>
        <IconRefresh size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
