import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { contentPolicy, protectiveHeaders } from '../session/content-policy';
import { findPageFile } from '../session/page-files';
import { origin, scheme } from './origin';

/** Must be called before the app is ready: only then can a scheme be given an origin and fetch of its own. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built renderer as `app://wirestate/…`, and nothing else. */
export function serveScheme(rendererFolder: string): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    const file =
      request.method === 'GET' && `${url.protocol}//${url.host}` === origin
        ? await findPageFile(rendererFolder, url.pathname)
        : null;
    if (file === null) return new Response('There is no such page.', { status: 404, headers: protectiveHeaders });
    return new Response(await readFile(file.path), {
      headers: { ...protectiveHeaders, 'Content-Type': file.type, 'Content-Security-Policy': contentPolicy() },
    });
  });
}
