import { Button } from '@mantine/core';
import { IconPlayerRecordFilled } from '@tabler/icons-react';
import { InterfaceFacts, useWatchedInterfaces } from '../../components/interface-facts';
import { visibleText } from '../../format/visible-text';
import { runCommand } from '../../state/commands/commands';
import { IS_MAC, showKeys } from '../../state/keys';
import { captureOn } from '../../state/live/control';
import { useLive } from '../../state/live/live';

/** Interfaces that are down can be chosen in the options, where all are listed. */
const mostListed = 8;

/** Where traffic is; a click captures there. */
export function Interfaces() {
  const { interfaces, fault } = useWatchedInterfaces();
  const isStarting = useLive((state) => state.isStarting);
  const up = interfaces?.filter((shown) => shown.up).slice(0, mostListed);
  return (
    <section aria-labelledby="welcome-capture" className="welcome-capture">
      <div className="welcome-section-head">
        <h2 id="welcome-capture">Capture</h2>
        <Button variant="subtle" size="compact-xs" onClick={() => runCommand('capture-options')}>
          Options… <span className="welcome-keys">{showKeys('Mod+Shift+K', IS_MAC)}</span>
        </Button>
      </div>
      {fault && <p className="dim">{visibleText(fault)}</p>}
      <ul className="welcome-list">
        {up?.map((shown) => (
          <li key={shown.device}>
            <button
              type="button"
              className="welcome-file"
              disabled={isStarting}
              title={`Capture on ${visibleText(shown.device)}`}
              onClick={() => captureOn(shown.device)}
            >
              <IconPlayerRecordFilled size={14} className="welcome-record" />
              <InterfaceFacts shown={shown} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
