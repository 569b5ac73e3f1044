import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy, IconMinus } from '@tabler/icons-react';
import type { CapturePermissions } from '../../../preload/contract/live-capture';
import { visibleText } from '../../format/visible-text';
import { copyText } from '../../state/copying';

interface PermissionsPageProps {
  readonly permissions: CapturePermissions | null;
  readonly fault: string | null;
  readonly onAgain: () => void;
}

/** Whether capturing works as things are, what was looked at, and the exact commands where it does not. */
export function PermissionsPage({ permissions, fault, onAgain }: PermissionsPageProps) {
  if (permissions === null) return <p className="capture-empty">{fault ?? 'Trying the backends…'}</p>;
  return (
    <div className="capture-page">
      <p className="capture-lead">
        <Sign good={permissions.mayCapture} />
        {permissions.mayCapture
          ? `Capturing works. ${visibleText(permissions.reason)}`
          : 'Capturing does not work yet. This would change it:'}
      </p>
      {permissions.steps.length > 0 && (
        <ol className="capture-steps">
          {permissions.steps.map(({ text, command }) => (
            <li key={text + command}>
              {visibleText(text)}
              {command !== '' && <CommandLine command={command} />}
            </li>
          ))}
        </ol>
      )}
      <h3>What was looked at</h3>
      <ul className="capture-findings">
        {permissions.findings.map(({ text, good }) => (
          <li key={text}>
            <Sign good={good} isNeeded={!permissions.mayCapture} /> {visibleText(text)}
          </li>
        ))}
        {permissions.backends.map(({ name, version, mayCapture, timestamps, obstacle }) => (
          <li key={name}>
            <Sign good={mayCapture} isNeeded={!permissions.mayCapture} /> <span className="mono">{name}</span>{' '}
            {visibleText(version)}{' '}
            <span className="dim">
              {mayCapture
                ? `may capture, times by ${timestamps === 'kernel' ? 'the kernel' : 'Wirestate'}`
                : visibleText(withoutName(obstacle, name))}
            </span>
          </li>
        ))}
      </ul>
      <div>
        <Button onClick={onAgain}>Look again</Button>
      </div>
    </div>
  );
}

function CommandLine({ command }: { readonly command: string }) {
  return (
    <div className="capture-command">
      <code>{command}</code>
      <Tooltip label="Copy the command">
        <ActionIcon aria-label={`Copy ${command}`} onClick={() => copyText(command, 'Command')}>
          <IconCopy size={14} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

interface SignProps {
  readonly good: boolean;
  readonly isNeeded?: boolean;
}

/** What is not there is no trouble while capturing works without it. */
function Sign({ good, isNeeded = true }: SignProps) {
  if (good) return <IconCheck size={14} className="capture-good" aria-label="Good" role="img" />;
  if (!isNeeded) return <IconMinus size={14} className="dim" aria-label="Not needed" role="img" />;
  return <IconAlertTriangle size={14} className="capture-bad" aria-label="Missing" role="img" />;
}

/** The name stands before it already. */
const withoutName = (obstacle: string, name: string) => obstacle.replace(new RegExp(`^${name} `), '');
