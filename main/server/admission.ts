import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who is let in. The token is the key to the user's files. The page keeps it in its own memory (sessionStorage, which a browser
 * keeps apart by origin, port included) and shows it with every upgrade and upload. A cookie would not do for that: browsers send
 * cookies to every port of a host, so that another user's server on the same machine could collect it. The cookie set
 * here opens nothing but the program's own pages, which are public, and lets them be reloaded without the token in the address.
 */
export class Admission {
  readonly token = randomBytes(24).toString('base64url');
  private readonly pageKey = randomBytes(24).toString('base64url');

  constructor(private readonly cookieName: string) {}

  isToken(given: string | null | undefined): boolean {
    return typeof given === 'string' && equal(given, this.token);
  }

  mayLoadPages(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
    return cookies.some((cookie) => equal(cookie, `${this.cookieName}=${this.pageKey}`));
  }

  get pageCookie(): string {
    return `${this.cookieName}=${this.pageKey}; Path=/; HttpOnly; SameSite=Strict`;
  }
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Whether the request was meant for a loopback name. A page elsewhere whose name was made to resolve to this machine (DNS
 * rebinding) is the same origin to the browser, but its name stands in Host. The port is left open: behind an SSH tunnel
 * the browser's differs from ours.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host);
}

/** Whether a request that acts comes from a page of ours. Browsers name the page's origin in every upgrade and every PUT. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host}`;
}

/** What is asked for; null where it is no path. The host is not taken from it: only Host's was checked. */
export function addressOf({ url = '' }: IncomingMessage): URL | null {
  const address = `http://wirestate${url}`;
  return url.startsWith('/') && URL.canParse(address) ? new URL(address) : null;
}

/** Whether another site's page asks for something other than to go here. */
export function isForeignEmbedding(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  return (site === 'cross-site' || site === 'same-site') && request.headers['sec-fetch-mode'] !== 'navigate';
}
