import { IconPlugConnectedX } from '@tabler/icons-react';
import { useShell } from '../../state/shell';
import './connection-notice.css';

/** Says that the program behind a browser's window is not reached; goes when it is back. */
export function ConnectionNotice() {
  const isConnected = useShell((shell) => shell.connected);
  if (isConnected) return null;
  return (
    <div className="connection-notice" role="alert">
      <IconPlugConnectedX size={16} />
      <span>
        The connection to Wirestate is lost. Is the program that printed this page’s address still running? It will be
        tried again until it answers.
      </span>
    </div>
  );
}
