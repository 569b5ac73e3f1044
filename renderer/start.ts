import { bridge } from './state/bridge';
import { listenToCapture } from './state/capture';
import { listenToCommands } from './state/commands/commands';
import { listenToConnection } from './state/connection';
import { connectionList } from './state/connection-list';
import { listenToConversationColors } from './state/conversation-coloring';
import { listenToHovered } from './state/cursor';
import { listenToDisplayed } from './state/displayed-packet';
import { endpointList } from './state/endpoint-list';
import { listenToFieldFocus } from './state/field-focus';
import { openFile } from './state/files';
import { listenToFilter } from './state/filter';
import { listenToFind } from './state/find';
import { listenToJobs } from './state/jobs';
import { listenToRings } from './state/live/control';
import { listenToLive, showLive } from './state/live/live';
import { attempt, tell, warn } from './state/notices';
import { listenToProtocols } from './state/protocol-hierarchy';
import { listenToRows } from './state/rows';
import { listenToSelection } from './state/selection';
import { loadSettings } from './state/settings';
import { loadShell } from './state/shell';
import { listenToSockets } from './state/socket-list';
import { listenToFollowing } from './state/stream';
import { listenToTail } from './state/tail';
import { listenToTimeDigits } from './state/time-digits';
import { listenToTitle } from './state/title';
import { forgetChangesWithCapture } from './state/undo';
import { listenToView } from './state/view';

/** Ties the stores together and to main; the window can be drawn when it resolves. */
export async function start(): Promise<void> {
  listenToCapture();
  listenToLive();
  listenToRings();
  // Rows are dropped before the view and the grid hear of the change and ask again.
  listenToRows();
  listenToTail();
  listenToTimeDigits();
  listenToView();
  listenToFilter();
  listenToSelection();
  listenToConnection();
  forgetChangesWithCapture();
  listenToHovered();
  connectionList.listen();
  listenToFollowing();
  endpointList.listen();
  listenToSockets();
  listenToProtocols();
  listenToDisplayed();
  listenToFieldFocus();
  listenToFind();
  listenToConversationColors();
  listenToJobs();
  listenToCommands();
  listenToTitle();
  bridge().on('openFile', ({ path }) => attempt('The file could not be opened', () => openFile(path)));
  await Promise.all([loadSettings(), loadShell()]).catch((fault: unknown) => warn('Settings could not be read', fault));
  const running = await bridge()
    .live.current()
    .catch(() => null);
  // A page that was loaded again while it captured goes on with that.
  if (running !== null) {
    await showLive(running);
    if (running.live.phase !== 'stopped') tell('The page was loaded again. Capturing went on meanwhile.');
    return;
  }
  const path = await bridge()
    .shell.startupFile()
    .catch(() => null);
  // The window is drawn as one that opens a file, not as one that waits for the user.
  if (path !== null) attempt('The file could not be opened', () => openFile(path));
}
