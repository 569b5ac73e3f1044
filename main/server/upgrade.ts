import type { IncomingMessage } from 'node:http';
import { type Admission, addressOf, isLoopbackHost, isOwnOrigin } from './admission';

export interface Upgrade {
  /** The id of the page before its connection was lost; null for a new page. */
  readonly returning: string | null;
  /** The id that the page had before it was loaded again; null for one that was not. */
  readonly reloaded: string | null;
  readonly startupFile: string | null;
}

/**
 * Decides on a WebSocket upgrade. Browsers let any page of any site try one and hold no answer back from it, so all is checked
 * before the upgrade: the host, the page's origin, the token.
 * @returns null to refuse
 */
export function admitUpgrade(request: IncomingMessage, admission: Admission): Upgrade | null {
  if (!isLoopbackHost(request.headers.host) || !isOwnOrigin(request)) return null;
  const url = addressOf(request);
  if (url?.pathname !== '/session') return null;
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  const told = (prefix: string) =>
    protocols.find((protocol) => protocol.startsWith(prefix))?.slice(prefix.length) ?? null;
  if (!protocols.includes('wirestate') || !admission.isToken(told('token.'))) return null;
  return { returning: told('window.'), reloaded: told('reloaded.'), startupFile: url.searchParams.get('file') };
}
