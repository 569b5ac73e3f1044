import { app, type Session, shell, type WebContents } from 'electron';
import { isDocumentation } from '../../preload/contract/shell';
import { isOwnBlob, isOwnPage } from './origin';

/** The one right that a page has beyond its own: to put text on the clipboard, never to read it. */
const allowedPermission = 'clipboard-sanitized-write';

/** Keeps every page, present and future, to what the program needs: its own pages, and no right of any kind. */
export function lockDown(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide) =>
    decide(permission === allowedPermission && isOwnPage(contents.getURL())),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, asking) => permission === allowedPermission && isOwnPage(asking),
  );
  session.setDevicePermissionHandler(() => false);
  // What a page made itself is saved where the user says; nothing is fetched from elsewhere.
  session.on('will-download', (event, item) => {
    if (!isOwnBlob(item.getURL())) event.preventDefault();
  });
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents));
}

function lockDownContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isDocumentation(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}
